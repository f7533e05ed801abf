"""What input every write on the library accepts."""

from __future__ import annotations

from collections.abc import Iterable

from nexus.common.errors import Invalid, TooLarge
from nexus.common.masking import mask
from nexus.library.models import Topic

LONGEST_LEAD = 200_000
LONGEST_TITLE = 200


def check_line(text: str) -> str:
    """White space folded, NUL removed, contacts and secrets masked."""
    return mask(" ".join(text.replace("\x00", "").split()), keep_reserved=True).text


def check_title(title: str) -> str:
    """White space folded, contacts and secrets masked. Raises Invalid."""
    title = mask(" ".join(title.split()), keep_reserved=True).text
    if not title:
        raise Invalid("A title is missing.", fields={"title": "Say in a few words what it is."})
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            "That title is too long.", fields={"title": f"Use at most {LONGEST_TITLE} characters."}
        )
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


def check_note(note: str) -> str:
    note = check_line(note)
    if len(note) > 200:
        raise Invalid("That note is too long.", fields={"note": "Use at most 200 characters."})
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
