"""Fill the hub of NEXUS_DATA (or DATABASE_URL): `python -m bench.http.grow ENTRIES`.

Made-up documents of two thousand people, brought together as an import is, until there are as
many entries.
"""

from __future__ import annotations

import os
import sys
from itertools import islice

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from bench.consolidation import CONTENT, fill, make_people
from bench.statements import write_statements

# Entries that come of a statement, about.
SHARE = 0.55


def main(entries: int) -> None:
    django.setup()
    from nexus.curation.services import refresh_evidence
    from nexus.library.models import Entry

    people = make_people()
    words = write_statements(CONTENT, entries * 10)
    while (missing := entries - Entry.objects.count()) > 0:
        fill(people, islice(words, max(300, int(missing / SHARE))))
        refresh_evidence(whole=True)
    print(f"{Entry.objects.count():,} entries", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
