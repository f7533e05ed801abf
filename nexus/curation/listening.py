"""What curation does when floors below it say that something happened.

What is dear to load is loaded when it is needed: most processes never cluster.
"""

from __future__ import annotations

from typing import Any

from nexus.curation.quotation import quote_statement
from nexus.curation.tasks import follow_import
from nexus.documents.events import documents_changed, statements_erased
from nexus.documents.services.run import drop_left_over
from nexus.jobs.events import cleaning_up, job_ended
from nexus.library.events import entries_changed, page_written, quotation_asked


def listen() -> None:
    """From now on; once is enough, and again does no harm."""
    cleaning_up.connect(on_cleaning, dispatch_uid="curation.cleaning")
    job_ended.connect(on_ended, dispatch_uid="curation.imports")
    quotation_asked.connect(on_quotation, dispatch_uid="curation.quotation")
    documents_changed.connect(on_documents, dispatch_uid="curation.documents")
    entries_changed.connect(on_entries, dispatch_uid="curation.entries")
    page_written.connect(on_written, dispatch_uid="curation.written")
    statements_erased.connect(on_erased, dispatch_uid="curation.erased")


def on_cleaning(now: Any, **_: Any) -> None:
    drop_left_over(now)


def on_ended(job: Any, **_: Any) -> None:
    follow_import(job)


def on_quotation(reference: str, **_: Any) -> Any:
    return quote_statement(reference)


def on_documents(documents: Any, **_: Any) -> None:
    from nexus.curation.services.following import follow_documents

    follow_documents(documents)


def on_entries(entries: Any, **_: Any) -> None:
    from nexus.curation.services.clustering.names import write_names

    write_names(entries)


def on_written(entry: Any, author: Any, **_: Any) -> None:
    from nexus.curation.services.writing import keep_voices

    keep_voices(entry, author)


def on_erased(statement_pks: Any, **_: Any) -> None:
    from nexus.curation.services.erase import forget_statements

    forget_statements(statement_pks)
