"""What the desk asks a curator today: what helps most readers first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.common.errors import Conflict, Invalid, NotFound
from nexus.common.ids import decode_id, encode_id, split_id
from nexus.curation.journal import rows_of
from nexus.curation.models import Action, Skip, Suggestion
from nexus.curation.people import met_by, tried_by
from nexus.documents.models import Document, DocumentVersion, RetractedSource, Statement
from nexus.documents.services.erased import retracted_sources
from nexus.library.models import Entry, Kind, Solution
from nexus.library.selectors import find_heir, get_entry, visible_entries

TODAY = 10
MINUTES = 15
WEIGHED = 50  # more questions of a kind than are asked, of which people are counted
MOST_OF_A_KIND = 3  # of the first two kinds, while there are merges to decide
# What a question of each kind is about; its key names the kind and that.
ABOUT: dict[str, type[Entry] | type[Solution] | type[Suggestion]] = {
    "unsolved": Entry,
    "disputed": Solution,
    "merge": Suggestion,
}
MOST_OF_A_PAGE = 2  # merges that ask of the same page
# Likeness from which a merge is asked today. Of the pairs suggested among labelled statements it
# leaves 3 of 4 right ones and 33 of 92 wrong ones; 0.2 leaves 4 and 63, 0.3 leaves 2 and 17.
LIKELY = 0.25
AROUND = 3  # lines of context on each side of a statement


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document; `told` when it is part of the statement."""

    number: int
    text: str
    told: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two wordings in its place: the statement, its page if it has one, its lines."""

    statement: Statement
    entry: Entry | None
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` is unsolved, disputed or merge; `key` names it to services and is stable."""

    kind: str
    key: str
    readers: int
    entry: Entry | None = None
    solution: Solution | None = None
    suggestion: Suggestion | None = None


