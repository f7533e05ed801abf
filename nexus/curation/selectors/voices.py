"""What learners said that stands on an entry, as a page or an API shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, Count, F, QuerySet, When, Window
from django.db.models.functions import Length, RowNumber

from nexus.accounts.policies import Viewer, name_for
from nexus.curation.caches import WHOLE
from nexus.curation.models import Evidence
from nexus.curation.voices import voice
from nexus.documents.models import Document
from nexus.documents.policies import can_see_documents
from nexus.library.models import Entry, Topic

MOST = 200
MOST_OF_ALL = 2000
FEWEST_LETTERS = 12  # beyond the name, to say something of it
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

    The wording that a curator chose comes first, then those that tell different fixes.
    """
    current = Evidence.objects.filter(entry=entry, statement__is_current=True)
    chosen = Case(When(statement__content_hash=entry.wording or "", then=0), default=1)
    return different_first(with_documents(current).order_by(chosen))


def different_first(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """In its order, then one of each fix, then the second of each; the surest first.

    So each solution has its sources among the first, however many learners tell of another one.
    """
    place = Window(
        RowNumber(),
        partition_by=[F("entry_id"), F("solution_id")],
        order_by=[F("score").desc(), F("statement_id").asc()],
    )
    return evidence.order_by(*evidence.query.order_by, place, "-score", "statement_id")


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
    """What learners said that supports this entry; near-copies are folded. One query."""
    shows = can_see_documents(viewer)
    rows = evidence_of(entry)
    if entry.statement_count > most:
        # Put into order without the words, which would be carried along.
        rows = rows.filter(pk__in=rows.select_related(None).values("pk")[:most])
    return as_voices(list(rows[:most]), viewer=viewer, shows_source=shows, folded=folded)


def count_describing(*, viewer: Viewer, entry: Entry) -> int:
    """How many learners say more of a technology or concept than its name. At most two queries."""
    return int(WHOLE.now(("describing", entry.pk), lambda: read_describing(entry)))


def read_describing(entry: Entry) -> int:
    """The same, counted now."""
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
