"""A data folder becomes a hub: database, starter content, somebody who can sign in."""

from __future__ import annotations

import secrets
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from nexus.cli.firstsignin import drop_old_note, write_note
from nexus.keeping.private import keep_to_oneself
from nexus.watching.health import missing_migrations

FIRST_EMAIL = "maintainer@nexus.example"


def prepare_if_new() -> None:
    """Commands work on the hub of NEXUS_DATA, running or not, also before its first start."""
    data: Path = settings.ENVIRONMENT.data
    data.mkdir(parents=True, exist_ok=True)
    if missing_migrations():
        prepare(data)


def prepare(data: Path) -> None:
    """Database, static files, starter content; the first time also a maintainer and a cohort."""
    data.mkdir(parents=True, exist_ok=True)
    keep_to_oneself()
    click.echo("Preparing the hub …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from nexus.documents.services.erasures import write_erasures
    from nexus.library.content import load_content
    from nexus.library.services.entries import render_fields_anew
    from nexus.search.services import forget_old_queries

    load_content(Path(settings.NEXUS_CONTENT))
    render_fields_anew()
    forget_old_queries()
    write_erasures()
    first_start(data)
    drop_old_note(data)


def first_start(data: Path) -> None:
    """Once per hub: a maintainer who can sign in, and the example cohort on its way in."""
    from nexus.accounts.models import Person, Role
    from nexus.accounts.services import make_maintainer, publish_hub
    from nexus.cli.importing import start_cohort_import

    if Person.objects.filter(role=Role.MAINTAINER).exists():
        return
    password = secrets.token_urlsafe(12)
    person = make_maintainer(email=FIRST_EMAIL, password=password, name="Maintainer")
    write_note(data, FIRST_EMAIL, password)
    if settings.NEXUS_OPEN:
        publish_hub(actor=person, published=True, shows_documents=True)
    example = Path(settings.NEXUS_CONTENT) / "example-cohort" / "cohort.csv"
    if example.exists():
        start_cohort_import(person, example)
