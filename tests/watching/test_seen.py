"""What a hub says of itself: health by part, numbers, ids in logs and jobs, complaints."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.env import Environment
from config.logs import logging_settings
from nexus.accounts.models import Person
from nexus.documents.services import import_files
from nexus.jobs.cleaning import clean_up
from nexus.jobs.models import Beat, Job, Outbox
from nexus.jobs.pulse import beat, living
from nexus.jobs.schedule import take_up
from nexus.jobs.services import claim_next_job, run_job
from nexus.watching import health
from nexus.watching.checks import complaints

pytestmark = pytest.mark.django_db


def test_readiness_names_each_part(client: Client) -> None:
    beat("worker")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "database", "migrations", "cache", "broker", "worker"}
    assert answer.json()["status"] == "ok"


def test_without_a_worker_pages_are_still_served(client: Client) -> None:
    Beat.objects.create(name="worker:gone:1", at=timezone.now() - timedelta(minutes=5))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["worker"] == "away"


def test_missing_migrations_are_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", [])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "away")
    assert answer.json()["status"] == "unavailable"


def test_one_row_per_living_process() -> None:
    beat("worker")
    beat("worker")
    beat("relay")
    assert (living("worker"), living("relay"), living("scheduler")) == (1, 1, 0)


def value(text: str, name: str) -> float:
    return float(
        next(line for line in text.splitlines() if line.startswith(name + " ")).split()[-1]
    )


def test_numbers(client: Client, learner: Person) -> None:
    cache.get("family:1")
    client.get("/topics/")
    before = client.get("/metrics").content.decode()
    client.get("/topics/")
    client.get("/nothing-there")
    cache.get("family:1")
    Outbox.objects.create(topic="job", payload={"job": 0})
    after = client.get("/metrics").content.decode()

    def grew(name: str) -> float:
        return value(after, name) - value(before, name)

    assert grew('nexus_requests_total{method="GET",status="200",view="topics"}') == 1
    assert grew('nexus_request_seconds_count{view="topics"}') == 1
    assert grew('nexus_queries_total{view="topics"}') > 0
    assert grew('nexus_cache_total{family="family",found="no"}') == 1
    assert value(after, 'nexus_requests_total{method="GET",status="404",view="none"}') >= 1
    assert grew("nexus_outbox_unsent") == 1
    assert "nothing-there" not in after


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": "Bearer 0123456789abcdef"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
    ],
)
def test_who_reads_numbers(client: Client, settings: Any, meta: Any, status: int) -> None:
    settings.NEXUS_METRICS_TOKEN = "0123456789abcdef"
    settings.NEXUS_METRICS_NETWORKS = [ip_network("127.0.0.0/8")]
    assert client.get("/metrics", **meta).status_code == status


def test_an_error_names_its_request(client: Client) -> None:
    given = {"x-request-id": "abcdef-0123"}
    assert client.get("/nothing-there", headers=given)["X-Request-ID"] == "abcdef-0123"
    forged = client.get("/nothing-there", headers={"x-request-id": "a b\x1b[31m"})["X-Request-ID"]
    assert len(forged) == 32
    assert forged.isalnum()
    assert "X-Request-ID" not in client.get("/healthz")


@pytest.fixture
def written() -> Any:
    """The JSON lines that the hub logs meanwhile."""
    form = logging_settings("json")["formatters"]["json"]
    made = dict(form)
    formatter = made.pop("()")(**made)
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    request = logging.getLogger("nexus.request")
    level = request.level
    root.addHandler(handler)
    request.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    request.setLevel(level)


def test_a_log_line_is_json_and_says_which_request(client: Client, written: Any) -> None:
    client.get("/topics/", headers={"x-request-id": "0123456789ab"})
    line = next(one for one in written() if one["logger"] == "nexus.request")
    assert line["request_id"] == "0123456789ab"
    assert (line["message"], line["path"], line["level"]) == ("GET 200 topics", "/topics/", "info")
    assert set(line) == {
        "message",
        "request_id",
        "logger",
        "level",
        "timestamp",
        "path",
        "ms",
        "queries",
    }


def test_a_line_cannot_be_forged(written: Any) -> None:
    logging.getLogger("nexus.x").warning('a\n{"level": "forged"}')
    assert [one["level"] for one in written()] == ["warning"]


def test_a_job_logs_under_the_request_that_asked_for_it(
    client: Client, learner: Person, written: Any
) -> None:
    client.force_login(learner)
    form = {"text": "# Notes\n\nWords.", "whose": "mine"}
    client.post("/import/", form, headers={"x-request-id": "feedfacecafe"})
    assert Job.objects.get(kind="import").request_id == "feedfacecafe"
    import_files(actor=learner, files=[("a.md", b"Words.")])
    assert Job.objects.filter(kind="import").last().request_id == ""  # type: ignore[union-attr]
    job = claim_next_job("test")
    assert job is not None
    seen: list[dict[str, Any]] = []
    from nexus.jobs.registry import WORK

    kept = WORK["import"]

    def work(*_: Any) -> dict[str, Any]:
        logging.getLogger("nexus.work").warning("at it")
        return {}

    WORK["import"] = work
    try:
        run_job(job)
    finally:
        WORK["import"] = kept
    seen = [one for one in written() if one["logger"] == "nexus.work"]
    assert [(one["request_id"], one["job"]) for one in seen] == [("feedfacecafe", f"job-{job.pk}")]


def test_a_piece_of_the_schedule_is_taken_up_once() -> None:
    hour = timedelta(hours=1)
    assert [take_up("x", hour), take_up("x", hour)] == [False, False]  # due after its first period
    Beat.objects.filter(name="schedule:x").update(at=timezone.now() - hour)
    assert [take_up("x", hour), take_up("x", hour)] == [True, False]


def test_clean_up_forgets_what_was_sent_long_ago() -> None:
    old = timezone.now() - timedelta(days=8)
    gone = Outbox.objects.create(topic="job", payload={}, sent_at=old)
    waits = Outbox.objects.create(topic="job", payload={})
    clean_up()
    assert list(Outbox.objects.filter(pk__in=[gone.pk, waits.pk])) == [waits]


GOOD: dict[str, Any] = {
    "allowed_hosts": ["localhost"],
    "https": False,
    "debug": False,
    "csrf_trusted_origins": [],
    "database_url": "",
    "broker_url": "",
    "cache_url": "",
    "metrics_token": "",
    "traces": "",
    "mail_url": "",
    "traces_headers": {},
}
SECRET = {"traces_headers": {"authorization": "x"}}
AMQP = {"broker_url": "amqp://x", "cache_url": "redis://x", "database_url": "postgres://x"}


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        ({}, []),
        (AMQP, []),
        ({"debug": True}, []),
        ({"debug": True, "allowed_hosts": ["hub.example"], "https": True}, ["nexus.E001"]),
        ({**AMQP, "database_url": ""}, ["nexus.E002"]),
        ({"allowed_hosts": ["*"], "https": True}, ["nexus.W003"]),
        ({**AMQP, "cache_url": ""}, ["nexus.W004"]),
        ({"allowed_hosts": ["hub.example"]}, ["nexus.W005"]),
        ({"https": True, "csrf_trusted_origins": ["http://hub.example"]}, ["nexus.W006"]),
        ({"metrics_token": "short"}, ["nexus.E007"]),
        ({**SECRET, "traces": "http://traces.example:4318"}, ["nexus.W008"]),
        ({**SECRET, "traces": "http://collector:4318"}, []),
        ({**SECRET, "traces": "https://traces.example"}, []),
        (SECRET, ["nexus.W009"]),
        ({"mail_url": "smtp://mail.example:25"}, ["nexus.W010"]),
        ({"mail_url": "smtp://hub:pass@mail.example"}, []),
        ({"mail_url": "smtps://mail.example"}, []),
        ({"mail_url": "smtp://mail:25"}, []),
        ({"mail_url": "smtp://127.0.0.1:25"}, []),
    ],
)
def test_settings_that_do_not_fit_together(chosen: dict[str, Any], ids: list[str]) -> None:
    environment: Environment = replace(settings.ENVIRONMENT, **{**GOOD, **chosen})
    found = complaints(environment)
    assert [one.id for one in found] == ids
    assert all(one.hint for one in found)
