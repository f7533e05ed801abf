"""What learners said that stands on an entry, as a page or an API shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Length, RowNumber
from django.db.models.lookups import GreaterThanOrEqual

from nexus.accounts.policies import Viewer, name_for
from nexus.curation.caches import WHOLE
from nexus.curation.models import Evidence
from nexus.curation.voices import voice
from nexus.documents.models import Document
from nexus.documents.policies import can_see_documents
from nexus.library.models import Entry, Topic

MOST = 100
MOST_OF_ALL = 2000
FEWEST_LETTERS = 12  # beyond the name, to say something of it
DESCRIBING = Case(
    When(
        GreaterThanOrEqual(
            Length("statement__text"), Length("statement__title") + Value(FEWEST_LETTERS)
        ),
        then=0,
    ),
    default=1,
)
WITH_DOCUMENT = (
    "statement__document__author",
    "statement__document__cohort",
    "statement__document__copy_of",
)


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What one learner said. `source` is empty for who may not read documents.

    Those with the same `learner` on one entry are one voice, from `documents` documents. `copies`
    are near-copies of its document that say it too; they are no voices of their own.
    """

    statement_id: int
    title: str
    text: str
    problem: str
    solution: str
    who: str
    cohort: str
    track: str
    document_id: int | None
    line: int
    last_line: int
    source: str
    method: str
    score: float
    document_name: str = ""
    solution_id: int | None = None
    learner: int = 0
    documents: int = 1
    copies: int = 0

    @property
    def describes(self) -> bool:
        """Whether it says more than a name."""
        return len(self.text) >= len(self.title) + FEWEST_LETTERS


def evidence_of(entry: Entry) -> QuerySet[Evidence]:
    """Current evidence of an entry with statement, document, author and cohort.

    The wording that a curator chose comes first, then what says more than a name.
    """
    current = Evidence.objects.filter(entry=entry, statement__is_current=True)
    return different_first(with_documents(current), entry.wording or "")


def different_of_each(evidence: QuerySet[Evidence], most: int = MOST) -> QuerySet[Evidence]:
    """The same of many entries, without what is not among the first `most` of its kind.

    An entry may have thousands of rows, and shows `most`.
    """
    return different_first(evidence, F("entry__wording")).filter(Q(place__lte=most))


def different_first(evidence: QuerySet[Evidence], wording: str | F) -> QuerySet[Evidence]:
    """The wording first, then what says more than a name; of any one of each fix, then the second
    of each; the surest first.

    So each solution has its sources among the first, however many learners tell of another one,
    and what describes a technology is not behind the thousands that list it.
    """
    is_chosen = Case(When(statement__content_hash=wording, then=0), default=1)
    place = Window(
        RowNumber(),
        partition_by=[F("entry_id"), F("solution_id"), is_chosen, DESCRIBING],
        order_by=[F("score").desc(), F("statement_id").asc()],
    )
    order = (is_chosen, DESCRIBING, "place", "-score", "statement_id")
    return evidence.annotate(place=place).order_by(*order)


def with_documents(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """With all that a voice is made of, in the same query."""
    return evidence.select_related(*WITH_DOCUMENT)


def as_voice(evidence: Evidence, *, viewer: Viewer, shows_source: bool) -> VoiceView:
    """A row of evidence as the viewer may read it."""
    statement = evidence.statement
    document = statement.document
    line = statement.first_line
    return VoiceView(
        statement_id=statement.pk,
        title=statement.title,
        text=statement.text,
        problem=statement.problem,
        solution=statement.solution,
        who=name_for(viewer, document.author),
        cohort=document.cohort.name if document.cohort else "",
        track=document.track,
        document_id=document.pk if shows_source else None,
        line=line,
        last_line=statement.last_line,
        source=f"/documents/{document.pk}#L{line}" if shows_source else "",
        method=evidence.method,
        score=round(evidence.score, 3),
        document_name=document.name if shows_source else "",
        solution_id=evidence.solution_id,
    )


def as_voices(
    rows: Sequence[Evidence], *, viewer: Viewer, shows_source: bool, folded: bool = True
) -> list[VoiceView]:
    """Rows of one entry as voices: each learner's together, where the first of theirs stands.

    A near-copy whose original speaks here too is counted with it and not shown again.
    """
    documents = {row.statement.document_id for row in rows}
    copies: dict[int, set[int]] = defaultdict(set)
    by_learner: dict[int, list[Evidence]] = {}
    for row in rows:
        document = row.statement.document
        if folded and document.copy_of_id in documents:
            copies[document.copy_of_id].add(document.pk)
        else:
            by_learner.setdefault(learner_of(document), []).append(row)
    return [
        replace(
            as_voice(row, viewer=viewer, shows_source=shows_source),
            learner=number,
            documents=len({other.statement.document_id for other in theirs}),
            copies=len(copies[row.statement.document_id]),
        )
        for number, theirs in enumerate(by_learner.values(), 1)
        for row in theirs
    ]


def learner_of(document: Document) -> int:
    """Whose voice a document is: its author's; of a copy, the original's (see `voices.voice`)."""
    return document.copy_of.author_id if document.copy_of else document.author_id


def list_voices(
    *, viewer: Viewer, entry: Entry, most: int = MOST, folded: bool = True
) -> list[VoiceView]:
    """What learners said that supports this entry; near-copies are folded. 3 queries at most."""
    rows = first_rows(entry, most)
    shows = can_see_documents(viewer)
    return as_voices(rows, viewer=viewer, shows_source=shows, folded=folded)


def first_rows(entry: Entry, most: int) -> list[Evidence]:
    """The first of what stands on an entry, with all that voices are made of. 3 queries at most."""
    rows = evidence_of(entry)
    if entry.statement_count > most:
        key = f"first {most} {entry.wording}"  # what was read of the entry may be older
        first = WHOLE.now((key, entry.pk), lambda: read_first(rows, most))
        rows = rows.filter(pk__in=first)
    return list(rows[:most])


def read_first(rows: QuerySet[Evidence], most: int) -> list[int]:
    """Ids of the first of these; put into order without the words, which would be carried along."""
    return list(rows.select_related(None).values_list("pk", flat=True)[:most])


def read_describing(entry: Entry) -> int:
    """How many learners say more of a technology or concept than its name, counted now."""
    rows = Evidence.objects.filter(entry=entry, statement__is_current=True).annotate(
        said=Length("statement__text"), name=Length("statement__title"), voice=voice("statement__")
    )
    describing = rows.filter(said__gte=F("name") + FEWEST_LETTERS)
    return int(describing.aggregate(n=Count("voice", distinct=True))["n"])


def list_also_met(*, viewer: Viewer, topic: Topic, most: int = 100) -> list[VoiceView]:
    """What was met under a topic and has no page of its own."""
    shows = can_see_documents(viewer)
    rows = Evidence.objects.filter(topic=topic, statement__is_current=True)
    found = list(with_documents(rows).order_by("statement_id")[:most])
    return as_voices(found, viewer=viewer, shows_source=shows)
