"""Numbers for Prometheus: what this process did, and what the database says now."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import REGISTRY, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from nexus.documents.models import Document, ImportItem
from nexus.jobs.models import DeadLetter, Job, Outbox
from nexus.jobs.pulse import living
from nexus.library.models import Entry
from nexus.search.models import QueryLog, SearchPage

log = logging.getLogger(__name__)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("nexus_requests", "Answers given", ["method", "view", "status"])
DURATION = Histogram("nexus_request_seconds", "Time to an answer", ["view"], buckets=SECONDS)
QUERIES = Counter("nexus_queries", "Statements sent to the database while answering", ["view"])
QUERY_TIME = Counter("nexus_query_seconds", "Time in the database while answering", ["view"])


class State(Collector):
    """Jobs, outbox, workers, imports, search: counted when asked for."""

    def describe(self) -> list[Any]:
        """Nothing is asked of the database while the hub starts."""
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            yield from self.gauges()
        except (DatabaseError, InterfaceError) as error:
            log.warning("no numbers from the database: %s", error)

    def gauges(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        yield by(
            "nexus_jobs", "Jobs", ["kind", "state"], counts(Job.objects.all(), "kind", "state")
        )
        waiting = Job.objects.filter(state="queued").aggregate(at=Min("created_at"))["at"]
        yield one("nexus_job_oldest_seconds", "Age of the oldest job that waits", age(now, waiting))
        unsent = Outbox.objects.filter(sent_at=None).aggregate(at=Min("created_at"), n=Count("id"))
        yield one("nexus_outbox_unsent", "Messages that wait for the relay", unsent["n"])
        yield one(
            "nexus_outbox_oldest_seconds", "Age of the oldest of them", age(now, unsent["at"])
        )
        letters = DeadLetter.objects.filter(settled_at=None).count()
        yield one("nexus_dead_letters", "What was given up and waits for a maintainer", letters)
        alive = [([kind], living(kind)) for kind in ("worker", "relay", "scheduler")]
        yield by("nexus_processes_alive", "Background processes that beat lately", ["kind"], alive)
        items = counts(ImportItem.objects.all(), "state")
        yield by("nexus_import_items", "Files of imports", ["state"], items)
        yield one("nexus_documents", "Documents", Document.objects.filter(erased_at=None).count())
        yield by("nexus_entries", "Entries", ["kind"], counts(Entry.objects.all(), "kind"))
        yield one("nexus_search_pages", "Pages in the index", SearchPage.objects.count())
        lately = QueryLog.objects.filter(at__gte=now - timedelta(days=1))
        yield one("nexus_searches_day", "Questions of the last day", lately.count())
        nothing = lately.filter(results=0).count()
        yield one("nexus_searches_day_unanswered", "Of these, without a result", nothing)


def age(now: Any, then: Any) -> float:
    return (now - then).total_seconds() if then else 0.0


def counts(rows: Any, *names: str) -> list[tuple[list[str], int]]:
    found = rows.order_by().values(*names).annotate(n=Count("pk"))
    return [([str(row[name]) for name in names], row["n"]) for row in found]


def one(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def by(
    name: str, words: str, labels: list[str], rows: list[tuple[list[str], int]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family


_state = State()


def register_state() -> None:
    """Once per process."""
    if _state not in REGISTRY._collector_to_names:
        REGISTRY.register(_state)
