"""What the index holds of an entry or a topic: a title, other names, and sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nexus.common.markdown import render
from nexus.common.text import one_line
from nexus.consolidation import plain
from nexus.curation.models import Evidence
from nexus.documents.parsing import render_document
from nexus.library.models import Entry, EntryAlias, Solution, Topic


@dataclass(frozen=True, slots=True)
class IndexedSection:
    """What a hit shows: a heading, where it leads, the plain text."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """One page for the index; `names` weigh like the title, `errors` are literal error texts."""

    title: str
    names: tuple[str, ...]
    errors: tuple[str, ...]
    sections: tuple[IndexedSection, ...]


def lead_sections(entry: Entry) -> list[IndexedSection]:
    """The sections of the lead; of the document, for a guide whose text is one."""
    document = getattr(entry, "document", None)
    if not entry.version and document is not None and document.current is not None:
        rendered = render_document(document.current.text)
    else:
        rendered = render(entry.lead)
    return [IndexedSection(s.heading[:300], s.anchor, s.text) for s in rendered.sections]


MOST_SECTIONS = 400
VOICE = ("title", "problem", "solution", "text")


@lru_cache(maxsize=1 << 11)
def voice_section(anchor: str, title: str, *texts: str) -> IndexedSection:
    """What a learner said, in plain words: of problem and solution, else of the whole statement.

    Kept, as a page is written again with each voice that comes to it; dropped where
    this process erases statements.
    """
    problem, solution, text = texts
    said = f"{problem}\n{solution}" if problem or solution else text
    lines = (plain(line.lstrip("#>-*+ \t")) for line in said.splitlines())
    return IndexedSection(one_line(title), anchor, "\n".join(line for line in lines if line))


def first_evidence(
    place: str, counts: Mapping[int, int], room: Mapping[int, int]
) -> Iterator[tuple[Any, ...]]:
    """(place, title, problem, solution, text) of what stands there, as much as the index holds.

    `counts` says how many statements each place has, and `room` how many may be read: places with
    more are read one by one.
    """
    evidence = Evidence.objects.filter(statement__is_current=True).order_by("pk")
    rows = evidence.values_list(place, *(f"statement__{name}" for name in VOICE))
    few = [pk for pk, count in counts.items() if count <= room[pk]]
    yield from rows.filter(**{f"{place}__in": few})
    for pk in counts.keys() - few:
        if room[pk] > 0:
            yield from rows.filter(**{place: pk})[: room[pk]]


def load_entries(pks: Sequence[int]) -> dict[int, Entry]:
    """Entries as the index reads them, as they are now."""
    entries = Entry.objects.filter(pk__in=pks).select_related("document__current")
    return {entry.pk: entry for entry in entries}


def pages_of_entries(entries: Sequence[Entry]) -> dict[int, IndexedPage]:
    """Pages by id of loaded entries, with a constant number of queries for any number of them."""
    pks = [entry.pk for entry in entries]
    names: dict[int, list[str]] = {}
    errors: dict[int, list[str]] = {}
    for alias in EntryAlias.objects.filter(entry_id__in=pks).order_by("pk"):
        bucket = errors if alias.use == EntryAlias.Use.ERROR else names
        bucket.setdefault(alias.entry_id, []).append(alias.text)
    found = {
        entry.pk: [
            *lead_sections(entry),
            *(IndexedSection("Error text", "symptom", e) for e in errors.get(entry.pk, ())),
        ]
        for entry in entries
    }
    told = Solution.objects.filter(entry__in=pks).order_by("pk").values_list("entry_id", "text")
    for pk, text in told:
        if len(found[pk]) < MOST_SECTIONS:
            found[pk].append(IndexedSection("Solution", "solutions", text))
    counts = {entry.pk: entry.statement_count for entry in entries}
    room = {pk: MOST_SECTIONS - len(sections) for pk, sections in found.items()}
    for pk, *said in first_evidence("entry_id", counts, room):
        found[pk].append(voice_section("voices", *said))
    return {
        entry.pk: IndexedPage(
            title=entry.title,
            names=tuple(names.get(entry.pk, ())),
            errors=tuple(errors.get(entry.pk, ())),
            sections=tuple(found[entry.pk]),
        )
        for entry in entries
    }


def pages_of_topics(topics: Sequence[Topic]) -> dict[int, IndexedPage]:
    """Pages by topic id: its summary, and what was also met there."""
    met: dict[int, list[IndexedSection]] = {}
    room = {topic.pk: MOST_SECTIONS - 1 for topic in topics}
    many = {pk: most + 1 for pk, most in room.items()}
    for topic_id, *said in first_evidence("topic_id", many, room):
        met.setdefault(topic_id, []).append(voice_section("also-met", *said))
    return {
        topic.pk: IndexedPage(
            title=topic.title,
            names=(),
            errors=(),
            sections=(
                IndexedSection("", "", topic.summary),
                *met.get(topic.pk, ()),
            ),
        )
        for topic in topics
    }
