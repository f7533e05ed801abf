"""Words that stand on the wrong page: move them, or split them off."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.accounts.policies import Viewer
from nexus.common.errors import Conflict, Invalid
from nexus.common.ids import encode_id
from nexus.curation.models import Action, Decision, Evidence
from nexus.curation.services.acting import Act, acting, lock_live_entry
from nexus.curation.services.decisions import forget_home, write_decision
from nexus.curation.services.taking_along import take_fixes
from nexus.library.models import Entry, Kind
from nexus.library.services.checks import check_title
from nexus.library.services.entries import make_entry

MOST_AT_ONCE = 500


def move_statements(*, actor: Viewer, statement_pks: Sequence[int], into: Entry) -> Action | None:
    """Put statements on another entry of their kind; None when all stand there already.

    The same words elsewhere go along, and so do they when they are brought again. Raises
    SignInNeeded, NotAllowed, Invalid, Conflict.
    """
    with acting(actor, Action.Kind.MOVE, "move what learners wrote") as act:
        target = lock_live_entry(into.pk)
        evidence = evidence_of(statement_pks, target.kind)
        moved = place_words(act, [row for row in evidence if row.entry_id != target.pk], target)
        act.text = f"Moved {count(moved)} to “{target.title}”"
    return act.action


def split_entry(
    *, actor: Viewer, entry: Entry, statement_pks: Sequence[int], title: str
) -> tuple[Action, Entry]:
    """Give some of an entry's statements a page of their own; those that stay are confirmed.

    Raises SignInNeeded, NotAllowed, Invalid (none or all of them named), Conflict.
    """
    title = check_title(title)
    with acting(actor, Action.Kind.SPLIT, "split an entry") as act:
        source = lock_live_entry(entry.pk)
        evidence = evidence_of(statement_pks, source.kind)
        if any(row.entry_id != source.pk for row in evidence):
            raise Conflict("Some of these statements are not on this entry any more. Look again.")
        going = {row.statement.content_hash for row in evidence}
        rest = Evidence.objects.filter(entry=source).select_related("statement")
        stay = {row.statement.content_hash for row in rest} - going
        if not stay and not source.version:
            raise Invalid(
                "All statements were named.",
                fields={"statements": "Leave some, or rename the entry instead."},
            )
        # Not in the journal: an id is never given twice. Undone, it is empty and retires itself.
        made = make_entry(kind=source.kind, title=title, topics=list(source.topics.all()))
        moved = place_words(act, evidence, made)
        here = encode_id("entry", source.pk)
        for content in sorted(stay):
            write_decision(act.journal, content, here, Decision.Verdict.PLACED)
        act.text = f"Split {count(moved)} from “{source.title}” as “{made.title}”"
    assert act.action is not None
    made.refresh_from_db()
    return act.action, made


def evidence_of(statement_pks: Sequence[int], kind: str) -> list[Evidence]:
    """Evidence of these statements and of others in the same words. Raises Invalid."""
    if not statement_pks:
        raise Invalid("No statement is named.", fields={"statements": "Name one or more."})
    if len(statement_pks) > MOST_AT_ONCE:
        raise Invalid(
            "These are too many at once.", fields={"statements": f"At most {MOST_AT_ONCE}."}
        )
    named = Evidence.objects.filter(
        statement_id__in=statement_pks, statement__is_current=True
    ).select_related("statement")
    found = {row.statement_id: row for row in named}
    missing = [pk for pk in statement_pks if pk not in found]
    if missing:
        raise Invalid(
            "Not every statement is there.",
            fields={"statements": f"{encode_id('statement', missing[0])} is not in use."},
        )
    wrong = [row for row in found.values() if row.statement.kind != kind]
    if wrong:
        raise Invalid(
            f"A {Kind(wrong[0].statement.kind).label.lower()} does not belong to this entry.",
            fields={"statements": f"Only those of kind {kind}."},
        )
    contents = {row.statement.content_hash for row in found.values()}
    pages = {row.entry_id for row in found.values()}
    return [
        row
        for row in Evidence.objects.filter(
            statement__content_hash__in=contents, statement__kind=kind
        )
        .select_related("statement")
        .order_by("pk")
        if row.statement_id in found or row.entry_id in pages
    ]


def place_words(act: Act, evidence: Sequence[Evidence], target: Entry) -> int:
    """Move evidence and decide that these words belong there; returns how many moved.

    A fix that only they tell goes along, with its receipts and its mark.
    """
    act.touch(evidence)
    act.entries.add(target.pk)
    hold_words(act, target)
    here = encode_id("entry", target.pk)
    contents = sorted({row.statement.content_hash for row in evidence})
    act.about(here, *contents, *(encode_id("entry", r.entry_id) for r in evidence if r.entry_id))
    forget_home(act.journal, contents)
    for content in contents:
        write_decision(act.journal, content, here, Decision.Verdict.PLACED)
    fixes = take_fixes(act, evidence, target)
    for row in evidence:
        act.journal.change(
            row,
            entry=target,
            topic=None,
            solution=fixes.get(row.solution_id or 0),
            method=Evidence.Method.CONFIRMED,
            decided_by=act.person,
        )
    return len(evidence)


def hold_words(act: Act, target: Entry) -> None:
    """Say of an entry without a lead that its words are its own.

    Its page is known by its words alone: without this, a later run that finds others decided to
    be there could give them another.
    """
    if target.version:
        return
    here = encode_id("entry", target.pk)
    rows = Evidence.objects.filter(entry=target).exclude(method=Evidence.Method.CONFIRMED)
    contents = set(rows.values_list("statement__content_hash", flat=True))
    for content in sorted(contents):
        write_decision(act.journal, content, here, Decision.Verdict.SAME)


def count(statements: int) -> str:
    return "1 statement" if statements == 1 else f"{statements} statements"
