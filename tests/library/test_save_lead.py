"""save_lead, restore_revision: history only grows, and nothing is overwritten."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import RunSQL

from nexus.accounts.models import AuditEntry
from nexus.common.errors import Invalid, NotAllowed, NotFound, SignInNeeded, Stale
from nexus.library.models import Entry, EntryRedirect, Revision
from nexus.library.selectors import diff_revisions, get_entry_at, get_revision
from nexus.library.services import create_entry, restore_revision, retire_entry, save_lead
from nexus.library.services.entries import make_entry

pytestmark = pytest.mark.django_db


def rename_entry(*, actor: Any, entry: Entry, title: str, expected_version: int) -> Entry:
    return save_lead(
        actor=actor, entry=entry, lead=entry.lead, title=title, expected_version=expected_version
    )


def test_a_save_makes_a_revision(challenge: Entry, mentor: Any) -> None:
    saved = save_lead(
        actor=mentor,
        entry=challenge,
        lead="## Symptom\n\nOther.\n",
        expected_version=1,
        note="Shorter",
    )
    revision = saved.revisions.get(version=2)
    assert saved.version == 2
    assert (revision.author_id, revision.note) == (mentor.pk, "Shorter")
    assert revision.lead == "## Symptom\n\nOther.\n"
    assert AuditEntry.objects.filter(action="entry.saved", object_pk=challenge.pk).count() == 1


def test_a_stale_save_never_overwrites(challenge: Entry, learner: Any, mentor: Any) -> None:
    save_lead(actor=mentor, entry=challenge, lead="By the mentor.\n", expected_version=1)
    with pytest.raises(Stale) as caught:
        save_lead(actor=learner, entry=challenge, lead="By the learner.\n", expected_version=1)
    challenge.refresh_from_db()
    assert caught.value.current_version == 2
    assert challenge.lead == "By the mentor.\n"
    assert list(challenge.revisions.order_by("version").values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize("version", [0, 2, 99])
def test_any_other_version_is_stale(challenge: Entry, learner: Any, version: int) -> None:
    with pytest.raises(Stale):
        save_lead(actor=learner, entry=challenge, lead="x\n", expected_version=version)
    assert challenge.revisions.count() == 1


def test_saving_the_same_changes_nothing(challenge: Entry, learner: Any) -> None:
    saved = save_lead(actor=learner, entry=challenge, lead=challenge.lead, expected_version=1)
    assert saved.version == 1
    assert challenge.revisions.count() == 1


def test_a_reader_may_not_save(challenge: Entry, reader: Any, anonymous: Any) -> None:
    with pytest.raises(NotAllowed):
        save_lead(actor=reader, entry=challenge, lead="x\n", expected_version=1)
    with pytest.raises(SignInNeeded):
        save_lead(actor=anonymous, entry=challenge, lead="x\n", expected_version=1)
    assert challenge.revisions.count() == 1


def test_a_note_has_a_bound(challenge: Entry, learner: Any) -> None:
    with pytest.raises(Invalid) as caught:
        save_lead(actor=learner, entry=challenge, lead="x", expected_version=1, note="n" * 201)
    assert set(caught.value.fields) == {"note"}


def test_a_rename_redirects(challenge: Entry, learner: Any, anonymous: Any) -> None:
    old = challenge.slug
    renamed = rename_entry(actor=learner, entry=challenge, title="Loop blocked", expected_version=1)
    assert (renamed.slug, renamed.version) == ("loop-blocked", 2)
    found = get_entry_at(viewer=anonymous, kind="challenge", slug=old)
    assert (found.pk, found.slug) == (challenge.pk, "loop-blocked")


def test_an_old_address_is_not_given_away(challenge: Entry, learner: Any) -> None:
    old = challenge.slug
    rename_entry(actor=learner, entry=challenge, title="Loop blocked", expected_version=1)
    other = create_entry(actor=learner, kind="challenge", title="A view blocks the event loop")
    assert other.slug == f"{old}-2"


def test_renamed_back_it_has_its_first_address(challenge: Entry, learner: Any) -> None:
    old, title = challenge.slug, challenge.title
    renamed = rename_entry(actor=learner, entry=challenge, title="Loop blocked", expected_version=1)
    back = rename_entry(actor=learner, entry=renamed, title=title, expected_version=2)
    assert back.slug == old
    assert list(EntryRedirect.objects.values_list("slug", flat=True)) == ["loop-blocked"]


def test_restore_makes_a_new_version(challenge: Entry, learner: Any) -> None:
    first = challenge.lead
    saved = save_lead(actor=learner, entry=challenge, lead="Worse.\n", expected_version=1)
    restored = restore_revision(actor=learner, entry=saved, version=1, expected_version=2)
    assert (restored.version, restored.lead) == (3, first)
    assert restored.revisions.get(version=2).lead == "Worse.\n"
    assert restored.revisions.get(version=3).note == "Restored version 1"


def test_restored_without_a_text_an_entry_has_no_summary(learner: Any) -> None:
    entry = create_entry(actor=learner, kind="practice", title="Pin versions", lead="First.")
    entry = save_lead(actor=learner, entry=entry, lead="", expected_version=1)
    entry = save_lead(
        actor=learner, entry=entry, lead="Newer.", summary="Newer words.", expected_version=2
    )
    entry = restore_revision(actor=learner, entry=entry, version=2, expected_version=3)
    assert (entry.lead, entry.summary, entry.version) == ("", "", 4)


def upgrade() -> None:
    """What the migration that made the column writes into it."""
    made = import_module("nexus.library.migrations.0009_keep_summaries_in_revisions")
    with connection.cursor() as cursor:
        for one in made.Migration.operations:
            if isinstance(one, RunSQL):
                cursor.execute(one.sql)


def test_an_upgrade_keeps_the_summary_of_the_newest_version(
    challenge: Entry, learner: Any, mentor: Any
) -> None:
    entry = create_entry(actor=learner, kind="practice", title="Pin versions", lead="First.")
    save_lead(actor=learner, entry=entry, lead="Second.", summary="By hand.", expected_version=1)
    bare = make_entry(kind="practice", title="Bare", summary="Of what was told.")
    retire_entry(actor=mentor, entry=bare)  # a version without a text
    Revision.objects.update(summary="")
    upgrade()
    kept = Revision.objects.order_by("entry", "version").values_list("entry", "version", "summary")
    assert set(kept) == {
        (challenge.pk, 1, ""),
        (entry.pk, 1, ""),
        (entry.pk, 2, "By hand."),
        (bare.pk, 1, ""),
    }
    entry = save_lead(
        actor=mentor, entry=entry, lead="Third.", summary="Another.", expected_version=2
    )
    entry = restore_revision(actor=learner, entry=entry, version=1, expected_version=3)
    assert (entry.lead, entry.summary) == ("First.", "Another.")
    entry = restore_revision(actor=learner, entry=entry, version=2, expected_version=4)
    assert (entry.lead, entry.summary) == ("Second.", "By hand.")


def test_restore_of_a_version_that_never_was(challenge: Entry, learner: Any) -> None:
    with pytest.raises(NotFound):
        restore_revision(actor=learner, entry=challenge, version=7, expected_version=1)


def test_a_stale_restore_changes_nothing(challenge: Entry, learner: Any) -> None:
    save_lead(actor=learner, entry=challenge, lead="Newer.\n", expected_version=1)
    with pytest.raises(Stale):
        restore_revision(actor=learner, entry=challenge, version=1, expected_version=1)
    challenge.refresh_from_db()
    assert challenge.lead == "Newer.\n"


def test_versions_and_solved_follow_the_lead(challenge: Entry, learner: Any) -> None:
    lead = "## Fix\n\nUpgrade.\n\n## Versions\n\nDjango 6.0\n"
    saved = save_lead(actor=learner, entry=challenge, lead=lead, expected_version=1)
    assert (saved.versions, saved.is_solved) == ("Django 6.0", True)


def test_a_comparison_shows_each_line_once(challenge: Entry, learner: Any) -> None:
    lead = challenge.lead.replace("Django 5.2", "Django 6.0")
    save_lead(actor=learner, entry=challenge, lead=lead, expected_version=1)
    old, new = (get_revision(viewer=learner, entry=challenge, version=v) for v in (1, 2))
    changed = [(line.mark, line.text) for line in diff_revisions(old, new) if line.mark != " "]
    assert changed == [("-", "Django 5.2"), ("+", "Django 6.0")]