def list_questions(*, viewer: Viewer, most: int = TODAY) -> list[Question]:
    """Today's questions: unsolved challenges, disputed fixes, then merges, by readers.

    What this person skipped is left out. Raises SignInNeeded, NotAllowed.
    """
    person = require(viewer, Role.MENTOR, "work at the desk")
    skipped = set(Skip.objects.filter(person=person).values_list("question", flat=True))
    merges = ask_merges(most, skipped)
    room = max(MOST_OF_A_KIND, (most - len(merges)) // 2)
    unsolved = unskipped(ask_unsolved(viewer, most + len(skipped)), skipped)
    disputed = unskipped(ask_disputed(viewer, most + len(skipped)), skipped)
    return [*unsolved[:room], *disputed[:room], *merges][:most]


def unskipped(questions: Iterable[Question], skipped: set[str]) -> list[Question]:
    return [question for question in questions if question.key not in skipped]


def ask_unsolved(viewer: Viewer, most: int) -> list[Question]:
    """Challenges without a fix, those that most people met first."""
    entries = list(
        visible_entries(viewer)
        .filter(kind=Kind.CHALLENGE, is_solved=False, state=Entry.State.PUBLISHED)
        .annotate(met=F("voice_count") + F("same_here_count"))
        .order_by("-met", "pk")[: WEIGHED + most]
    )
    people = met_by(entry.pk for entry in entries)
    questions = [
        Question("unsolved", f"unsolved:{encode_id('entry', e.pk)}", len(people.get(e.pk, ())), e)
        for e in entries
    ]
    return most_readers(questions)[:most]


def ask_disputed(viewer: Viewer, most: int) -> list[Question]:
    """Solutions of which somebody said that they no longer work."""
    solutions = list(
        Solution.objects.filter(broken_count__gt=0, entry__in=visible_entries(viewer))
        .filter(Q(entry__best_solution=F("pk")) | Q(broken_count__gte=F("worked_count")))
        .select_related("entry")
        .annotate(met=F("broken_count") + F("worked_count") + F("voice_count"))
        .order_by("-met", "pk")[: WEIGHED + most]
    )
    people = tried_by(solution.pk for solution in solutions)
    questions = [
        Question(
            "disputed",
            f"disputed:{encode_id('solution', s.pk)}",
            len(people.get(s.pk, ())),
            s.entry,
            solution=s,
        )
        for s in solutions
    ]
    return most_readers(questions)[:most]


def most_readers(questions: Iterable[Question]) -> list[Question]:
    """By people, each counted once; the lists they come from count who did two things twice."""
    return sorted(questions, key=lambda question: -question.readers)


def ask_merges(most: int, skipped: Collection[str]) -> list[Question]:
    """Pairs that are likely the same, most readers first; not all of them of one large page."""
    likely = Suggestion.objects.filter(score__gte=LIKELY).order_by("-worth", "id")
    asked: Counter[int] = Counter()
    chosen: list[int] = []
    for pk, entry in likely.values_list("pk", "entry_id").iterator():
        if merge_key(pk) in skipped or asked[entry or 0] >= MOST_OF_A_PAGE:
            continue
        if entry is not None:
            asked[entry] += 1
        chosen.append(pk)
        if len(chosen) == most:
            break
    found = suggestions().in_bulk(chosen)
    return [question_of(found[pk]) for pk in chosen if pk in found]


def question_of(suggestion: Suggestion) -> Question:
    key = merge_key(suggestion.pk)
    return Question("merge", key, suggestion.readers, suggestion.entry, suggestion=suggestion)


def merge_key(pk: int) -> str:
    return f"merge:{encode_id('suggestion', pk)}"


def find_question(*, viewer: Viewer, key: str, among: Sequence[Question]) -> Question | None:
    """The question of a key, today's or any other that is open; the first of today without one."""
    for question in among:
        if question.key == key:
            return question
    if key.startswith("merge:"):
        try:
            pk = decode_id("suggestion", key.removeprefix("merge:"))
            return question_of(get_suggestion(viewer=viewer, pk=pk))
        except NotFound:
            pass  # answered meanwhile: what is open comes next
    return among[0] if among else None


def is_open(key: str) -> bool:
    """Whether what a question is about is still there. Raises Invalid for what is no question."""
    kind, _, name = key.partition(":")
    about = ABOUT.get(kind)
    try:
        found, pk = split_id(name)
    except NotFound:
        found, pk = "", 0
    if about is None or found != about._meta.model_name:
        raise Invalid(
            f"“{key[:80]}” is no question of the desk.",
            fields={"question": "The key of a question, such as merge:suggestion-12."},
        )
    return about._base_manager.filter(pk=pk).exists()


def suggestions() -> QuerySet[Suggestion]:
    return Suggestion.objects.select_related(
        "entry",
        "statement__document",
        "statement__evidence__entry",
        "other__document",
        "other__evidence__entry",
    )


def list_suggestions(*, viewer: Viewer, score: float | None = None) -> QuerySet[Suggestion]:
    """All of them, or those from a likeness on; the most alike first.

    These are what accepting from that likeness on joins, in this order.
    Raises SignInNeeded, NotAllowed, Invalid.
    """
    require(viewer, Role.MENTOR, "work at the desk")
    found = suggestions().order_by("-score", "-id")
    if score is None:
        return found
    if not 0 < score <= 1:
        raise Invalid("That is no likeness.", fields={"score": "Above 0, at most 1."})
    return found.filter(score__gte=score)


def get_suggestion(*, viewer: Viewer, pk: int) -> Suggestion:
    """One open question. Raises NotFound, NotAllowed."""
    found = list_suggestions(viewer=viewer).filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no such suggestion; it may have been answered.")
    return found


def sides_of(suggestion: Suggestion) -> tuple[Side, Side | None]:
    """Both wordings with the lines around them; the second is None where only an entry is meant."""
    statements = [suggestion.statement] + ([suggestion.other] if suggestion.other else [])
    versions = DocumentVersion.objects.in_bulk([s.version_id for s in statements])
    sides = [side_of(s, versions[s.version_id]) for s in statements]
    return sides[0], sides[1] if len(sides) > 1 else None


def side_of(statement: Statement, version: DocumentVersion) -> Side:
    lines = version.text.split("\n")
    first = max(1, statement.first_line - AROUND)
    last = min(len(lines), statement.last_line + AROUND)
    evidence = getattr(statement, "evidence", None)
    return Side(
        statement,
        evidence.entry if evidence else None,
        [
            Line(n, lines[n - 1], statement.first_line <= n <= statement.last_line)
            for n in range(first, last + 1)
        ],
    )


def list_actions(*, viewer: Viewer, entry: int | None = None) -> QuerySet[Action]:
    """What curators did, newest first; of one entry when it is named.

    Raises SignInNeeded, NotAllowed.
    """
    require(viewer, Role.MENTOR, "see what curators did")
    actions = Action.objects.select_related("person", "undone_by").defer("journal")
    if entry is not None:
        actions = actions.filter(targets__key=encode_id("entry", entry))
    return actions.order_by("-id")


def find_retraction(*, document: Document) -> Action | None:
    """What made a document count for nothing, where that can still be taken back.

    Of one that came retracted, that is what retracted its bytes before.
    """
    if document.retracted_at is None:
        return None
    done = Action.objects.filter(kind=Action.Kind.RETRACT, undone_at=None).order_by("-pk")
    about = done.filter(targets__key=encode_id("document", document.pk))
    return about.defer("journal").first() or find_earlier_retraction(document, done)


def find_earlier_retraction(document: Document, done: QuerySet[Action]) -> Action | None:
    """The one of these actions that remembered bytes of this document as retracted.

    Journals are long, so they are read a few at a time, until it is found.
    """
    sources = set(retracted_sources(document).values_list("pk", flat=True))
    if not sources:
        return None
    few = done.iterator(chunk_size=20)
    return next((one for one in few if sources & rows_of(one.journal, RetractedSource)), None)


def merged_meanwhile(entry: Entry, heir: Entry) -> Conflict:
    """What a curator hears who has in hand what another one merged."""
    return Conflict(
        f"“{entry.title}” was merged into “{heir.title}” in the meantime. Load the page again."
    )


def get_entry_in_hand(*, viewer: Viewer, pk: int) -> Entry:
    """The entry that a curator names. Raises NotFound, Conflict when it was merged meanwhile."""
    try:
        return get_entry(viewer=viewer, pk=pk)
    except NotFound:
        heir = find_heir(viewer=viewer, pk=pk)
        if heir is None:
            raise
        raise merged_meanwhile(Entry.objects.get(pk=pk), heir) from None


def get_action(*, viewer: Viewer, pk: int) -> Action:
    """One action of the log. Raises NotFound, NotAllowed."""
    action = list_actions(viewer=viewer).filter(pk=pk).first()
    if action is None:
        raise NotFound("There is no such action.")
    return action
