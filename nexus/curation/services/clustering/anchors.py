"""The library as clusters meet it: canonical entries, and what people decided of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from nexus.common.ids import decode_id, encode_id
from nexus.consolidation import Anchor, Decisions, Lexicon
from nexus.curation.models import Profile
from nexus.curation.services.clustering.names import TAKES_WORDS
from nexus.curation.services.clustering.profiles import Stored, entry_profile_of, have, maker
from nexus.curation.services.clustering.rows import CLUSTERED, parts_of
from nexus.curation.services.decisions import ENTRY, read_decisions
from nexus.library.models import Entry, EntryAlias

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Library:
    """What people decided, and where they said that words belong: content → entry."""

    lexicon: Lexicon
    decisions: Decisions
    homes: Mapping[str, int]

    @property
    def entries(self) -> set[str]:
        """Keys of the entries that people said words are of."""
        return {entry_key(pk) for pk in self.homes.values()}


def read_library(lexicon: Lexicon) -> Library:
    """Decisions, as far as the entries they name may take words."""
    decisions = read_decisions()
    pinned = decisions.pinned(
        key for pair in decisions.same for key in pair if key.startswith(ENTRY)
    )
    homes = {content: pk_of(key) for content, key in (pinned | dict(decisions.placed)).items()}
    return Library(lexicon, decisions, homes)


def read_anchors() -> dict[str, list[Anchor]]:
    """By kind: entries with a text of their own, by name only; a retired one keeps what it has."""
    entries = Entry.objects.filter(TAKES_WORDS, kind__in=CLUSTERED, version__gt=0)
    entries = entries.exclude(state=Entry.State.RETIRED).order_by()
    rows = sorted(entries.values_list("pk", "kind", "title", "version"))
    names: dict[int, list[str]] = defaultdict(list)
    for some in parts_of([pk for pk, *_ in rows]):
        aliases = EntryAlias.objects.filter(use=EntryAlias.Use.NAME, entry__in=some)
        for pk, text in aliases.order_by("pk").values_list("entry_id", "text"):
            names[pk].append(text)
    found: dict[str, list[Anchor]] = {kind: [] for kind in CLUSTERED}
    for pk, kind, title, version in rows:
        anchor = Anchor(entry_key(pk), kind, title, tuple(names[pk]), text=str(version))
        found[kind].append(anchor)
    return found


def read_stamps() -> dict[str, dict[str, str]]:
    """By kind: the stamp of each entry that voices are compared with."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in CLUSTERED}
    rows = Profile.objects.filter(is_entry=True)
    for kind, key, by in rows.values_list("kind", "key", "made_by"):
        found[kind][key] = by
    return found


def stamps_of(anchors: Iterable[Anchor], lexicon: Lexicon) -> dict[str, str]:
    """Key → another stamp for another title, name or version (see `names_in_stamp`)."""
    by = maker(lexicon)
    return {a.key: digest(by, a.title, *a.aliases) + digest(by, a.text) for a in anchors}


def digest(*texts: str) -> str:
    return blake2b("\0".join(texts).encode(), digest_size=6).hexdigest()


def names_in_stamp(stamp: str) -> str:
    """The part of a stamp that is another one for another title or name only."""
    return stamp[: len(stamp) // 2]


def entry_profiles(anchors: Collection[Anchor], lexicon: Lexicon) -> dict[str, Stored]:
    """Key of an entry → what voices are compared with: its names, and how its text begins."""
    stamps = stamps_of(anchors, lexicon)
    pks = [pk_of(a.key) for a in anchors]
    texts = {
        pk: f"{title}. {summary}\n{lead[:LONGEST_TEXT]}"
        for pk, title, summary, lead in Entry.objects.filter(pk__in=pks).values_list(
            "pk", "title", "summary", "lead"
        )
    }
    return have(
        {
            a.key: (stamps[a.key], entry_profile_of(a, texts[pk_of(a.key)], lexicon))
            for a in sorted(anchors, key=lambda a: a.key)
        }
    )


def entry_key(pk: int) -> str:
    return encode_id("entry", pk)


def pk_of(key: str) -> int:
    return decode_id("entry", key)
