"""The `nexus` command: everything an operator does from a terminal."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def read_settings() -> None:
    """Load settings; an operator's mistake becomes one sentence."""
    from django.conf import settings

    from config.env import EnvironmentError as WrongEnvironment

    try:
        _ = settings.ENVIRONMENT
    except WrongEnvironment as error:
        raise click.ClickException(f"{error} ({error.id})") from error


def start_django() -> None:
    """Load settings and apps."""
    import django

    read_settings()
    django.setup()


class Commands(click.Group):
    """Commands whose failures are sentences."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = explain(error)
            if not sentence:
                raise
            raise click.ClickException(sentence) from error


def explain(error: Exception) -> str:
    """What an operator can mend; nothing for a mistake of the hub's own."""
    from django.db import OperationalError
    from kombu.exceptions import OperationalError as BrokerError
    from redis.exceptions import RedisError

    from nexus.keeping.errors import Refused

    if isinstance(error, Refused):
        return str(error)
    for kind, name, variable in (
        (OperationalError, "database", "DATABASE_URL"),
        (RedisError, "cache", "CACHE_URL"),
        (BrokerError, "broker", "BROKER_URL"),
    ):
        if isinstance(error, kind):
            why = next(iter(str(error).splitlines()), "no answer")
            return f"The {name} does not answer: {why}. Start it, or mend {variable}."
    return ""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Nexus: what one learner solved, the next finds in a minute, with its source."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--web-only", is_flag=True, help="Serve pages only; workers run elsewhere.")
def up(host: str, web_only: bool) -> None:
    """Bring the hub up: database, starter content, web server and worker."""
    read_settings()
    from nexus.cli.up import bring_up

    sys.exit(bring_up(host, web_only=web_only))


@main.command(name="import")
@click.argument("paths", nargs=-1, required=True)
@click.option("--cohort", default="", help="The cohort these documents belong to.")
@click.option("--track", default="", type=click.Choice(["", "backend", "frontend"]))
@click.option("--author", default="", help="Who wrote them; shown only if they choose.")
@click.option(
    "--brief",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The programme's own brief; statements that repeat it count in no ranking.",
)
def import_(
    paths: tuple[str, ...], cohort: str, track: str, author: str, brief: Path | None
) -> None:
    """Import Markdown files, folders, zip archives, Git addresses or a cohort.csv."""
    start_django()
    from nexus.cli.importing import import_paths
    from nexus.cli.preparing import prepare_if_new

    prepare_if_new()

    sys.exit(import_paths(paths, cohort=cohort, track=track, author=author, brief=brief))


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--brief", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def consolidate(folder: Path, report: Path, brief: Path | None) -> None:
    """Take a folder of documents apart and bring it together; store nothing."""
    from nexus.cli.consolidating import consolidate_to_report

    content = Path(
        os.environ.get("NEXUS_CONTENT") or Path(__file__).resolve().parents[2] / "content"
    )
    made = consolidate_to_report(folder, content, brief)
    try:
        report.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{report} cannot be written: {error.strerror}.") from error
    count = sum(len(d["statements"]) for d in made["documents"])
    click.echo(
        f"{len(made['documents'])} documents, {count} statements, "
        f"{len(made['entries'])} entries → {report}"
    )


@main.command()
def doctor() -> None:
    """Check configuration and connections, and say what to do."""
    start_django()
    from nexus.cli.doctor import examine

    sys.exit(examine())


@main.command()
@click.option("--quiet", is_flag=True, help="Leave out where the first sign-in is.")
def prepare(quiet: bool) -> None:
    """Bring database, static files and starter content up to date, then end."""
    start_django()
    from django.conf import settings

    from nexus.cli.firstsignin import NOTE, read_note
    from nexus.cli.preparing import prepare

    data = settings.ENVIRONMENT.data
    prepare(data)
    if not quiet:
        first = f" First sign-in: {data / NOTE}" if read_note(data) else ""
        click.echo(f"The hub is ready.{first}")


