"""kill -9 in the middle of an import, on PostgreSQL, Redis and RabbitMQ."""

from __future__ import annotations

import pytest

from tests.faults import imports, killing
from tests.faults.conftest import PAGES, Running
from tests.mail.server import MailServer

pytestmark = [pytest.mark.faults, pytest.mark.services, pytest.mark.timeout(1800)]
CELERY = "celery -A config worker"
RELAY = "nexus.cli.main relay"


def test_celery_is_killed_and_its_child(services: Running, series: str) -> None:
    """The child dies while pages are written, its parent while evidence is."""
    killing.kill_in_both_halves(
        services,
        series,
        lambda hub: hub.find(CELERY, child=True),
        lambda hub: hub.find(CELERY),
    )


def test_relay_and_server_are_killed(services: Running, series: str) -> None:
    """The relay dies before, after and while a job is sent; the job runs once all the same."""
    hub, database = services.hub, services.database
    hub.kill(hub.find(RELAY))
    job = imports.bring(hub, series, PAGES)
    hub.kill(hub.find(RELAY))
    imports.wait_until_written(database, job, series, PAGES // 3)
    killing.kill_the_server(hub, child=False)
    hub.kill(hub.find(RELAY))
    imports.wait_until_done(database, job)
    imports.assert_whole(database, job, series, PAGES)
    assert database.one("SELECT count(*) FROM jobs_outbox WHERE sent_at IS NULL") == 0


def test_mail_waits_for_the_relay_and_celery(services: Running, mail: MailServer) -> None:
    hub = services.hub
    killed = hub.find(CELERY, child=True), hub.find(CELERY), hub.find(RELAY)
    killing.kill_before_mail_is_asked_for(services, mail, *killed)


def test_the_supervisor_is_killed(services: Running, series: str) -> None:
    killing.kill_the_supervisor(services, series)


def test_everything_is_killed_and_the_command_line(services: Running, series: str) -> None:
    killing.kill_everything_and_the_command_line(services, series)
