"""A backup sees one moment while others write, and keeps nobody from writing."""

from __future__ import annotations

import pytest

from tests.keeping.conftest import DATABASES, Made

# On a database of its own: that of the tests is in memory, where readers and writers do wait.
BEGIN = """
import json, pathlib, tempfile, threading
from django.db import connection, transaction
from nexus.accounts.models import Cohort
from nexus.keeping.backup import back_up
from nexus.keeping.snapshot import one_moment
from nexus.library.models import Topic

def in_thread(work):
    def run():
        work()
        connection.close()
    thread = threading.Thread(target=run)
    thread.start()
    return thread

def write_pair(number):
    with transaction.atomic():
        Cohort.objects.create(name=f"C {number}", slug=f"c{number}")
        Topic.objects.create(title=f"T {number}", slug=f"t{number}")
"""
ONE_MOMENT = """
write_pair(0)
with one_moment():
    seen = [Cohort.objects.count()]
    in_thread(lambda: write_pair(1)).join(timeout=10)
    seen += [Cohort.objects.count(), Topic.objects.count()]
print(json.dumps([*seen, Topic.objects.count()]))
"""
TOGETHER = """
stop, written = threading.Event(), threading.Semaphore(0)

def write():
    number = 0
    while not stop.is_set() and number < 5000:
        write_pair(number)
        written.release()
        number += 1

writer = in_thread(write)
kept = []
for number in range(4):
    assert written.acquire(timeout=20)
    tables = back_up(pathlib.Path(tempfile.mkdtemp()) / "b.zip").tables
    kept.append([tables["accounts_cohort"].rows, tables["library_topic"].rows])
stop.set()
writer.join(timeout=20)
print(json.dumps(kept))
"""


@pytest.mark.parametrize("database", DATABASES)
def test_backups_while_others_write(database: str, migrated: Made) -> None:
    place = migrated(database)
    # A writer is not kept waiting, and what it wrote is seen afterwards only.
    assert place.python(BEGIN + ONE_MOMENT) == [1, 1, 1, 2]


@pytest.mark.parametrize("database", DATABASES)
def test_what_was_written_together_is_kept_together(database: str, migrated: Made) -> None:
    kept = migrated(database).python(BEGIN + TOGETHER)
    assert all(cohorts == topics for cohorts, topics in kept)
    assert len({cohorts for cohorts, _ in kept}) == 4  # it wrote all the while
