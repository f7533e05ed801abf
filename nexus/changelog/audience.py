"""Who may hear of a change: worked out once for each change, for all who listen.

The rules are those of the selectors; `tests/live/test_audience.py` compares them with what each
role reads. Of a kind that stands in no rule only mentors hear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.common.hub import get_hub
from nexus.jobs.models import Job
from nexus.library.models import Entry

OWN = frozenset({"person.signed-out", "token.revoked"})


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody, or all who are signed in, or some people, mentors beside them or not."""

    everybody: bool = False
    signed_in: bool = False
    mentors: bool = True
    people: frozenset[int] = frozenset()

    def admits(self, listener: Listener) -> bool:
        if self.everybody:
            return True
        if listener.pk is None:
            return False
        mentor = self.mentors and listener.is_mentor
        return self.signed_in or mentor or listener.pk in self.people


@dataclass(frozen=True, slots=True)
class Listener:
    """What of a viewer decides what they may hear; pk is None for who is not signed in."""

    pk: int | None = None
    is_mentor: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A row of the change log."""

    kind: str
    object_kind: str
    object_pk: int
    public: bool


EVERYBODY, SIGNED_IN, MENTORS = Audience(everybody=True), Audience(signed_in=True), Audience()


def listener_of(viewer: Viewer) -> Listener:
    if not viewer.is_authenticated:
        return Listener()
    return Listener(viewer.pk, is_at_least(viewer, Role.MENTOR))


def audiences(changes: Sequence[Changed]) -> list[Audience]:
    """The audience of each, in order; one query for each kind of object among them."""
    opened = EVERYBODY if get_hub().shows_documents else SIGNED_IN
    pks: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        pks[change.object_kind].add(change.object_pk)
    rules: dict[str, Callable[[Changed], Audience]] = {
        "hub": lambda _: EVERYBODY,
        "topic": lambda _: EVERYBODY,
        "cohort": lambda _: EVERYBODY,
        "lexicon": lambda _: SIGNED_IN,
        "document": lambda _: opened,
        "entry": entry_rule(pks["entry"], opened),
        "person": person_rule(pks["person"]),
        "job": job_rule(pks["job"]),
    }
    return [rules[c.object_kind](c) if c.object_kind in rules else MENTORS for c in changes]


def rows(found: Any, pks: Iterable[int], *fields: str) -> dict[int, Any]:
    """pk → row with these fields; no query for none."""
    wanted = list(pks)
    if not wanted:
        return {}
    return {row["pk"]: row for row in found.filter(pk__in=wanted).values("pk", *fields)}


def entry_rule(pks: set[int], opened: Audience) -> Callable[[Changed], Audience]:
    found = rows(Entry.objects, pks, "state", "of_document", "created_by_id")

    def rule(change: Changed) -> Audience:
        entry = found.get(change.object_pk)
        if entry is None:  # only guides of documents are ever deleted
            return opened if change.public else MENTORS
        readers = opened if entry["of_document"] else EVERYBODY
        if entry["state"] == Entry.State.PUBLISHED:
            return readers
        if entry["state"] == Entry.State.RETIRED and change.public:
            return readers  # who has it open may know that it went
        return Audience(people=frozenset({entry["created_by_id"]} - {None}))

    return rule


def person_rule(pks: set[int]) -> Callable[[Changed], Audience]:
    found = rows(Person._default_manager, pks, "name", "shows_name")

    def rule(change: Changed) -> Audience:
        person = found.get(change.object_pk)
        themselves = frozenset({change.object_pk})
        if change.kind in OWN:
            return Audience(mentors=False, people=themselves)
        shown = bool(person and person["shows_name"] and person["name"])
        return Audience(signed_in=shown, people=themselves)

    return rule


def job_rule(pks: set[int]) -> Callable[[Changed], Audience]:
    found = rows(Job.objects, pks, "requested_by_id")

    def rule(change: Changed) -> Audience:
        who = found.get(change.object_pk, {}).get("requested_by_id")
        return Audience(people=frozenset({who} - {None}))

    return rule
