from typing import Any

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "nexus.search"
    label = "search"
    unseen_models = frozenset({"QueryLog"})

    def ready(self) -> None:
        from django.db import transaction

        from nexus.curation.events import topics_changed
        from nexus.documents.events import documents_changed, statements_erased
        from nexus.insights.live import add_live_table
        from nexus.library.events import entries_changed
        from nexus.search.indexing import index_entries, index_topics
        from nexus.search.pages import voice_section
        from nexus.search.sql import forget_unused_words
        from nexus.search.unanswered import unanswered_table

        def on_entries(entries: Any, **_: Any) -> None:
            index_entries(entries)

        def on_topics(topics: Any, **_: Any) -> None:
            index_topics(topics)

        def on_documents(documents: Any, **_: Any) -> None:
            index_entries([d.guide for d in documents if d.guide is not None])
            if any(d.erased_at for d in documents):
                forget_unused_words()

        def on_erased(**_: Any) -> None:
            # Until the commit, what is indexed beside it may still read the words.
            transaction.on_commit(voice_section.cache_clear)

        add_live_table(unanswered_table)
        entries_changed.connect(on_entries, weak=False, dispatch_uid="search.entries")
        topics_changed.connect(on_topics, weak=False, dispatch_uid="search.topics")
        documents_changed.connect(on_documents, weak=False, dispatch_uid="search.documents")
        statements_erased.connect(on_erased, weak=False, dispatch_uid="search.erased")
