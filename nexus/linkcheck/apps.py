from datetime import timedelta
from typing import Any

from django.apps import AppConfig


class LinkCheckConfig(AppConfig):
    name = "nexus.linkcheck"
    label = "linkcheck"
    # What curators alone see.
    unseen_models = frozenset({"OutsideLink"})

    def ready(self) -> None:
        from django.conf import settings

        from nexus.documents.events import documents_changed
        from nexus.jobs.queues import Queue
        from nexus.jobs.registry import Kind, register
        from nexus.jobs.schedule import schedule
        from nexus.library.events import entries_changed
        from nexus.linkcheck.gathering import forget_in_documents, forget_in_entries
        from nexus.linkcheck.tasks import check_links

        register("link-check", check_links, Kind("Links to other sites", Queue.OUTGOING))
        if settings.NEXUS_LINK_CHECK:
            schedule("link-check", timedelta(hours=1))

        def on_entries(entries: Any, **_: Any) -> None:
            forget_in_entries(entries)

        def on_documents(documents: Any, **_: Any) -> None:
            forget_in_documents(documents)

        entries_changed.connect(on_entries, weak=False, dispatch_uid="linkcheck.entries")
        documents_changed.connect(on_documents, weak=False, dispatch_uid="linkcheck.documents")
