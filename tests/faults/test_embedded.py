"""kill -9 in the middle of an import, embedded profile."""

from __future__ import annotations

import pytest

from tests.faults import imports, killing
from tests.faults.conftest import PAGES, Running
from tests.mail.server import MailServer

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]
WORKER = "nexus.cli.main worker"


def test_the_worker_is_killed_twice_in_one_import(embedded: Running, series: str) -> None:
    """The supervisor starts it anew each time."""
    killing.kill_in_both_halves(
        embedded, series, lambda hub: hub.find(WORKER), lambda hub: hub.find(WORKER)
    )


def test_the_web_server_is_killed_and_its_child(embedded: Running, series: str) -> None:
    """The import goes on meanwhile, and pages are served again."""
    hub, database = embedded.hub, embedded.database
    job = imports.bring(hub, series, PAGES)
    imports.wait_until_written(database, job, series, PAGES // 3)
    killing.kill_the_server(hub, child=False)
    killing.kill_the_server(hub, child=True)
    imports.wait_until_done(database, job)
    imports.assert_whole(database, job, series, PAGES)


def test_mail_waits_for_the_worker(embedded: Running, mail: MailServer) -> None:
    killing.kill_before_mail_is_asked_for(embedded, mail, embedded.hub.find(WORKER))


def test_the_supervisor_is_killed(embedded: Running, series: str) -> None:
    killing.kill_the_supervisor(embedded, series)


def test_everything_is_killed_and_the_command_line(embedded: Running, series: str) -> None:
    killing.kill_everything_and_the_command_line(embedded, series)
