"""One frame for what curators do: policy, lock, rows through a journal, an action, an audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import record_audit
from nexus.common.errors import Conflict
from nexus.common.hub import hold_hub
from nexus.curation.desk import merged_meanwhile
from nexus.curation.journal import Journal
from nexus.curation.models import Action, ActionTarget, Evidence
from nexus.curation.services.settle import settle
from nexus.library.models import Entry


@dataclass(slots=True)
class Act:
    """What is being done: its journal, what it is about, and whose pages must be counted anew."""

    person: Person
    journal: Journal
    text: str = ""
    targets: set[str] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    action: Action | None = None

    def about(self, *keys: str) -> None:
        self.targets.update(keys)

    def touch(self, evidence: Iterable[Evidence]) -> None:
        """Remember the pages that this evidence stands on."""
        for row in evidence:
            self.entries |= {row.entry_id} if row.entry_id else set()
            self.topics |= {row.topic_id} if row.topic_id else set()


@contextmanager
def acting(actor: Viewer, kind: str, what: str, *, role: Role = Role.MENTOR) -> Iterator[Act]:
    """A transaction in which one action is done and recorded, alone among curators and imports.

    Nothing is recorded when nothing was written. Raises SignInNeeded, NotAllowed.
    """
    person = require(actor, role, what)
    with transaction.atomic():
        hold_hub()
        act = Act(person, Journal(person))
        yield act
        settle(act.entries, act.topics)
        if act.journal.lines:
            act.action = record(act, kind)


def record(act: Act, kind: str) -> Action:
    """The action with its targets and its line in the audit."""
    action = Action.objects.create(
        kind=kind, person=act.person, text=act.text[:500], journal=act.journal.lines
    )
    ActionTarget.objects.bulk_create(
        ActionTarget(action=action, key=key) for key in sorted(act.targets)
    )
    record_audit(act.person, f"curation.{kind}", "action", action.pk)
    return action


def lock_live_entry(pk: int) -> Entry:
    """The entry as it is now. Raises Conflict when another curator merged or retired it."""
    entry = Entry.objects.select_for_update().filter(pk=pk).first()
    if entry is None:
        raise Conflict("This entry is not here any more. Load the page again.")
    if entry.merged_into is not None:
        raise merged_meanwhile(entry, entry.merged_into)
    if entry.state == Entry.State.RETIRED:
        raise Conflict(f"“{entry.title}” is retired. Publish it first.")
    return entry
