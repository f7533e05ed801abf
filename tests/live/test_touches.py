"""The database notes every transaction that changes what readers may see."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from nexus.accounts.models import Person
from nexus.accounts.selectors import find_token
from nexus.accounts.services import create_token
from nexus.common import sql
from nexus.common.changes import record_change
from nexus.common.follower import MOST_ENDED, Follower
from nexus.common.models import Change, Touch
from nexus.common.touches import TouchReader, install_triggers, seen_models, touch_mark
from nexus.jobs.pulse import beat
from nexus.jobs.services import claim_next_job
from nexus.library.models import Entry, Topic
from nexus.search.services import log_query
from tests.faults.processes import wait_for

committed = pytest.mark.django_db(transaction=True)


@pytest.mark.django_db
def test_every_table_that_readers_may_see_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        found = sql.list_triggers(cursor)
    events = ("insert", "update", "delete")
    tables = [model._meta.db_table for model, _ in seen_models()]
    assert {"library_entry", "library_entry_topics", "common_hub", "accounts_person"} <= set(tables)
    for table in tables:
        assert {sql.trigger_name(table, event) for event in events} <= found.keys(), table


def test_what_is_left_out_exists() -> None:
    for config in apps.get_app_configs():
        names = {model.__name__ for model in config.get_models(include_auto_created=True)}
        assert set(getattr(config, "unseen_models", ())) <= names, config.label
        assert set(getattr(config, "seen_columns", ())) <= names, config.label


@committed
def test_a_bulk_update_moves_and_reading_does_not(learner: Person) -> None:
    reader = TouchReader()
    assert reader.has_moved()
    assert not reader.has_moved()
    list(Entry.objects.all())
    assert not reader.has_moved()
    Topic.objects.create(slug="one", title="One")
    assert reader.has_moved()
    mark = touch_mark()
    Topic.objects.update(title="Other")
    assert reader.has_moved()
    assert touch_mark() != mark
    Topic.objects.all().delete()
    assert reader.has_moved()


@committed
def test_what_nobody_reads_does_not_move(learner: Person) -> None:
    _, secret = create_token(actor=learner, name="x")
    reader = TouchReader()
    reader.has_moved()
    assert find_token(secret) is not None
    log_query(query="nothing here", results=0, asker="")
    beat("worker")
    claim_next_job("nobody")
    Person.objects.filter(pk=learner.pk).update(last_login="2026-01-01T00:00:00Z")
    assert not reader.has_moved()


@committed
def test_what_is_rolled_back_does_not_move() -> None:
    reader = TouchReader()
    reader.has_moved()
    with transaction.atomic():
        Topic.objects.create(slug="one", title="One")
        transaction.set_rollback(True)
    assert not reader.has_moved()
    with transaction.atomic():
        with transaction.atomic():
            Topic.objects.create(slug="one", title="One")
            transaction.set_rollback(True)
        Topic.objects.create(slug="two", title="Two")
    assert reader.has_moved()


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def touch_far_from_the_next_bound() -> None:
    """Marks count from a bound that moves at each 128th transaction, which changes them too."""
    Topic.objects.update(title="Again")
    while Touch.objects.latest("xid").xid % 128 >= 64:
        Topic.objects.update(title="Again")
    wait_for("the newest is closed", newest_is_closed)


def newest_is_closed() -> bool:
    return Touch.objects.latest("xid").xid < (sql.closed_below() or 0)


@committed
def test_a_mark_stays_when_another_ends_that_changed_nothing() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writes at a time")
    Topic.objects.create(slug="zero", title="Zero")
    touch_far_from_the_next_bound()
    began, end = threading.Event(), threading.Event()

    def idle() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            began.set()
            assert end.wait(20)

    thread = in_thread(idle)
    assert began.wait(20)
    Topic.objects.create(slug="one", title="One")
    mark = touch_mark()
    assert not newest_is_closed()
    end.set()
    thread.join()
    wait_for("the newest is closed", newest_is_closed)
    assert touch_mark() == mark


@committed
def test_each_state_has_a_mark_of_its_own() -> None:
    Topic.objects.create(slug="one", title="One")
    marks = [touch_mark()]
    with transaction.atomic():
        Topic.objects.update(title="Never")
        record_change("topic.changed", "topic", 1)
        marks.append(touch_mark())
        transaction.set_rollback(True)
    for n in range(3):
        Topic.objects.update(title=f"Title {n}")
        marks.append(touch_mark())
    assert len(set(marks)) == 5


@committed
def test_one_that_commits_late_is_seen_after_one_that_began_later() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writes at a time")
    reader = TouchReader()
    reader.has_moved()
    began, end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Topic.objects.create(slug="slow", title="Slow")
            record_change("topic.created", "topic", 1)
            began.set()
            assert end.wait(20)

    thread = in_thread(slow)
    assert began.wait(20)
    with transaction.atomic():
        Topic.objects.create(slug="quick", title="Quick")
        record_change("topic.created", "topic", 2)
    assert reader.has_moved()
    assert not reader.has_moved()
    early, late = Change.objects.get(object_pk=2).xid, sql.closed_below()
    assert late is not None
    # The later one is seen, but not closed: one that stands before it may still come.
    assert late <= early
    end.set()
    thread.join()
    assert reader.has_moved()
    assert not reader.has_moved()
    first = Change.objects.get(object_pk=1).xid
    # Transactions of other databases on the same server are waited for too.
    wait_for("both are closed", lambda: first < early < (sql.closed_below() or 0))


@committed
def test_numbers_of_another_server_do_not_stand_in_the_way() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite counts in the file itself")
    ahead = 1 << 50
    Touch.objects.create(xid=ahead)
    Change.objects.create(kind="x", object_kind="topic", object_pk=1, xid=ahead)
    install_triggers()
    assert not Touch.objects.filter(xid=ahead).exists()
    assert Change.objects.get().xid == 0


@committed
def test_the_follower_counts_what_it_sees_and_knows_when_it_looked() -> None:
    follower = Follower()
    assert not follower.is_fresh(1e9)
    follower.look()
    first = follower.generation
    follower.look()
    assert follower.generation == first
    held = follower.seen_at
    Topic.objects.create(slug="one", title="One")
    follower.look()
    assert follower.generation == first + 1
    assert follower.outdated_since(first) == held
    assert follower.outdated_since(-1) == 0.0, "of long ago"
    seen = follower.seen_at
    assert follower.is_fresh(seen + 0.4)
    assert not follower.is_fresh(seen + 0.6)
    assert not follower.is_away(seen + 1.9)
    assert follower.is_away(seen + 2.1)


@committed
def test_who_slept_trusts_nothing_that_is_kept() -> None:
    follower = Follower()
    follower.look()
    first = follower.generation
    follower.seen_at -= 60
    follower.look()
    assert follower.generation == first + 1


@committed
def test_it_knows_when_the_last_generations_ended_and_no_others() -> None:
    follower = Follower()
    follower.look()
    ended = {}
    for number in range(MOST_ENDED + 2):
        ended[follower.generation] = follower.seen_at
        Topic.objects.create(slug=f"t{number}", title="T")
        follower.look()
    told = {generation: follower.outdated_since(generation) for generation in ended}
    old, known = list(ended)[:2], list(ended)[2:]
    assert [told[generation] for generation in old] == [0.0, 0.0]
    assert [told[generation] for generation in known] == [ended[g] for g in known]
