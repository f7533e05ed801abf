"""Answers to the desk's questions: the same, not the same, not for me."""

from __future__ import annotations

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.common.errors import Conflict, Invalid
from nexus.common.ids import encode_id
from nexus.curation.desk import is_open, list_suggestions
from nexus.curation.models import Action, Decision, Evidence, Skip, Suggestion
from nexus.curation.services.acting import Act, acting, lock_live_entry
from nexus.curation.services.decisions import ENTRY, pair, write_decision
from nexus.curation.services.merging import join_entries
from nexus.curation.services.moving import place_words
from nexus.library.models import Entry
from nexus.library.services.entries import make_entry

MOST_AT_ONCE = 200
ANSWERED = "This question was answered in the meantime. Take the next one."


def answer_suggestion(*, actor: Viewer, suggestion_pk: int, same: bool) -> Action:
    """Say whether two wordings are one thing. Raises Conflict when somebody answered before."""
    kind = Action.Kind.SAME if same else Action.Kind.DIFFERENT
    with acting(actor, kind, "decide what is the same") as act:
        suggestion = lock_suggestion(suggestion_pk)
        answered = [suggestion, *asked_otherwise(suggestion)]
        if same:
            join_sides(act, suggestion)
            act.text = f"The same: {sides(suggestion)}"
        else:
            part_sides(act, suggestion)
            act.text = f"Not the same: {sides(suggestion)}"
        for question in Suggestion.objects.filter(pk__in=[one.pk for one in answered]):
            act.journal.delete(question)
    assert act.action is not None
    return act.action


def accept_above(*, actor: Viewer, score: float) -> list[Action]:
    """Answer "the same" to every suggestion from this likeness on, each an action of its own.

    At most MOST_AT_ONCE, the most alike first. What cannot be joined (two written leads) stays.
    """
    chosen = list_suggestions(viewer=actor, score=score)
    done = []
    for pk in list(chosen.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        try:
            done.append(answer_suggestion(actor=actor, suggestion_pk=pk, same=True))
        except (Conflict, Invalid):
            continue
    return done


def skip_question(*, actor: Viewer, question: str) -> None:
    """Leave a question to others; the desk does not ask this person again.

    Raises SignInNeeded, NotAllowed, Invalid for what is no question, Conflict for one that is over.
    """
    person = require(actor, Role.MENTOR, "work at the desk")
    if not is_open(question):
        raise Conflict(ANSWERED)
    Skip.objects.get_or_create(person=person, question=question)


def lock_suggestion(pk: int) -> Suggestion:
    found = Suggestion.objects.select_related("statement", "other", "entry").filter(pk=pk).first()
    if found is None:
        raise Conflict(ANSWERED)
    return found


def asked_otherwise(suggestion: Suggestion) -> list[Suggestion]:
    """Questions that the same answer answers: one side's words against the page of the other."""
    mine, theirs = page_of(suggestion.statement_id), suggestion.entry_id
    found: list[Suggestion] = []
    for words, page in ((suggestion.left, theirs), (suggestion.right, mine)):
        if page is None or words.startswith(ENTRY):
            continue
        others = Suggestion.objects.exclude(pk=suggestion.pk)
        found += others.filter(left=words, entry=page)
        found += others.filter(right=words, statement__evidence__entry=page)
    return found


def page_of(statement: int | None) -> int | None:
    """The page that a statement stands on, if any."""
    pages = Evidence.objects.filter(statement=statement).values_list("entry_id", flat=True)
    return pages.first()


def part_sides(act: Act, suggestion: Suggestion) -> None:
    """Keep both sides apart, and the words of each from the page of the other."""
    left, right = suggestion.left, suggestion.right
    act.about(left, right)
    pairs = {pair(left, right)}
    for words, page in ((left, suggestion.entry_id), (right, page_of(suggestion.statement_id))):
        if page is not None and not words.startswith(ENTRY):
            pairs.add(pair(words, encode_id("entry", page)))
    for one, other in sorted(pairs):
        write_decision(act.journal, one, other, Decision.Verdict.DIFFERENT)


def sides(suggestion: Suggestion) -> str:
    """Both wordings, for the log."""
    other = suggestion.other.title if suggestion.other else ""
    if suggestion.entry is not None and not other:
        other = suggestion.entry.title
    return f"“{suggestion.statement.title}” and “{other}”"[:400]


def join_sides(act: Act, suggestion: Suggestion) -> None:
    """Bring both sides to one page: the one with a lead, else the one with more voices."""
    left, right = suggestion.statement, suggestion.other
    here = Evidence.objects.select_related("statement", "entry").filter(statement=left).first()
    if here is None:
        raise Conflict("One of the two was taken back in the meantime. Take the next one.")
    there = (
        Evidence.objects.select_related("statement", "entry").filter(statement=right).first()
        if right is not None
        else None
    )
    act.about(suggestion.left, suggestion.right)
    mine = here.entry
    theirs = suggestion.entry if right is None else there.entry if there else None
    if right is not None and there is None:
        raise Conflict("One of the two was taken back in the meantime. Take the next one.")
    if right is not None:
        write_decision(act.journal, suggestion.left, suggestion.right, Decision.Verdict.SAME)
    if mine is not None and theirs is not None:
        if mine.pk != theirs.pk:
            source, target = sorted((mine, theirs), key=weight)
            join_entries(act, source.pk, target.pk)
        return
    page = mine or theirs
    if page is None:
        page = make_entry(kind=left.kind, title=left.title[:200])
    target = lock_live_entry(page.pk)
    loose = [row for row in (here, there) if row is not None and row.entry_id is None]
    place_words(act, loose, target)
    act.about(encode_id("entry", target.pk))


def weight(entry: Entry) -> tuple[bool, int, int]:
    """What decides which of two entries stays: a lead, then voices, then age."""
    return bool(entry.version), entry.voice_count, -entry.pk
