"""Where each statement belongs, decided from all of them at once. Reads only; writes nothing.

The outcome is a function of the set of statements, entries and decisions, so the order in which
documents arrived does not matter, and running it again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nexus.common.ids import decode_id, encode_id
from nexus.common.text import one_line, slugify
from nexus.consolidation import Anchor, Cluster, Decisions, Lexicon, Voice, cluster, profile
from nexus.consolidation import slugify as slug_of_name
from nexus.curation.models import Evidence
from nexus.library.models import Entry, EntryAlias, Kind, Topic

NAMED = (Kind.TECHNOLOGY, Kind.CONCEPT)
CLUSTERED = (Kind.CHALLENGE, Kind.PRACTICE, Kind.COLLABORATION)
FEWEST_FIX_WORDS = 3
FALLBACK_TOPIC = "working-together"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What deciding needs to know of a statement."""

    pk: int
    kind: str
    title: str
    name: str
    problem: str
    solution: str
    content_hash: str
    voice: int
    document_id: int


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is to be made, known by its address until it has an id."""

    kind: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a statement goes: an entry that exists, one to be made, or a topic."""

    statement: int
    entry: int | NewEntry | None
    topic: str
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that may be those of others, or of an entry; keys as in a decision."""

    kind: str
    left: str
    right: str
    score: float


@dataclass(slots=True)
class Known:
    """The library as it stands: entries by kind, and by every name they go by."""

    entries: dict[int, Entry]
    names: dict[tuple[str, str], int]
    topics_of: dict[int, list[str]]
    lexicon: Lexicon
    # Content hash → the terms of the lexicon that it names.
    terms: dict[str, frozenset[str]] = field(default_factory=dict)


def name_key(text: str) -> str:
    """ "Django REST-Framework" and "django rest framework" are one name; "C++" and "C" are two."""
    return slug_of_name(text) or slugify(text)


def read_library(lexicon: Lexicon) -> Known:
    """Entries that evidence may join, with their names and aliases; those in the reference first.

    A retired entry keeps its words, or they would come back under its name with a number behind.
    A draft takes none from readers.
    """
    entries = {e.pk: e for e in Entry.objects.filter(merged_into=None) if may_take_evidence(e)}
    names: dict[tuple[str, str], int] = {}
    for pk in sorted(entries, key=lambda pk: (entries[pk].state != Entry.State.PUBLISHED, pk)):
        entry = entries[pk]
        names.setdefault((entry.kind, name_key(entry.title)), pk)
        names.setdefault((entry.kind, entry.slug), pk)
    for entry_id, text in EntryAlias.objects.filter(use=EntryAlias.Use.NAME).values_list(
        "entry_id", "text"
    ):
        if entry_id in entries:
            names.setdefault((entries[entry_id].kind, name_key(text)), entry_id)
    topics: dict[int, list[str]] = defaultdict(list)
    through = Entry.topics.through.objects.order_by("pk")
    for entry_id, slug in through.values_list("entry_id", "topic__slug"):
        topics[entry_id].append(slug)
    return Known(entries, names, topics, lexicon)


def may_take_evidence(entry: Entry) -> bool:
    return entry.state != Entry.State.DRAFT or entry.statement_count > 0


def place_names(
    known: Known, rows: Iterable[StatementRow], decisions: Decisions
) -> list[Placement]:
    """Technologies and concepts, by name or alias: one entry for each real thing."""
    groups: dict[tuple[str, str], list[StatementRow]] = defaultdict(list)
    titles: dict[tuple[str, str], str] = {}
    decided = decided_homes(known, decisions)
    found = []
    for row in rows:
        home = decided.get(row.content_hash)
        if home is not None and known.entries[home].kind == row.kind:
            found.append(Placement(row.pk, home, "", Evidence.Method.CONFIRMED, 1.0))
            continue
        said = row.name or row.title
        term = known.lexicon.resolve(said)
        title = term.name if term else said
        key = (row.kind, term.slug if term else name_key(said))
        direct = known.names.get((row.kind, name_key(said)))
        if direct is not None:
            key = (row.kind, known.entries[direct].slug)
        groups[key].append(row)
        if term or key not in titles or (title, len(title)) < (titles[key], len(titles[key])):
            titles[key] = title
    for (kind, slug), members in sorted(groups.items()):
        entry: int | NewEntry = known.names.get((kind, slug)) or NewEntry(
            kind, slug, one_line(titles[kind, slug], limit=120)
        )
        method = Evidence.Method.EXACT
        found += [Placement(m.pk, entry, "", method, 1.0) for m in members]
    return found


def voice_of(row: StatementRow, lexicon: Lexicon) -> Voice:
    problem = row.problem or row.title
    return Voice(
        key=row.content_hash,
        kind=row.kind,
        title=row.title,
        problem=problem,
        solution=row.solution,
        terms=lexicon.mentions(f"{row.title} {problem} {row.solution}"),
    )


def decided_homes(known: Known, decisions: Decisions) -> dict[str, int]:
    """Content hash → the entry that people say it is of."""
    keys = decisions.pinned(entry_key(pk) for pk in known.entries) | dict(decisions.placed)
    return {content: pk_of(key) for content, key in keys.items()}


def entry_key(pk: int) -> str:
    return encode_id("entry", pk)


def pk_of(key: str) -> int:
    return decode_id("entry", key)


def anchors_of(known: Known, kind: str, decisions: Decisions) -> list[Anchor]:
    """Entries with a lead, as canonical ones that voices may join; bare ones that were decided."""
    named = set(decided_homes(known, decisions).values())
    aliases: dict[int, list[str]] = defaultdict(list)
    for entry_id, text in EntryAlias.objects.filter(use=EntryAlias.Use.NAME).values_list(
        "entry_id", "text"
    ):
        aliases[entry_id].append(text)
    found = []
    for pk, entry in sorted(known.entries.items()):
        if entry.kind == kind and not entry.version and pk in named:
            found.append(Anchor(key=entry_key(pk), kind=kind, title=""))
        elif entry.kind == kind and not keeps_cluster(entry):
            text = f"{entry.title}. {entry.summary}\n{entry.lead[:2000]}"
            found.append(
                Anchor(
                    key=entry_key(pk),
                    kind=kind,
                    title=entry.title,
                    aliases=tuple(aliases[pk]),
                    text=text,
                    terms=known.lexicon.mentions(text),
                )
            )
    return found


def has_fix(row: StatementRow) -> bool:
    """Is what the learner wrote of a fix more than a word or two?"""
    return len(row.solution.split()) >= FEWEST_FIX_WORDS


def place_clustered(
    known: Known,
    rows: Sequence[StatementRow],
    kind: str,
    decisions: Decisions,
    now: Mapping[int, int],
) -> tuple[list[Placement], list[Hint]]:
    """Challenges, practices and collaboration: by meaning, conservatively.

    `now` is statement → entry as evidence stands, so that a cluster keeps the page it has.
    """
    by_hash: dict[str, list[StatementRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.content_hash, r.pk)):
        by_hash[row.content_hash].append(row)
    themes = known.lexicon.themes.get(kind, ())
    voices = [voice_of(group[0], known.lexicon) for group in by_hash.values()]
    known.terms.update({voice.key: frozenset(voice.terms) for voice in voices})
    profiles = [profile(voice, themes) for voice in voices]
    found: list[Placement] = []
    hints: list[Hint] = []
    taken: set[int] = set()
    decided = decided_homes(known, decisions)
    anchors = anchors_of(known, kind, decisions)
    for group in cluster(profiles, anchors, decisions, theme_titles=known.lexicon.theme_titles):
        members = [row for key in group.members for row in by_hash[key]]
        scores = dict(zip(group.members, group.scores, strict=True))
        entry = entry_of_cluster(known, group, members, now, taken)
        if isinstance(entry, int):
            taken.add(entry)
        topic = "" if entry is not None else topic_of(known, members[0])
        for row in members:
            sure = entry is not None and decided.get(row.content_hash) == entry
            method = Evidence.Method.CONFIRMED if sure else Evidence.Method.AUTOMATIC
            found.append(Placement(row.pk, entry, topic, method, scores[row.content_hash]))
        if group.anchor_key is None:
            hints += [Hint(kind, group.key, key, score) for key, score in group.near]
    return found, hints


def entry_of_cluster(
    known: Known,
    group: Cluster,
    members: Sequence[StatementRow],
    now: Mapping[int, int],
    taken: set[int],
) -> int | NewEntry | None:
    """The page of a cluster: its anchor's, the one most members have, a new one, or none.

    One voice without a usable fix gets no page of its own.
    """
    if group.anchor_key:
        return pk_of(group.anchor_key)
    kind, title = group.kind, one_line(group.title, limit=120).rstrip(".:")
    voices = {row.voice for row in members}
    if len(voices) < 2 and not (kind == Kind.CHALLENGE and any(has_fix(r) for r in members)):
        return None
    counts: dict[int, int] = defaultdict(int)
    for row in members:
        entry = now.get(row.pk)
        here = known.entries.get(entry) if entry is not None else None
        if entry is not None and here is not None and here.kind == kind and keeps_cluster(here):
            counts[entry] += 1
    free = [pk for pk in counts if pk not in taken]
    if free:
        return min(free, key=lambda pk: (-counts[pk], pk))
    return NewEntry(kind, f"{slugify(title)}:{members[0].content_hash[:12]}", title)


def keeps_cluster(entry: Entry) -> bool:
    """Whether a cluster that no name leads anywhere stays on this page.

    One with a text of its own has only what names it; one that somebody retired keeps all.
    """
    return not entry.version or entry.state == Entry.State.RETIRED


def topic_of(known: Known, row: StatementRow) -> str:
    """The topic under which a statement without a page is found: of what it mentions."""
    for slug in sorted(known.lexicon.mentions(f"{row.title} {row.problem} {row.solution}")):
        term = known.lexicon.terms[slug]
        entry = known.names.get((term.kind, term.slug))
        if entry is not None and known.topics_of.get(entry):
            return known.topics_of[entry][0]
    return FALLBACK_TOPIC


def fallback_topic() -> Topic:
    """Where everything goes that names nothing known; made when the map does not have it."""
    topic, _ = Topic.objects.get_or_create(
        slug=FALLBACK_TOPIC, defaults={"title": "Working together"}
    )
    return topic
