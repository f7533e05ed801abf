""" "Same here", "worked for me", "no longer works": a signed-in person's word."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid
from nexus.common.wording import one_of
from nexus.library.models import Entry, Kind, Receipt, Solution
from nexus.library.services.checks import check_line

BROKEN = ("broken_count", "broken_since", "broken_at")


def count_receipts(entry: Entry, solution: Solution | None) -> None:
    """Write the counts that lists show, from the rows."""
    outcome = Receipt.Outcome
    if solution is not None:
        solution.worked_count = solution.receipts.filter(outcome=outcome.WORKED).count()
        note_broken(solution, solution.receipts.all())
        solution.save(update_fields=["worked_count", *BROKEN])
    entry.same_here_count = entry.receipts.filter(outcome=outcome.SAME_HERE).count()
    entry.worked_count = (
        entry.receipts.filter(outcome=outcome.WORKED).values("person").distinct().count()
    )
    note_broken(entry, entry.receipts.filter(solution=None))
    entry.save(update_fields=["same_here_count", "worked_count", *BROKEN])


def note_broken(row: Entry | Solution, receipts: QuerySet[Receipt]) -> None:
    """For how many it no longer works; since which version, and when that was said first."""
    broken = list(receipts.filter(outcome=Receipt.Outcome.BROKEN).order_by("created_at", "id"))
    first = next((r for r in broken if r.versions), broken[0] if broken else None)
    row.broken_count = len(broken)
    row.broken_since = first.versions if first else ""
    row.broken_at = first.created_at if first else None


def check_receipt(entry: Entry, outcome: str, solution: Solution | None) -> None:
    if outcome not in Receipt.Outcome.values:
        raise Invalid(
            f"“{outcome}” is not an outcome.",
            fields={"outcome": one_of(Receipt.Outcome)},
        )
    if entry.kind != Kind.CHALLENGE:
        raise Invalid("Only challenges take receipts.", fields={"entry": "Name a challenge."})
    if solution is not None and solution.entry_id != entry.pk:
        raise Invalid("That solution is of another challenge.", fields={"solution": "Not here."})
    if solution is not None and outcome == Receipt.Outcome.SAME_HERE:
        raise Invalid("“Same here” is said of a challenge.", fields={"solution": "Leave it out."})


@transaction.atomic
def give_receipt(
    *,
    actor: Viewer,
    entry: Entry,
    outcome: str,
    solution: Solution | None = None,
    versions: str = "",
) -> Receipt:
    """Say it once; saying it again changes the version only. Raises Invalid, SignInNeeded."""
    person = require(actor, Role.READER, "tell others what worked")
    check_receipt(entry, outcome, solution)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    versions = check_line(versions)[:120]
    if outcome != Receipt.Outcome.SAME_HERE:
        # Whoever changes their mind says so now, not when they said the opposite.
        opposite = {Receipt.Outcome.WORKED, Receipt.Outcome.BROKEN} - {outcome}
        entry.receipts.filter(person=person, solution=solution, outcome__in=opposite).delete()
    receipt, created = Receipt.objects.update_or_create(
        entry=entry,
        solution=solution,
        person=person,
        outcome=outcome,
        defaults={"versions": versions},
    )
    count_receipts(entry, solution)
    record_audit(person, "receipt.given", "receipt", receipt.pk, outcome=outcome, new=created)
    record_change("receipt.given", "entry", entry.pk)
    return receipt


@transaction.atomic
def withdraw_receipt(
    *, actor: Viewer, entry: Entry, outcome: str, solution: Solution | None = None
) -> None:
    """Take one's word back; nothing happens when it was not given."""
    person = require(actor, Role.READER, "take your word back")
    check_receipt(entry, outcome, solution)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    gone, _ = entry.receipts.filter(person=person, outcome=outcome, solution=solution).delete()
    if gone:
        count_receipts(entry, solution)
        record_audit(person, "receipt.withdrawn", "entry", entry.pk, outcome=outcome)
        record_change("receipt.withdrawn", "entry", entry.pk)
