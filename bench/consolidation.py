"""`python -m bench.consolidation [STATEMENTS]`: bringing together at the size of a large hub.

Fills an empty hub (on the database of DATABASE_URL) with made-up documents, brings everything
together from nothing and again, then one more document at a time. Seconds, with all that follows:
evidence, pages, counts, the search index, suggestions.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.hub import empty_hub
from bench.statements import write_statements

OF_A_DOCUMENT = 15
PEOPLE = 2000
MORE = 20  # documents that come one by one
CONTENT = Path("content")


def main(arguments: list[str]) -> int:
    """Print the figures."""
    count = int(arguments[0]) if arguments else 100_000
    with empty_hub():
        from django.db import connection

        from nexus.common.collecting import collect_seldom
        from nexus.curation.models import Pending
        from nexus.curation.services import refresh, refresh_evidence

        collect_seldom()  # as a process that does jobs
        asked, ask = [0.0], refresh.ask_what_moved

        def ask_timed(*report: object) -> None:
            began = time.perf_counter()
            ask(*report)
            asked.append(since(began) * 1000)

        refresh.ask_what_moved = ask_timed
        words = write_statements(CONTENT, count + MORE * OF_A_DOCUMENT)
        people = make_people()
        started = time.perf_counter()
        fill(people, islice(words, count))
        print(f"{connection.vendor}: {count} statements made in {since(started):.1f} s")
        for name in ("from nothing", "again, whole"):
            started, cpu = time.perf_counter(), time.process_time()
            moved = refresh_evidence(whole=True)
            print(
                f"{name}: {moved} moved in {since(started):.1f} s "
                f"({time.process_time() - cpu:.1f} s of this process), {peak():.2f} GB at most",
                flush=True,
            )
        assert not Pending.objects.exists()
        times, used = [], []
        for number in range(MORE):
            fill(people[number : number + 1], islice(words, OF_A_DOCUMENT))
            started, cpu = time.perf_counter(), time.process_time()
            refresh_evidence()
            times.append(since(started) * 1000)
            used.append((time.process_time() - cpu) * 1000)
        print(
            f"one more document of {OF_A_DOCUMENT} statements: "
            f"median {statistics.median(times):.0f} ms ({statistics.median(used):.0f} ms CPU), "
            f"first {times[0]:.0f} ms, most {max(times[1:]):.0f} ms; "
            f"of it the desk's questions, when its words stand on their pages: "
            f"median {statistics.median(asked[-MORE:]):.0f} ms"
        )
    return 0


def since(started: float) -> float:
    return time.perf_counter() - started


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def make_people() -> list[int]:
    from nexus.accounts.models import Person

    rows = Person.objects.bulk_create(
        Person(email=f"learner{n}@people.test", name=f"Learner {n}") for n in range(PEOPLE)
    )
    return [row.pk for row in rows]


def fill(people: list[int], words: Iterator[tuple[str, str, str]]) -> None:
    """Documents of these people, as an import leaves them before they are brought together."""
    from django.db import transaction

    from nexus.consolidation.statements import content_hash
    from nexus.curation.services.following import follow_documents
    from nexus.documents.models import Blob, Document, DocumentVersion, Statement

    blob, _ = Blob.objects.get_or_create(sha256="0" * 64, defaults={"data": b"x", "size": 1})
    number = Document.objects.count()
    while some := list(islice(words, OF_A_DOCUMENT * 200)):
        with transaction.atomic():
            told = [some[n : n + OF_A_DOCUMENT] for n in range(0, len(some), OF_A_DOCUMENT)]
            documents = Document.objects.bulk_create(
                Document(
                    name=f"{number + n}.md",
                    title=f"Notes {number + n}",
                    author_id=people[(number + n) % len(people)],
                )
                for n in range(len(told))
            )
            versions = DocumentVersion.objects.bulk_create(
                DocumentVersion(
                    document=d,
                    number=1,
                    blob=blob,
                    text="\n".join(p for _, p, _ in t),
                    line_count=len(t),
                )
                for d, t in zip(documents, told, strict=True)
            )
            Statement.objects.bulk_create(
                Statement(
                    version=v,
                    document=d,
                    kind=kind,
                    position=n,
                    first_line=n + 1,
                    last_line=n + 1,
                    title=" ".join(problem.split()[:8])[:300],
                    text=f"{problem}\n{solution}",
                    problem=problem if kind == "challenge" else "",
                    solution=solution,
                    content_hash=content_hash(kind, "", f"{problem}\n{solution}"),
                )
                for d, v, t in zip(documents, versions, told, strict=True)
                for n, (kind, problem, solution) in enumerate(t)
            )
            for d, v in zip(documents, versions, strict=True):
                d.current = v
            Document.objects.bulk_update(documents, ["current"], batch_size=200)
            follow_documents(documents)
        number += len(told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
