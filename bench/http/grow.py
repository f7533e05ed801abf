"""Fill the hub of NEXUS_DATA (or DATABASE_URL): `python -m bench.http.grow ENTRIES`.

Rows as importing and bringing together so many would leave them (bench.http.madeup), written as
they are: bringing 100,000 entries together takes half an hour, and is measured elsewhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from bench.consolidation import CONTENT, make_people
from bench.http.madeup import NAMED_SHARE, OF_A_DOCUMENT, Maker, Rows
from bench.statements import Writer, write_statements

AT_ONCE = 1000
COHORTS = 20
COUNT_NAMED = """
UPDATE library_entry SET
    statement_count = (
        SELECT COUNT(*) FROM curation_evidence e WHERE e.entry_id = library_entry.id
    ),
    voice_count = (
        SELECT COUNT(DISTINCT d.author_id) FROM curation_evidence e
        JOIN documents_statement s ON s.id = e.statement_id
        JOIN documents_document d ON d.id = s.document_id WHERE e.entry_id = library_entry.id
    )
WHERE kind IN ('technology', 'concept')
"""


def maker_for(entries: int) -> Maker:
    """One that knows what the hub has already."""
    from django.db.models import Max

    from nexus.accounts.models import Cohort
    from nexus.documents.models import Blob, Document, DocumentVersion, Statement
    from nexus.library.models import Entry, Link, Topic

    people = make_people()
    known = (Entry, Document, DocumentVersion, Statement, Link, Entry.topics.through)
    highest = (m.objects.aggregate(Max("pk"))["pk__max"] or 0 for m in known)
    first = 1 + max(highest)
    made = Maker(Writer(CONTENT, 11), write_statements(CONTENT, entries), people, first)
    cohorts = (Cohort(name=f"Cohort {n}", slug=f"cohort-{n}") for n in range(COHORTS))
    made.cohorts = [one.pk for one in Cohort.objects.bulk_create(cohorts)]
    made.topics = list(Topic.objects.order_by("pk").values_list("pk", flat=True))
    made.named = list(
        Entry.objects.filter(kind__in=("technology", "concept"))
        .order_by("-kind", "pk")
        .values_list("pk", flat=True)
    )
    blob, _ = Blob.objects.get_or_create(sha256="0" * 64, defaults={"data": b"x", "size": 1})
    made.blob = blob.pk
    return made


def batches(made: Maker, missing: int) -> Iterator[Rows]:
    """All that is to be written, in its order."""
    names = int(missing * NAMED_SHARE)
    yield made.names(names)
    yield made.documents(max(missing // OF_A_DOCUMENT, 1))
    for start in range(0, len(made.places), AT_ONCE):
        yield made.namings(made.places[start : start + AT_ONCE])
    for start in range(names, missing, AT_ONCE):
        yield made.entries(min(AT_ONCE, missing - start))


def write(rows: Rows) -> None:
    from django.db import transaction

    with transaction.atomic():
        for model, objects in rows.found.items():
            model._default_manager.bulk_create(objects, batch_size=500)


def finish(made: Maker) -> None:
    """Counts of what has a name, ids that go on, what the planner knows, and the index."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from nexus.library.models import Entry
    from nexus.search.indexing import index_entries

    with connection.cursor() as cursor:
        cursor.execute(COUNT_NAMED)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(made.next)):
            cursor.execute(statement)
    pks = [*made.named, *made.worded]
    for start in range(0, len(pks), AT_ONCE):
        with transaction.atomic():
            index_entries(Entry.objects.filter(pk__in=pks[start : start + AT_ONCE]))
    if connection.vendor == "postgresql":  # as its autovacuum would in a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def main(entries: int) -> None:
    django.setup()
    from nexus.library.models import Entry

    missing = entries - Entry.objects.count()
    made = maker_for(entries)
    for rows in batches(made, missing):
        write(rows)
    finish(made)
    print(f"{Entry.objects.count():,} entries", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
