"""`nexus import`: the same services as the pages, with a bar in the terminal."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from nexus.accounts.models import Person, Role
from nexus.common.errors import NexusError
from nexus.documents.models import ImportBatch, ImportItem
from nexus.documents.sayings import what_was_said
from nexus.documents.services.imports import (
    Incoming,
    Whose,
    cohort_files,
    start_batch,
)
from nexus.documents.sources.archives import MARKDOWN, is_hidden
from nexus.documents.sources.cohort_list import read_cohort_list
from nexus.jobs.models import Job, JobState
from nexus.jobs.services import claim_job, run_job
from nexus.jobs.workers import worker_name


def import_paths(
    paths: Sequence[str], *, cohort: str, track: str, author: str, brief: Path | None
) -> int:
    """Import what the paths hold; 0 when every document could be used, 1 otherwise."""
    person = Person.objects.filter(role=Role.MAINTAINER, is_active=True).order_by("pk").first()
    whose = Whose(author=author, cohort=cohort, track=track)
    try:
        if len(paths) == 1 and paths[0].endswith(".csv"):
            batch = start_cohort_import(person, Path(paths[0]), whose, brief)
        else:
            source, incoming = gather(paths)
            batch = start_batch(
                person, source, incoming, whose, brief.read_bytes() if brief else None
            )
    except (NexusError, OSError) as error:
        raise click.ClickException(str(error)) from error
    return follow(batch)


def gather(paths: Sequence[str]) -> tuple[str, list[Incoming]]:
    """Files by name; a folder's Markdown files by their path in it."""
    source = ImportBatch.Source.FILES
    incoming: list[Incoming] = []
    for text in paths:
        path = Path(text)
        if "://" in text:
            source = ImportBatch.Source.REPOSITORY
            incoming.append(Incoming(text, origin=text))
        elif path.is_dir():
            found = [
                p
                for p in sorted(path.rglob("*"))
                if p.is_file()
                and p.suffix.lower() in MARKDOWN
                and not is_hidden(p.relative_to(path).as_posix())
            ]
            if not found:
                raise click.ClickException(f"{path} holds no Markdown file.")
            origin = folder_origin(path)
            incoming += [
                Incoming(p.relative_to(path).as_posix(), p.read_bytes(), origin) for p in found
            ]
        elif path.is_file():
            origin = "" if path.suffix.lower() == ".zip" else folder_origin(path.parent)
            incoming.append(Incoming(path.name, path.read_bytes(), origin))
        else:
            raise click.ClickException(f"{path} is neither a file nor a folder.")
    return source, incoming


def folder_origin(folder: Path) -> str:
    """Where files of a folder come from: its name, so that two folders with a README stay two."""
    return f"folder:{folder.resolve().name}"


def start_cohort_import(
    person: Person | None, listing: Path, whose: Whose | None = None, brief: Path | None = None
) -> ImportBatch:
    """A cohort.csv with the files beside it; `whose` holds for rows that say nothing else."""
    rows = read_cohort_list(listing.read_bytes())
    folder = listing.resolve().parent
    files = {}
    for row in rows:
        path = (folder / row.source).resolve()
        if not row.is_repository and path.is_relative_to(folder) and path.is_file():
            files[row.source] = path.read_bytes()
    return start_batch(
        person,
        ImportBatch.Source.COHORT,
        cohort_files(rows, files),
        whose or Whose(),
        brief.read_bytes() if brief else None,
    )


def follow(batch: ImportBatch) -> int:
    """Run the job here, or watch the worker that has it; then say what became of it."""
    job = claim_job(batch.job_id, worker_name("cli"))
    with click.progressbar(length=max(batch.job.total, 1), label="Importing") as bar:

        def listen(done: int, total: int, message: str) -> None:
            bar.length = max(total, 1)
            bar.label = message or "Importing"
            bar.update(done - bar.pos)

        job = run_job(job, listen=listen) if job else watch(batch.job_id, listen)
        while not job.is_finished:  # It lost the database half-way, and waits.
            mine = claim_job(batch.job_id, worker_name("cli"))
            job = run_job(mine, listen=listen) if mine else watch(batch.job_id, listen)
    return say_result(batch, job)


def watch(pk: int, listen: object) -> Job:
    """Follow a job that another process claimed first."""
    assert callable(listen)
    while True:
        job = Job.objects.get(pk=pk)
        listen(job.done, job.total, job.message)
        if job.is_finished:
            return job
        time.sleep(0.2)


def say_result(batch: ImportBatch, job: Job) -> int:
    if job.state != JobState.DONE:
        click.echo(f"The import ended as {job.state}: {job.message}", err=True)
        return 1
    names = dict(ImportItem.State.choices)
    counts = ", ".join(
        f"{n} {names[state].lower()}"
        for state, n in sorted(job.result.items())
        if state in names and state != ImportItem.State.EXPANDED
    )
    click.echo(f"{counts or 'nothing'}; {job.result.get('moved', 0)} statements placed")
    for said in what_was_said(batch.items.all()):
        click.echo(f"  {said}", err=True)
    return 1 if batch.items.filter(state=ImportItem.State.FAILED).exists() else 0
