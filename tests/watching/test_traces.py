"""Traces from page to task, as a collector gets them; and nothing of it where they are off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config.env import parse_headers
from nexus.common import telemetry, tracing
from nexus.jobs.models import Job
from nexus.jobs.services import claim_next_job, create_job, run_job
from tests.faults.stores import own_broker
from tests.watching.collector import Collector, collecting

pytestmark = pytest.mark.django_db
SERVER, CLIENT, PRODUCER, CONSUMER, ERROR = 2, 3, 4, 5, 2
NUMBER = "0123456789abcdef"


@pytest.fixture
def collector(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Traces are on, and come here."""
    with collecting() as collector:
        settings.NEXUS_TRACES = collector.url
        settings.NEXUS_TRACES_HEADERS = {"authorization": "Bearer of a test"}
        settings.NEXUS_TRACES_SERVICE = "nexus-test"
        monkeypatch.setattr(telemetry, "_made", [])
        yield collector
        for provider in telemetry._made:
            provider.shutdown()


def test_a_page_its_statements_and_its_task_are_one_trace(
    collector: Collector, learner: Any, client: Client
) -> None:
    client.force_login(learner)
    told = {"text": "# Zebra\n\nWords about a zebra.", "whose": "mine"}
    answer = client.post("/import/", told, headers={"x-request-id": NUMBER})
    assert answer.status_code == 302
    job = claim_next_job("test")
    assert job is not None
    assert run_job(job).state == "done"
    telemetry.send_now()

    page, task = collector.named("POST /import/"), collector.named("job import")
    assert (page.kind, page.parent, task.kind) == (SERVER, "", CONSUMER)
    assert (task.trace, task.parent) == (page.trace, page.number)
    assert page.attributes["nexus.request_id"] == task.attributes["nexus.request_id"] == NUMBER
    assert (page.attributes["http.route"], page.attributes["http.response.status_code"]) == (
        "/import/",
        302,
    )
    assert task.attributes["nexus.job"] == f"job-{job.pk}"
    assert task.attributes["nexus.job.state"] == "done"
    statements = [
        one for one in collector.pieces if one.kind == CLIENT and one.parent == page.number
    ]
    assert len(statements) == page.attributes["nexus.queries"] > 3
    assert {one.trace for one in statements} == {page.trace}
    assert any("jobs_job" in one.attributes["db.query.text"] for one in statements)


def test_no_word_of_people_goes_along(collector: Collector, learner: Any, client: Client) -> None:
    client.force_login(learner)
    client.post("/import/", {"text": "# Zebra\n\nA zebra.", "whose": "mine"})
    client.get("/search/?q=quokka")
    client.get("/invite/secret-walrus/")
    telemetry.send_now()
    sent = b"".join(collector.bodies)
    assert b"/invite/<" in sent
    for word in ("zebra", "quokka", "walrus", learner.email):
        assert word.encode() not in sent.lower()


def test_of_an_error_its_type_goes_along(collector: Collector) -> None:
    with pytest.raises(ValueError), tracing.piece("breaks"):
        raise ValueError("Key (email)=(ostrich@people.test) already exists.")
    telemetry.send_now()
    piece = collector.named("breaks")
    assert (piece.status, piece.attributes) == (ERROR, {"error.type": "ValueError"})
    assert b"ostrich" not in b"".join(collector.bodies)


def test_it_goes_where_the_operator_said(collector: Collector, client: Client) -> None:
    client.get("/healthz")
    telemetry.send_now()
    assert collector.asked == [("/v1/traces", "Bearer of a test")]
    assert collector.services == {"nexus-test"}


def test_a_task_that_failed_is_marked(collector: Collector) -> None:
    job = create_job(kind="unknown", payload={}, requested_by=None)
    claimed = claim_next_job("test")
    assert claimed is not None
    run_job(claimed)
    telemetry.send_now()
    piece = collector.named("job unknown")
    assert (piece.status, piece.parent, job.traceparent) == (ERROR, "", "")


def test_what_a_browser_says_of_a_trace_is_not_believed(
    collector: Collector, client: Client
) -> None:
    theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
    client.get("/healthz", headers={"traceparent": theirs})
    telemetry.send_now()
    assert collector.named("GET /healthz").trace != theirs.split("-")[1]


@pytest.mark.services
def test_the_way_through_the_broker_is_part_of_it(collector: Collector) -> None:
    from celery import current_app

    from nexus.jobs import broker
    from nexus.jobs.relay import send_pending

    with tracing.piece("asking"):
        job = create_job(kind="unknown", payload={}, requested_by=None)
    with own_broker() as url, current_app.connection_for_write(url=url) as connection:
        broker.declare(connection)
        assert send_pending(current_app.amqp.Producer(connection)) == 1
    telemetry.send_now()
    asking, sending = collector.named("asking"), collector.named("send unknown")
    assert (sending.kind, sending.trace, sending.parent) == (PRODUCER, asking.trace, asking.number)
    assert Job.objects.get(pk=job.pk).traceparent.startswith(f"00-{asking.trace}-{asking.number}-")


def test_off_nothing_of_it_is_imported(client: Client) -> None:
    assert tracing.traceparent() == ""
    with tracing.piece("work") as span:
        assert span is None
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'\n"
        "import django; django.setup()\n"
        "from django.test import Client; assert Client().get('/healthz').status_code == 200\n"
        "import nexus.jobs.relay, nexus.jobs.worker, config.celery\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry', 'google'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_headers_are_read_as_they_are_written_elsewhere() -> None:
    assert parse_headers(["Authorization=Basic%20YTpi", "x-tenant=campus=1"]) == {
        "authorization": "Basic YTpi",
        "x-tenant": "campus=1",
    }
    with pytest.raises(ValueError, match="expected such as") as refused:
        parse_headers(["a-secret"])
    assert "a-secret" not in str(refused.value)
