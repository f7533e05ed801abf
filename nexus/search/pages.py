"""What the index holds of an entry or a topic: a title, other names, and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nexus.common.markdown import render
from nexus.common.text import one_line
from nexus.consolidation import plain
from nexus.curation.models import Evidence
from nexus.documents.parsing import render_document
from nexus.library.models import Entry, EntryAlias, Topic


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


VOICE = ("title", "problem", "solution", "text")


def voice_section(anchor: str, title: str, *texts: str) -> IndexedSection:
    """What a learner said, in plain words: of problem and solution, else of the whole statement."""
    problem, solution, text = texts
    said = f"{problem}\n{solution}" if problem or solution else text
    lines = (plain(line.lstrip("#>-*+ \t")) for line in said.splitlines())
    return IndexedSection(one_line(title), anchor, "\n".join(line for line in lines if line))


def pages_of_entries(entries: Sequence[Entry]) -> dict[int, IndexedPage]:
    """Pages by entry id, with a constant number of queries for any number of entries."""
    pks = [entry.pk for entry in entries]
    names: dict[int, list[str]] = {}
    errors: dict[int, list[str]] = {}
    for alias in EntryAlias.objects.filter(entry_id__in=pks).order_by("pk"):
        bucket = errors if alias.use == EntryAlias.Use.ERROR else names
        bucket.setdefault(alias.entry_id, []).append(alias.text)
    voices: dict[int, list[IndexedSection]] = {}
    evidence = Evidence.objects.filter(entry_id__in=pks, statement__is_current=True)
    for entry_id, *said in evidence.order_by("pk").values_list(
        "entry_id", *(f"statement__{name}" for name in VOICE)
    ):
        voices.setdefault(entry_id, []).append(voice_section("voices", *said))
    loaded = Entry.objects.filter(pk__in=pks).select_related("document__current")
    fresh = {entry.pk: entry for entry in loaded.prefetch_related("solutions")}
    return {
        pk: IndexedPage(
            title=fresh[pk].title,
            names=tuple(names.get(pk, ())),
            errors=tuple(errors.get(pk, ())),
            sections=tuple(
                [
                    *lead_sections(fresh[pk]),
                    *(IndexedSection("Error text", "symptom", e) for e in errors.get(pk, ())),
                    *(
                        IndexedSection("Solution", "solutions", solution.text)
                        for solution in fresh[pk].solutions.all()
                    ),
                    *voices.get(pk, ()),
                ]
            ),
        )
        for pk in pks
        if pk in fresh
    }


def pages_of_topics(topics: Sequence[Topic]) -> dict[int, IndexedPage]:
    """Pages by topic id: its summary, and what was also met there."""
    met: dict[int, list[IndexedSection]] = {}
    evidence = Evidence.objects.filter(topic__in=topics, statement__is_current=True)
    for topic_id, *said in evidence.order_by("pk").values_list(
        "topic_id", *(f"statement__{name}" for name in VOICE)
    ):
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
