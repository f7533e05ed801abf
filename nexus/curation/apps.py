from datetime import timedelta
from typing import Any

from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "nexus.curation"
    label = "curation"
    # What a run keeps for the next one; no reader's answer is made of it.
    unseen_models = frozenset(
        {
            "Pending",
            "Sketch",
            "EntryName",
            "Profile",
            "Named",
            "Fit",
            "Member",
            "Cluster",
            "Posting",
            "Likeness",
        }
    )

    def ready(self) -> None:
        from nexus.curation.quotation import quote_statement
        from nexus.curation.tasks import follow_import, run_consolidation_job, run_import_job
        from nexus.documents.events import documents_changed, statements_erased
        from nexus.documents.services.run import drop_left_over
        from nexus.jobs.events import cleaning_up, job_ended
        from nexus.jobs.models import JobState
        from nexus.jobs.queues import Queue
        from nexus.jobs.registry import Kind, register
        from nexus.library.events import entries_changed, page_written, quotation_asked

        # What a stopped import had still to read is let go; what a failed one had is kept a while.
        after_failing = frozenset({str(JobState.FAILED)})
        brings = Kind("Import", Queue.INTERACTIVE, retried_from=after_failing)
        register("import", run_import_job, brings)
        quiet = timedelta(minutes=30)  # on the largest hubs, between two reports
        register("consolidation", run_consolidation_job, Kind("Bringing together", quiet=quiet))

        def on_quotation(reference: str, **_: Any) -> Any:
            return quote_statement(reference)

        def on_erased(statement_pks: Any, **_: Any) -> None:
            from nexus.curation.services.erase import forget_statements

            forget_statements(statement_pks)

        def on_documents(documents: Any, **_: Any) -> None:
            from nexus.curation.services.following import follow_documents

            follow_documents(documents)

        def on_entries(entries: Any, **_: Any) -> None:
            from nexus.curation.services.clustering.names import write_names

            write_names(entries)

        def on_written(entry: Any, author: Any, **_: Any) -> None:
            from nexus.curation.services.writing import keep_voices

            keep_voices(entry, author)

        def on_ended(job: Any, **_: Any) -> None:
            follow_import(job)

        def on_cleaning(now: Any, **_: Any) -> None:
            drop_left_over(now)

        cleaning_up.connect(on_cleaning, weak=False, dispatch_uid="curation.cleaning")
        job_ended.connect(on_ended, weak=False, dispatch_uid="curation.imports")
        quotation_asked.connect(on_quotation, weak=False, dispatch_uid="curation.quotation")
        documents_changed.connect(on_documents, weak=False, dispatch_uid="curation.documents")
        entries_changed.connect(on_entries, weak=False, dispatch_uid="curation.entries")
        page_written.connect(on_written, weak=False, dispatch_uid="curation.written")
        statements_erased.connect(on_erased, weak=False, dispatch_uid="curation.erased")
