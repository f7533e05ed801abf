"""What the hub acknowledged, written down outside of it, and what is there afterwards."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.processes import wait_for
from tests.faults.stores import Database

# What is written, and where each of its words must stand exactly once.
WHERE = {
    "entry": "SELECT title FROM library_entry WHERE title LIKE '{0}%'",
    "edit": "SELECT note FROM library_revision WHERE note LIKE '{0}%'",
    "solution": "SELECT text FROM library_solution WHERE text LIKE '{0}%'",
    "import": "SELECT name FROM documents_document WHERE name LIKE '{0}%'",
}
SETTLED = {"done"}


@dataclass(slots=True)
class Verdict:
    """What was acknowledged, and of it lost; and what stands there more often than once."""

    acknowledged: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


class Ledger:
    """Filled by the client's threads; each word is of one write."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.lock = threading.Lock()
        self.kept: dict[str, set[str]] = {kind: set() for kind in WHERE}
        self.jobs: dict[str, int] = {}
        self.last: dict[str, float] = {}

    def acknowledge(self, kind: str, word: str, job: int | None = None) -> None:
        with self.lock:
            self.kept[kind].add(word)
            self.last[kind] = time.monotonic()
            if job is not None:
                self.jobs[word] = job

    def written_since(self, moment: float) -> bool:
        with self.lock:
            return self.last.get("entry", 0.0) > moment

    def count(self) -> int:
        with self.lock:
            return sum(map(len, self.kept.values()))

    def open_jobs(self, database: Database) -> list[int]:
        """Of the acknowledged ones, those that have not ended yet."""
        with self.lock:
            mine = set(self.jobs.values())
        rows = database.rows("SELECT id FROM jobs_job WHERE state IN ('queued', 'running')")
        return sorted(mine & {pk for (pk,) in rows})

    def settle(self, database: Database, seconds: float = 300) -> Verdict:
        """Wait for every job, then compare. A job that failed or is gone is lost."""
        wait_for("every job has ended", lambda: not self.open_jobs(database), seconds=seconds)
        verdict = Verdict(self.count())
        for kind, query in WHERE.items():
            there = Counter(word for (word,) in database.rows(query.format(self.mark)))
            verdict.lost += sorted(self.kept[kind] - set(there))
            verdict.doubled += sorted(word for word, count in there.items() if count > 1)
        done = {pk for (pk,) in database.rows("SELECT id FROM jobs_job WHERE state = 'done'")}
        verdict.lost += sorted(f"job-{pk}" for pk in self.jobs.values() if pk not in done)
        verdict.doubled += doubled_evidence(database)
        return verdict


def doubled_evidence(database: Database) -> list[str]:
    """Statements that stand at two places, versions with the same number: effects done twice."""
    twice = database.rows(
        "SELECT statement_id FROM curation_evidence GROUP BY statement_id HAVING count(*) > 1"
    )
    versions = database.rows(
        "SELECT document_id FROM documents_documentversion GROUP BY document_id, number "
        "HAVING count(*) > 1"
    )
    return [f"statement {pk}" for (pk,) in twice] + [f"version of {pk}" for (pk,) in versions]
