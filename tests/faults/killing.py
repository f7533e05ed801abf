"""What is done to the hub in either profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tests.faults import imports
from tests.faults.conftest import PAGES, Running
from tests.faults.pages import as_folder
from tests.faults.processes import Hub, wait_for
from tests.faults.visitor import Visitor
from tests.mail.server import MailServer

WEB = "granian"


def kill_in_both_halves(
    running: Running, series: str, first: Callable[[Hub], int], second: Callable[[Hub], int]
) -> None:
    """While pages are written, and again while evidence is."""
    hub, database = running.hub, running.database
    job = imports.bring(hub, series, PAGES)
    imports.wait_until_written(database, job, series, PAGES // 3)
    hub.kill(first(hub))
    imports.wait_until_bringing_together(database, job)
    hub.kill(second(hub))
    imports.wait_until_done(database, job)
    imports.assert_whole(database, job, series, PAGES)


def kill_the_server(hub: Hub, *, child: bool) -> None:
    """The server, or the process that it started; pages are served again by another."""
    before = hub.find(WEB, child=child)
    hub.kill(before)
    wait_for("another server", lambda: hub.find(WEB, child=True) != before)
    wait_for("the hub answers again", hub.answers)


def kill_before_mail_is_asked_for(running: Running, mail: MailServer, *killed: int) -> None:
    """What is asked for while nobody can send it is sent once somebody can, and once."""
    hub, database = running.hub, running.database
    hub.kill(*killed)
    visitor = Visitor(hub)
    email, _ = visitor.first_person()
    visitor.send_form("/accounts/password/reset/", email=email)
    ended = "SELECT count(*) FROM jobs_job WHERE kind = 'mail' AND state = 'done'"
    wait_for("the mail's job is done", lambda: database.one(ended))
    assert (mail.to, [one["To"] for one in mail.got]) == ([email], [email])


def kill_the_supervisor(running: Running, series: str) -> None:
    """Only `nexus up`: all ends with it, and the port is free for the next."""
    hub, database = running.hub, running.database
    job = imports.bring(hub, series, PAGES)
    imports.wait_until_written(database, job, series, PAGES // 3)
    hub.kill_supervisor()
    wait_for("nothing is left of it", lambda: not hub.left(), seconds=20)
    hub.start()
    imports.wait_until_done(database, job)
    imports.assert_whole(database, job, series, PAGES)


def kill_everything_and_the_command_line(running: Running, series: str) -> None:
    """All at once; then `nexus import` while the hub is down, which is killed too.

    The same command is given again as the hub starts: the hub's worker, with the old job, and
    the new command now bring the same pages.
    """
    hub, database = running.hub, running.database
    first = imports.bring(hub, f"{series}w", PAGES)
    imports.wait_until_written(database, first, f"{series}w", PAGES // 3)
    hub.kill_everything()
    folder = as_folder(series, PAGES, hub.folder / f"folder-{series}")
    command = hub.run("import", str(folder))
    newest = "SELECT max(id) FROM jobs_job"
    wait_for("the import begins", lambda: database.one(newest) > first)
    killed = cast(int, database.one(newest))
    imports.wait_until_written(database, killed, series, PAGES // 3)
    command.kill()
    command.wait()
    again = hub.run("import", str(folder))
    hub.start()
    assert again.wait(240) == 0, hub.log()[-800:]
    imports.wait_until_done(database, first)
    imports.wait_until_done(database, killed)
    imports.assert_whole(database, first, f"{series}w", PAGES)
    imports.assert_whole(database, killed, series, PAGES)
