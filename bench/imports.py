"""How long imports take, from bytes to pages that can be searched."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from nexus.accounts.models import Person
from nexus.documents.models import ImportItem
from nexus.documents.services import import_files
from nexus.jobs.services import claim_job, run_job


@dataclass(frozen=True, slots=True)
class Run:
    """One import: wall and processor seconds, and how its files ended."""

    seconds: float
    cpu_seconds: float
    states: dict[str, int]


def measure_import(actor: Person, files: list[tuple[str, bytes]]) -> Run:
    wall, cpu = time.perf_counter(), time.process_time()
    batch = import_files(actor=actor, files=files)
    job = claim_job(batch.job_id, "bench")
    assert job is not None
    run_job(job)
    states: dict[str, int] = {}
    for state in ImportItem.objects.filter(batch=batch).values_list("state", flat=True):
        states[state] = states.get(state, 0) + 1
    return Run(time.perf_counter() - wall, time.process_time() - cpu, states)


def read_files(path: Path) -> list[tuple[str, bytes]]:
    """A zip as one file, or a folder's Markdown files."""
    if path.is_file():
        return [(path.name, path.read_bytes())]
    return [
        (str(p.relative_to(path)), p.read_bytes())
        for p in sorted(path.rglob("*"))
        if p.suffix.lower() in {".md", ".markdown"}
    ]
