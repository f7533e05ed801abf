"""One challenge causes another: said from either end, read from both, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import AuditEntry
from nexus.common.errors import Conflict, Invalid, NotAllowed, SignInNeeded
from nexus.common.models import Change
from nexus.curation.selectors import list_related
from nexus.curation.services import merge_entries, undo_action
from nexus.library.models import Entry, Link
from nexus.library.services import add_cause, create_entry, ends_of, remove_cause, retire_entry


@pytest.fixture
def made(learner: Any) -> dict[str, Entry]:
    return {
        name: create_entry(actor=learner, kind="challenge", title=name, lead="Words.")
        for name in ("Disk is full", "Writes fail", "Backups fail")
    }


def around(viewer: Any, entry: Entry) -> tuple[list[str], list[str]]:
    """Titles of (its causes, what it causes)."""
    related = list_related(viewer=viewer, entry=entry)
    return [e.title for e in related.caused_by], [e.title for e in related.cause_of]


def test_read_from_both_ends_and_taken_back(learner: Any, reader: Any, made: Any) -> None:
    disk, writes, backups = made.values()
    add_cause(actor=learner, **ends_of(disk, "cause-of", writes))
    add_cause(actor=learner, **ends_of(backups, "caused-by", disk))
    add_cause(actor=learner, cause=disk, effect=writes)
    assert around(reader, disk) == ([], ["Backups fail", "Writes fail"])
    assert around(reader, writes) == (["Disk is full"], [])
    assert list_related(viewer=reader, entry=writes).similar == []
    assert AuditEntry.objects.filter(action="cause.added").count() == 2
    told = Change.objects.filter(kind="cause.added").values_list("object_pk", flat=True)
    assert sorted(told) == sorted([disk.pk, writes.pk, disk.pk, backups.pk])
    remove_cause(actor=learner, cause=disk, effect=writes)
    remove_cause(actor=learner, cause=disk, effect=writes)
    assert around(reader, writes) == ([], [])
    assert AuditEntry.objects.filter(action="cause.removed").count() == 1


def test_what_cannot_be_said(learner: Any, made: Any) -> None:
    disk, writes, backups = made.values()
    practice = create_entry(actor=learner, kind="practice", title="Watch disks", lead="Do.")
    add_cause(actor=learner, cause=disk, effect=writes)
    for cause, effect in ((disk, disk), (writes, disk), (practice, disk), (disk, practice)):
        with pytest.raises(Invalid) as caught:
            add_cause(actor=learner, cause=cause, effect=effect)
        assert set(caught.value.fields) == {"entry"}
    with pytest.raises(Invalid):
        ends_of(disk, "twin-of", writes)
    Entry.objects.filter(pk=backups.pk).update(state="retired")
    with pytest.raises(Conflict):
        add_cause(actor=learner, cause=disk, effect=backups)
    assert Link.objects.filter(relation="causes").count() == 1


def test_who_may(anonymous: Any, reader: Any, learner: Any, made: Any) -> None:
    disk, writes, _ = made.values()
    for write in (add_cause, remove_cause):
        with pytest.raises(SignInNeeded):
            write(actor=anonymous, cause=disk, effect=writes)
        with pytest.raises(NotAllowed):
            write(actor=reader, cause=disk, effect=writes)


def test_a_retired_one_is_not_shown(learner: Any, mentor: Any, reader: Any, made: Any) -> None:
    disk, writes, _ = made.values()
    add_cause(actor=learner, cause=disk, effect=writes)
    retire_entry(actor=mentor, entry=disk)
    assert around(reader, writes) == ([], [])


def test_a_merge_keeps_causes_and_undoing_gives_them_back(
    learner: Any, mentor: Any, made: Any
) -> None:
    disk, writes, backups = made.values()
    other = create_entry(actor=learner, kind="challenge", title="No space left", lead="Words.")
    add_cause(actor=learner, cause=other, effect=writes)
    add_cause(actor=learner, cause=backups, effect=other)
    add_cause(actor=learner, cause=disk, effect=writes)
    add_cause(actor=learner, cause=disk, effect=other)
    before = sorted(Link.objects.values_list("source_id", "target_id", "reference"))
    action = merge_entries(actor=mentor, entry=other, into=disk)
    assert around(learner, disk) == (["Backups fail"], ["Writes fail"])
    assert around(learner, writes) == (["Disk is full"], [])
    undo_action(actor=mentor, action_pk=action.pk)
    assert sorted(Link.objects.values_list("source_id", "target_id", "reference")) == before
