"""Which changes become deliveries, of which webhooks, and that each does once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.accounts.models import Person
from nexus.changelog.kinds import KINDS, SORTS
from nexus.common.changes import record_change
from nexus.common.hub import get_hub
from nexus.jobs.services import create_job
from nexus.library.models import Entry
from nexus.library.services import (
    create_entry,
    create_topic,
    give_receipt,
    publish_entry,
    retire_entry,
    save_lead,
    set_topics,
)
from nexus.webhooks import following
from nexus.webhooks.models import Cursor, Delivery, Webhook
from nexus.webhooks.services import update_webhook
from tests.support import CHALLENGE_LEAD
from tests.webhooks.conftest import Hook

pytestmark = pytest.mark.django_db
Follow = Callable[[], list[Delivery]]
ROOT = Path(__file__).resolve().parents[2]


def write(actor: Person, title: str, **more: Any) -> Entry:
    return create_entry(actor=actor, kind="challenge", title=title, lead=CHALLENGE_LEAD, **more)


def told(deliveries: list[Delivery]) -> list[tuple[str, str]]:
    return [(one.kind, one.object_id) for one in deliveries]


def test_what_happens_from_now_on(hook: Hook, follow: Follow, learner: Person) -> None:
    write(learner, "Before")
    webhook = hook(learner)
    entry = write(learner, "After")
    found = follow()
    assert told(found) == [("entry.created", f"entry-{entry.pk}")]
    assert (found[0].webhook, found[0].state, found[0].attempts) == (webhook, "waiting", 0)
    assert follow() == found


def test_only_the_kinds_that_are_asked(hook: Hook, follow: Follow, learner: Person) -> None:
    saves, receipts = hook(learner, "entry.saved"), hook(learner, "receipt", "hub")
    entry = write(learner, "Seen")
    save_lead(actor=learner, entry=entry, lead="More.", expected_version=1)
    give_receipt(actor=learner, entry=entry, outcome="worked")
    found = follow()
    assert sorted((one.webhook_id, one.kind) for one in found) == [
        (saves.pk, "entry.saved"),
        (receipts.pk, "receipt.given"),
    ]
    assert len({one.event for one in found}) == 2


def test_one_event_has_one_id_for_all(hook: Hook, follow: Follow, learner: Person) -> None:
    hook(learner), hook(learner)
    write(learner, "Twice")
    first, second = follow()
    assert first.event == second.event == f"event-{first.change_pk}"
    assert first.webhook_id != second.webhook_id


def test_only_what_its_owner_may_hear(
    hook: Hook, follow: Follow, learner: Person, make_person: Any, mentor: Person
) -> None:
    other = make_person("learner")
    mine, others, mentors = hook(learner), hook(other), hook(mentor)
    draft = write(learner, "Draft", draft=True)
    assert {one.webhook_id for one in follow()} == {mine.pk, mentors.pk}
    publish_entry(actor=learner, entry=draft)
    assert {one.webhook_id for one in follow() if one.kind == "entry.published"} == {
        mine.pk,
        others.pk,
        mentors.pk,
    }


def test_only_entries_of_its_topics_and_those_below(
    hook: Hook, follow: Follow, learner: Person, mentor: Person
) -> None:
    above = create_topic(actor=mentor, title="Data")
    below = create_topic(actor=mentor, title="Indexes", parent=above.slug)
    create_topic(actor=mentor, title="Deploy")
    webhook = hook(mentor, "entry", "topic", "hub", topics=["data"])
    inside = write(learner, "Inside", topics=[below.slug])
    write(learner, "Elsewhere", topics=["deploy"])
    nowhere = write(learner, "Nowhere")
    assert told(follow()) == [("entry.created", f"entry-{inside.pk}")]
    set_topics(actor=learner, entry=nowhere, topics=["data"])
    assert told(follow())[1:] == [("entry.saved", f"entry-{nowhere.pk}")]
    assert [topic.slug for topic in webhook.topics.all()] == ["data"]


def test_progress_is_for_streams(hook: Hook, follow: Follow, learner: Person) -> None:
    hook(learner, "job")
    job = create_job(kind="none", payload={}, requested_by=learner)
    record_change("job.progress", "job", job.pk, public=False)
    assert told(follow()) == [("job.created", f"job-{job.pk}")]


def test_a_pause_leaves_a_gap(hook: Hook, follow: Follow, learner: Person) -> None:
    webhook = hook(learner)
    update_webhook(actor=learner, webhook_pk=webhook.pk, active=False)
    write(learner, "While it was paused")
    assert follow() == []
    update_webhook(actor=learner, webhook_pk=webhook.pk, active=True)
    entry = write(learner, "After")
    assert told(follow()) == [("entry.created", f"entry-{entry.pk}")]


def test_who_left_is_told_nothing(hook: Hook, follow: Follow, learner: Person) -> None:
    hook(learner)
    Person.objects.filter(pk=learner.pk).update(is_active=False)
    write(learner, "Unheard")
    assert follow() == []


def test_an_account_takes_its_webhooks_along(hook: Hook, follow: Follow, reader: Person) -> None:
    hook(reader)
    write(promoted(reader), "Mine")
    assert len(follow()) == 1
    Person.objects.filter(pk=reader.pk).delete()
    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)


def promoted(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(role="learner")
    person.refresh_from_db()
    return person


def test_read_again_from_the_same_place_nothing_is_told_twice(
    hook: Hook, follow: Follow, learner: Person
) -> None:
    hook(learner)
    before = Cursor.objects.get()
    write(learner, "Once")
    assert len(follow()) == 1
    Cursor.objects.update(xid=before.xid, change_pk=before.change_pk)
    assert len(follow()) == 1


def test_what_does_not_fit_is_no_place_to_start(
    hook: Hook, follow: Follow, learner: Person
) -> None:
    """A hub that was brought back has no place yet: it begins with what happens then."""
    hook(learner)
    write(learner, "Long ago")
    Cursor.objects.all().delete()
    assert follow() == []
    entry = write(learner, "Now")
    assert told(follow()) == [("entry.created", f"entry-{entry.pk}")]


def test_who_falls_too_far_behind_is_switched_off(
    hook: Hook, follow: Follow, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_WAITING", 2)
    webhook = hook(learner)
    for number in range(3):
        write(learner, f"Number {number}")
    found = follow()
    webhook.refresh_from_db()
    assert (webhook.state, webhook.reason) == ("disabled", "More than 2 deliveries waited.")
    assert [one.state for one in found] == ["failed"] * 3


def test_the_cost_does_not_grow_with_changes_or_webhooks(
    hook: Hook, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nexus.common.sql.closed", lambda: "true")
    get_hub()
    costs = []
    for count in (1, 4):
        for _ in range(count):
            hook(learner)
        for number in range(count):
            write(learner, f"{count}.{number}")
        with CaptureQueriesContext(connection) as queries:
            following.follow_changes()
        costs.append(len(queries))
    assert costs == [14, 14]
    assert Delivery.objects.count() == 1 + 5 * 4
    with CaptureQueriesContext(connection) as queries:
        following.follow_changes()
    assert len(queries) == 3


def test_without_webhooks_nothing_is_read(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert following.follow_changes() == 0


def test_every_kind_that_is_recorded_is_told_of() -> None:
    literal = re.compile(rf'"((?:{"|".join(SORTS)})\.[a-z-]+)"')
    audited = {"hub.published", "hub.unpublished", "token.created", "entry.topics-set"}
    found = {
        kind
        for path in (ROOT / "nexus").rglob("*.py")
        if path.name not in {"kinds.py", "live.py", "wishes.py"} and "rest" not in path.parts
        for kind in literal.findall(path.read_text("utf-8"))
        if kind not in audited and not kind.endswith((".csv", ".pk", ".author"))
    }
    jobs = {"job.done", "job.failed", "job.cancelled"}  # written with the state of the job
    assert found | jobs == set(KINDS)


def test_retired_entries_are_told_once(hook: Hook, follow: Follow, mentor: Person) -> None:
    entry = write(mentor, "Going")
    hook(mentor)
    retire_entry(actor=mentor, entry=entry)
    assert [one.kind for one in follow()] == ["entry.retired"]
