"""Rows of a made-up library, with the shapes that decide what its pages cost.

Most entries have one voice and a few have hundreds; every document names technologies, of which
a few are named by nearly all; what people met involves some of them. Always the same for a seed.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bench.statements import Writer

# Of entries, those that have a name and not words; of documents, how many entries one tells of.
NAMED_SHARE, OF_A_DOCUMENT = 0.02, 8
NAMES_OF_A_DOCUMENT = 5
MOST_VOICES = 400
Told = tuple[str, str, str]  # kind, problem, solution
Words = Iterator[Told]


@dataclass(slots=True)
class Rows:
    """Objects by model, in an order in which they can be written."""

    found: dict[type[Any], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Any) -> Any:
        self.found[type(row)].append(row)
        return row


@dataclass(frozen=True, slots=True)
class Place:
    """A document that says things, and whose it is."""

    pk: int
    version: int
    author: int


class Maker:
    """Makes rows with ids of their own, from `first` on."""

    def __init__(self, writer: Writer, words: Words, people: Sequence[int], first: int) -> None:
        self.random = random.Random(7)
        self.writer, self.words, self.people = writer, words, people
        self.next: Counter[type[Any]] = Counter()
        self.first = first
        self.positions: Counter[int] = Counter()
        self.places: list[Place] = []
        self.named: list[int] = []
        self.worded: list[int] = []
        self.cohorts: Sequence[int] = ()
        self.topics: Sequence[int] = ()
        self.blob = 0

    def new(self, rows: Rows, model: type[Any], **values: Any) -> Any:
        """A row of a model with the next id."""
        pk = self.first + self.next[model]
        self.next[model] += 1
        return rows.add(model(pk=pk, **values))

    def some_named(self, most: int) -> list[int]:
        """Technologies and concepts: the n-th is about n times as rare as the first."""
        ranks = (int(self.random.paretovariate(0.5)) - 1 for _ in range(most))
        return list(dict.fromkeys(self.named[rank % len(self.named)] for rank in ranks))

    def some_voices(self) -> list[Place]:
        """Documents of different people: most often one."""
        count = min(int(self.random.paretovariate(1.3)), MOST_VOICES)
        found = {place.author: place for place in self.random.choices(self.places, k=count)}
        return list(found.values())

    def documents(self, count: int) -> Rows:
        from nexus.documents.models import Document, DocumentVersion

        rows = Rows()
        for number in range(count):
            document = self.new(
                rows,
                Document,
                name=f"notes-{number}.md",
                author_id=self.people[number % len(self.people)],
                cohort_id=self.cohorts[number % len(self.cohorts)],
                track=("backend", "frontend", "")[number % 3],
            )
            version = self.new(
                rows,
                DocumentVersion,
                document_id=document.pk,
                number=1,
                blob_id=self.blob,
                text="Notes.",
                line_count=1,
            )
            self.places.append(Place(document.pk, version.pk, document.author_id))
        return rows

    def names(self, count: int) -> Rows:
        """Technologies and concepts that the starter content does not have."""
        from nexus.library.models import Entry

        rows = Rows()
        for number in range(count):
            title = f"{self.writer.invented()} {number}"
            kind = "technology" if number % 3 else "concept"
            slug = title.replace(" ", "-")
            self.named.append(self.new(rows, Entry, kind=kind, title=title, slug=slug).pk)
        return rows

    def namings(self, some: Sequence[Place]) -> Rows:
        """What documents say of technologies and concepts; every third describes it."""
        rows = Rows()
        for place in some:
            for number, entry in enumerate(self.some_named(NAMES_OF_A_DOCUMENT)):
                words = "" if number % 3 else " ".join(self.writer.words(5, 15))
                name = f"Name {entry}"
                values = {"kind": "technology", "title": name, "text": f"{name} {words}"}
                self.say(rows, place, {"entry_id": entry}, **values)
        return rows

    def entries(self, count: int) -> Rows:
        """Entries that have words, with all that stands on them."""
        from nexus.library.models import Entry

        rows = Rows()
        for told in islice(self.words, count):
            kind, problem, _ = told
            voices = self.some_voices()
            title = title_of(problem)
            entry = self.new(
                rows,
                Entry,
                kind=kind,
                title=title,
                slug=f"{'-'.join(title.lower().split()[:4])[:60]}-{self.next[Entry]}",
                summary=problem[:200],
                is_solved=kind == "challenge" and self.random.random() < 0.7,
                track=self.random.choice(("", "", "backend", "frontend")),
                statement_count=len(voices),
                voice_count=len(voices),
                worked_count=int(self.random.random() < 0.05),
            )
            self.worded.append(entry.pk)
            self.stand_on(rows, entry, voices, told)
        return rows

    def stand_on(self, rows: Rows, entry: Any, voices: Sequence[Place], told: Told) -> None:
        """Evidence, a solution, topics, and the technologies that go with it."""
        from nexus.common.ids import encode_id
        from nexus.library.models import Entry, Link, Solution

        kind, problem, fix = told
        solution = None
        if entry.is_solved:
            html = f"<p>{fix}</p>"
            values = {"text": fix, "html": html, "content_hash": f"{entry.pk:064x}"}
            solution = self.new(
                rows, Solution, entry_id=entry.pk, voice_count=len(voices), **values
            ).pk
        for place in voices:
            asked = problem if kind == "challenge" else ""
            told_of = {"problem": asked, "solution": fix, "text": f"{problem}\n{fix}"}
            stands = {"entry_id": entry.pk, "solution_id": solution}
            self.say(rows, place, stands, kind=kind, title=entry.title, **told_of)
        for topic in {self.random.choice(self.topics) for _ in range(2)}:
            through = Entry.topics.through
            self.new(rows, through, entry_id=entry.pk, topic_id=topic)
        for target in self.some_named(self.random.randint(0, 3)):
            reference = encode_id("entry", target)
            ends = {"source_id": entry.pk, "target_id": target, "reference": reference}
            self.new(rows, Link, relation=Link.Relation.TOLD, **ends)

    def say(self, rows: Rows, place: Place, stands: dict[str, Any], **said: str) -> None:
        """A statement in a document, and the evidence that it is."""
        from nexus.curation.models import Evidence, Suggestion
        from nexus.documents.models import Statement

        line = self.positions[place.pk] = self.positions[place.pk] + 1
        made = self.new(
            rows,
            Statement,
            version_id=place.version,
            document_id=place.pk,
            position=line,
            first_line=line,
            last_line=line,
            content_hash=f"{self.next[Statement]:064x}",
            **said,
        )
        score = round(self.random.random(), 3)
        how = {"method": "automatic", "score": score}
        self.new(rows, Evidence, statement_id=made.pk, **how, **stands)
        if made.kind == "challenge" and self.random.random() < 0.2:
            other = self.random.choice(self.worded[-500:])
            pair = {"left": made.content_hash, "right": f"entry-{other}"}
            values = {"entry_id": other, "score": score}
            self.new(rows, Suggestion, statement_id=made.pk, **values, **pair)


def title_of(problem: str) -> str:
    return " ".join(problem.split()[:8])[:200]
