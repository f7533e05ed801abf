"""What input every write on the library accepts."""

from __future__ import annotations

from collections.abc import Iterable

from nexus.accounts.models import Track
from nexus.common.errors import Invalid, TooLarge
from nexus.common.masking import mask
from nexus.common.wording import TITLE, at_most, one_of
from nexus.library.models import Kind, Topic

LONGEST_LEAD = 200_000
LONGEST_TITLE = 200
LONGEST_ERROR = 5_000


def check_line(text: str) -> str:
    """White space folded, NUL removed, contacts and secrets masked."""
    return mask(" ".join(text.replace("\x00", "").split()), keep_reserved=True).text


def check_title(title: str) -> str:
    """White space folded, contacts and secrets masked. Raises Invalid."""
    title = mask(" ".join(title.split()), keep_reserved=True).text
    if not title:
        raise Invalid("A title is missing.", fields={"title": TITLE})
    if len(title) > LONGEST_TITLE:
        raise Invalid("That title is too long.", fields={"title": at_most(LONGEST_TITLE)})
    if "\x00" in title:
        raise Invalid("That title holds a NUL.", fields={"title": "Remove it."})
    return title


def check_text(text: str, field: str) -> str:
    """Line ends made one, NUL removed, contacts and secrets masked. Raises TooLarge."""
    if len(text) > LONGEST_LEAD:
        raise TooLarge(
            f"That text has {len(text):,} characters; {LONGEST_LEAD:,} is the most.",
            fields={field: "Split it into several entries."},
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return mask(text, keep_reserved=True).text


def check_kind_and_track(kind: str, track: str) -> None:
    """Raises Invalid for a kind that there is not; a track may be left empty."""
    if kind not in Kind.values:
        raise Invalid(f"“{kind}” is not a kind.", fields={"kind": one_of(Kind)})
    if track and track not in Track.values:
        raise Invalid(f"“{track}” is not a track.", fields={"track": one_of(Track)})


def check_lead_of(kind: str, lead: str) -> str:
    """The lead of a new entry; a challenge may wait for it. Raises TooLarge, Invalid."""
    lead = check_text(lead, "lead")
    if kind != Kind.CHALLENGE and not lead.strip():
        raise Invalid("There is no text.", fields={"lead": "Write what people should know."})
    return lead


def check_errors(errors: Iterable[str]) -> list[str]:
    """Literal error texts without the empty ones. Raises TooLarge."""
    checked = (check_text(error, "errors").strip()[:LONGEST_ERROR] for error in errors)
    return [text for text in checked if text]


def check_note(note: str) -> str:
    note = check_line(note)
    if len(note) > 200:
        raise Invalid("That note is too long.", fields={"note": at_most(200)})
    return note


def find_topics(slugs: Iterable[str]) -> list[Topic]:
    """Topics by slug, all of them. Raises Invalid that names the unknown."""
    wanted = list(dict.fromkeys(slug.replace("\x00", "") for slug in slugs))
    found = {t.slug: t for t in Topic.objects.filter(slug__in=wanted)}
    unknown = [slug for slug in wanted if slug not in found]
    if unknown:
        raise Invalid(
            f"There is no topic {', '.join(unknown)}.",
            fields={"topics": "Use slugs of the topic map."},
        )
    return [found[slug] for slug in wanted]
