"""How long the insights take at a hundred thousand statements.

    python -m bench.insights [--statements 100000]

Fills an empty hub on the database of DATABASE_URL (SQLite without it): 5,000 documents of 2,000
people in eight cohorts, each statement on an entry of its kind, a few entries met by hundreds and
most by a handful. Prints the time of the first answer for every kind of scope, and from the cache.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.hub import empty_hub

CONTENT = Path(__file__).resolve().parent.parent / "content"
DOCUMENTS, PEOPLE, COHORTS = 5_000, 2_000, 8
ENTRIES = {"technology": 600, "concept": 800, "challenge": 4_000, "practice": 2_500}
SHARES = {"technology": 0.32, "concept": 0.13, "challenge": 0.28, "practice": 0.27}
AT_ONCE = 2_000
REPEATS = 20


def fill(statements: int) -> None:
    """All rows in bulk, without the services that would take hours."""
    from django.utils import timezone

    from nexus.accounts.models import Cohort, Person
    from nexus.library.models import Topic

    rng = random.Random(11)
    people = [Person(email=f"p{n}@bench.test", name=f"P {n}") for n in range(PEOPLE)]
    people = Person.objects.bulk_create(people, batch_size=AT_ONCE)
    cohorts = Cohort.objects.bulk_create(
        Cohort(name=f"Cohort {n}", slug=f"cohort-{n}") for n in range(COHORTS)
    )
    topics = Topic.objects.bulk_create(
        Topic(slug=f"topic-{n}", title=f"Topic {n}") for n in range(60)
    )
    entries = make_entries(rng, topics)
    documents = make_documents(rng, people, cohorts, timezone.now())
    make_statements(rng, statements, documents, entries)


def make_entries(rng: random.Random, topics: list[Any]) -> dict[str, list[Any]]:
    from nexus.library.models import Entry

    rows = [
        Entry(kind=kind, slug=f"{kind}-{n}", title=f"{kind.title()} {n}", is_solved=n % 3 > 0)
        for kind, count in ENTRIES.items()
        for n in range(count)
    ]
    found: dict[str, list[Any]] = {kind: [] for kind in ENTRIES}
    for entry in Entry.objects.bulk_create(rows, batch_size=AT_ONCE):
        found[entry.kind].append(entry)
    through = Entry.topics.through
    through.objects.bulk_create(
        (through(entry_id=e.pk, topic_id=rng.choice(topics).pk) for e in found["challenge"]),
        batch_size=AT_ONCE,
    )
    return found


def make_documents(rng: random.Random, people: list[Any], cohorts: list[Any], now: Any) -> Any:
    from nexus.documents.models import Blob, Document, DocumentVersion

    blob = Blob.objects.create(sha256="0" * 64, size=1, data=b"x")
    documents = Document.objects.bulk_create(
        (
            Document(
                name=f"{n}.md",
                author=people[n % PEOPLE],
                cohort=cohorts[n % PEOPLE * COHORTS // PEOPLE],
                track=rng.choice(["backend", "frontend", ""]),
            )
            for n in range(DOCUMENTS)
        ),
        batch_size=AT_ONCE,
    )
    for document in documents:
        document.created_at = now - timedelta(days=rng.randrange(700))
    Document.objects.bulk_update(documents, ["created_at"], batch_size=500)
    versions = DocumentVersion.objects.bulk_create(
        (
            DocumentVersion(
                document=d, number=1, blob=blob, encoding="utf-8", text="", html="", line_count=1
            )
            for d in documents
        ),
        batch_size=AT_ONCE,
    )
    return list(zip(documents, versions, strict=True))


def make_statements(
    rng: random.Random, count: int, documents: list[Any], entries: dict[str, list[Any]]
) -> None:
    """Words as in bench.statements; places with a long tail: the n-th entry is met 1/n as often."""
    from bench.statements import Writer
    from nexus.curation.models import Evidence
    from nexus.documents.models import Statement

    writer = Writer(CONTENT, 7)
    weights = {k: [1 / (n + 3) for n in range(len(rows))] for k, rows in entries.items()}
    kinds = rng.choices(list(SHARES), list(SHARES.values()), k=count)
    places = {kind: iter(rng.choices(entries[kind], weights[kind], k=count)) for kind in SHARES}
    for start in range(0, count, AT_ONCE):
        rows = []
        for n in range(start, min(start + AT_ONCE, count)):
            document, version = documents[n % len(documents)]
            text = " ".join(writer.words(8, 20))
            rows.append(
                Statement(
                    version=version,
                    document=document,
                    kind=kinds[n],
                    position=n // len(documents),
                    first_line=1,
                    last_line=1,
                    title=text[:80],
                    text=text,
                    content_hash=f"{n:064x}",
                )
            )
        told = Statement.objects.bulk_create(rows)
        Evidence.objects.bulk_create(
            Evidence(statement=s, entry=next(places[s.kind]), method="automatic") for s in told
        )


def settle_statistics() -> None:
    """What a database learns of its tables by itself, overnight."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure() -> None:
    from django.core.cache import cache
    from django.db import connection

    from nexus.accounts.models import Cohort, Person
    from nexus.insights.scope import Scope
    from nexus.insights.selectors import read_insights

    viewer = Person.objects.earliest("pk")
    cohort = Cohort.objects.earliest("pk").pk
    scopes = {
        "everything": Scope(),
        "a track": Scope(track="backend"),
        "a year": Scope(period="year"),
        "a cohort": Scope(cohort=cohort),
        "a cohort, a track, a year": Scope(cohort=cohort, track="backend", period="year"),
    }
    print(f"\n{connection.vendor}: milliseconds\n\n{'scope':28}{'cold':>8}{'cached':>8}")
    for name, scope in scopes.items():
        cache.clear()
        cold = clock(lambda scope=scope: read_insights(viewer=viewer, scope=scope))
        kept = sorted(
            clock(lambda scope=scope: read_insights(viewer=viewer, scope=scope))
            for _ in range(REPEATS)
        )
        print(f"{name:28}{cold:8.0f}{kept[REPEATS * 19 // 20]:8.1f}")


def clock(work: Any) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    count = parser.parse_args().statements
    with empty_hub():
        print(f"Writing {count:,} statements of {DOCUMENTS:,} documents …")
        fill(count)
        settle_statistics()
        measure()


if __name__ == "__main__":
    main()
