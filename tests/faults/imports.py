"""An import as a person starts it, and what must be true when it has ended."""

from __future__ import annotations

import re
from typing import Any

from nexus.search.pages import MOST_SECTIONS
from tests.faults.pages import STATEMENTS, as_zip, names
from tests.faults.processes import Hub, wait_for
from tests.faults.stores import Database
from tests.faults.visitor import Visitor

# Statements of an entry that the index holds whole: each may be a voice and a solution.
WHOLE = MOST_SECTIONS // 2 - 20


def bring(hub: Hub, series: str, count: int) -> int:
    """Start the import of a zip through the web process; returns its job."""
    visitor = Visitor(hub)
    visitor.sign_in()
    return visitor.upload(f"{series}.zip", as_zip(series, count), author=f"Writer {series}")


def job_of(database: Database, pk: int) -> dict[str, Any]:
    columns = "state", "done", "total", "message", "attempts", "claimed_by"
    (row,) = database.rows(f"SELECT {', '.join(columns)} FROM jobs_job WHERE id = {pk}")
    return dict(zip(columns, row, strict=True))


def wait_until_written(database: Database, pk: int, series: str, pages: int) -> None:
    """The import is in its middle: so many of its pages are there, and not yet all."""

    def look() -> bool:
        assert job_of(database, pk)["state"] in {"queued", "running"}, "too late to kill"
        return int(database.one(count_of(series))) >= pages

    wait_for(f"{pages} pages are written", look, seconds=900)


def wait_until_bringing_together(database: Database, pk: int) -> None:
    """Every page is read, and evidence is being written."""

    def look() -> bool:
        job = job_of(database, pk)
        assert job["state"] in {"queued", "running"}, "too late to kill"
        return str(job["message"]).startswith("Bringing together:")

    wait_for("evidence is being written", look, seconds=900)


def wait_until_done(database: Database, pk: int, *, seconds: float = 900) -> None:
    def look() -> bool:
        job = job_of(database, pk)
        assert job["state"] not in {"failed", "cancelled"}, job
        return bool(job["state"] == "done")

    wait_for(f"job {pk} is done", look, seconds=seconds)


def count_of(series: str) -> str:
    return f"SELECT count(*) FROM documents_document WHERE name LIKE '{series}/%'"


def assert_whole(database: Database, pk: int, series: str, count: int) -> None:
    """No page twice, none missing, in every table that follows from a page."""
    there = database.rows(
        f"SELECT name FROM documents_document WHERE name LIKE '{series}/%' ORDER BY name"
    )
    assert [name for (name,) in there] == names(series, count)
    items = database.rows(
        "SELECT i.state, count(*) FROM documents_importitem i JOIN documents_importbatch b "
        f"ON b.id = i.batch_id WHERE b.job_id = {pk} GROUP BY i.state ORDER BY i.state"
    )
    assert dict(items).get("pending", 0) == 0
    of_series = f"FROM documents_document d JOIN %s WHERE d.name LIKE '{series}/%%'"
    versions = of_series % "documents_documentversion v ON v.document_id = d.id"
    assert database.one(f"SELECT count(*) {versions}") == count
    said = of_series % "documents_statement s ON s.document_id = d.id AND s.is_current"
    assert database.one(f"SELECT count(*) {said}") == count * STATEMENTS
    placed = of_series % (
        "documents_statement s ON s.document_id = d.id "
        "JOIN curation_evidence e ON e.statement_id = s.id"
    )
    assert database.one(f"SELECT count(*) {placed}") == count * STATEMENTS
    assert_counts_agree(database)
    assert_all_is_found(database, series)


def assert_counts_agree(database: Database) -> None:
    """What lists show of a page is what its evidence says."""
    differing = database.rows(
        "SELECT l.slug, l.statement_count, count(e.id) FROM library_entry l "
        "LEFT JOIN curation_evidence e ON e.entry_id = l.id "
        "GROUP BY l.id, l.slug, l.statement_count HAVING l.statement_count <> count(e.id)"
    )
    assert differing == []


def assert_all_is_found(database: Database, series: str) -> None:
    """The index holds the own word of every page that is told of where the index is whole.

    Of entries with very many statements it holds the first sections only.
    """
    told = database.rows(
        "SELECT s.text FROM documents_document d JOIN documents_statement s "
        "ON s.document_id = d.id AND s.is_current JOIN curation_evidence e ON e.statement_id = s.id "
        f"JOIN library_entry l ON l.id = e.entry_id WHERE d.name LIKE '{series}/%' "
        f"AND l.statement_count <= {WHOLE}"
    )
    texts = database.rows(f"SELECT text FROM search_searchsection WHERE text LIKE '%{series}0%'")
    expected, indexed = words_in(series, told), words_in(series, texts)
    assert expected
    assert sorted(expected - indexed) == []


def words_in(series: str, rows: list[tuple[Any, ...]]) -> set[str]:
    return set(re.findall(rf"{series}\d{{5}}x", "\n".join(text for (text,) in rows)))