@main.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option("--reload", is_flag=True, help="Start anew when the code changes.")
def web(host: str, reload: bool) -> None:
    """Serve pages and APIs from one process; `nexus prepare` comes first."""
    start_django()
    from django.conf import settings

    from nexus.cli.up import web_service

    command = [*web_service(host, settings.ENVIRONMENT.port).command]
    if reload:
        from nexus.cli.reloading import serve_and_reload

        serve_and_reload(command)
    os.execv(command[0], command)  # noqa: S606


@main.command()
@click.option(
    "--queue",
    "queues",
    multiple=True,
    type=click.Choice(["interactive", "outgoing", "bulk"]),
    help="Take from this queue only; may be given again. Default: all, where there is a broker.",
)
def worker(queues: tuple[str, ...]) -> None:
    """Do jobs: from the rows themselves, or by Celery where there is a broker."""
    start_django()
    from django.conf import settings

    if not settings.NEXUS_IS_EMBEDDED:
        from nexus.cli.celery import celery_command
        from nexus.jobs.queues import Queue

        command = celery_command(queues or Queue.values)
        os.execv(command[0], command)  # noqa: S606
    from nexus.jobs.worker import main as work

    work()


@main.command()
def scheduler() -> None:
    """Do what is done by the clock (services profile; the embedded worker does it by itself)."""
    start_django()
    from nexus.jobs.schedule import main as keep_time

    keep_time()


@main.command()
@click.argument("part", type=click.Choice(["web", "worker", "relay", "scheduler"]))
def alive(part: str) -> None:
    """Say whether this container's process is well; for health checks."""
    from nexus.cli.alive import process_is_alive, web_is_alive

    if wrong := web_is_alive() if part == "web" else process_is_alive(part):
        raise click.ClickException(f"{part}: {wrong}")
    click.echo("ok")


@main.command()
def relay() -> None:
    """Carry the outbox to the broker (services profile)."""
    start_django()
    from nexus.jobs.relay import main as carry

    carry()


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the whole hub, uploads included, into FILE while it is in use."""
    start_django()
    from nexus.cli.keeping import make_backup

    make_backup(file)


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only read SOURCE and say whether it is whole.")
@click.option(
    "--erasures",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The erasures.jsonl of the hub that was lost: what it erased is erased here too.",
)
def restore(source: Path, check: bool, erasures: tuple[Path, ...]) -> None:
    """Fill this empty hub from a backup file or an export folder."""
    start_django()
    from nexus.cli.keeping import check_source, restore_hub

    if check:
        check_source(source)
    else:
        restore_hub(source, list(erasures))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write the hub as Markdown files into FOLDER; `nexus restore FOLDER` takes it in again."""
    start_django()
    from nexus.cli.keeping import make_export

    make_export(folder)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", "email", required=True, help="E-mail address of who wrote the changes.")
def edits(folder: Path, email: str) -> None:
    """Take in what was changed in an export FOLDER: texts, titles, topics, documents."""
    start_django()
    from nexus.cli.keeping import take_in

    take_in(folder, email)


@main.command()
@click.argument("email")
@click.password_option()
def maintainer(email: str, password: str) -> None:
    """Make an account that may do everything."""
    start_django()
    from nexus.accounts.models import Person
    from nexus.accounts.services import make_maintainer
    from nexus.cli.preparing import prepare_if_new

    prepare_if_new()
    if Person.objects.filter(email=email.lower()).exists():
        raise click.ClickException(f"There is an account {email} already.")
    make_maintainer(email=email, password=password)
    click.echo(f"{email} can sign in now.")


@main.command(name="drop-factors")
@click.argument("email")
def drop_factors(email: str) -> None:
    """Take the second factors off an account whose owner lost them."""
    start_django()
    from nexus.accounts.factors.services import drop_factors
    from nexus.accounts.models import Person

    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        raise click.ClickException(f"There is no account {email}.")
    count = drop_factors(person)
    if not count:
        raise click.ClickException(f"{email} has no second factor.")
    click.echo(f"{email} signs in by password alone now. Be sure that it was its owner who asked.")


if __name__ == "__main__":
    main()
