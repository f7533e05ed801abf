"""What was erased after a backup was made does not come back with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.keeping.conftest import DATABASES, BackupOf, Made

ERASE = """
from nexus.accounts.models import Person
from nexus.documents.models import Document
from nexus.documents.services import erase_document
for document in Document.objects.filter(name="weather.md"):
    erase_document(actor=document.author, document=document)
"""
AGAIN = """
from nexus.accounts.models import Person
from nexus.documents.services import import_files
from nexus.jobs.services import claim_next_job, run_job
from tests.support import LEARNER_DOCUMENT
import_files(actor=Person.objects.get(email="bo@people.test"), files=[("weather.md", LEARNER_DOCUMENT.encode())])
while (job := claim_next_job("test")) is not None:
    run_job(job)
"""
LOOK = """
import json
from nexus.documents.models import Blob, Document, Statement
from nexus.search.models import SearchSection
print(json.dumps([
    Document.objects.filter(name="weather.md", erased_at=None).count(),
    Blob.objects.filter(size__lt=1000).count(),
    Statement.objects.filter(document__name="weather.md").count() > 0,
    SearchSection.objects.filter(text__contains="watchfiles").exists(),
]))
"""


@pytest.mark.parametrize("database", DATABASES)
def test_an_erasure_is_replayed(
    database: str, own_filled: Made, migrated: Made, backup_of: BackupOf
) -> None:
    old, before = own_filled(database), backup_of(database)
    old.python(ERASE)
    # The database is lost, the data folder is not.
    new = migrated(database)
    shutil.copy(old.data / "erasures.jsonl", new.data)
    said = new.does("restore", before)
    assert "1 documents that were erased since were erased again" in said
    assert new.python(LOOK)[0] == 0
    assert new.python(LOOK)[2] is False
    # On another machine, by the record that is handed over.
    other = migrated(database)
    other.does("restore", "--erasures", old.data / "erasures.jsonl", before)
    assert other.python(LOOK) == new.python(LOOK)
    assert (other.data / "erasures.jsonl").exists()


def test_without_a_record_it_is_there(
    own_filled: Made, migrated: Made, backup_of: BackupOf
) -> None:
    """The test above would pass where nothing was kept; so this looks the other way."""
    new = migrated("sqlite")
    own_filled("sqlite").python(ERASE)
    new.does("restore", backup_of("sqlite"))
    assert new.python(LOOK)[0] == 1


def test_what_its_owner_brought_again_stays(
    own_filled: Made, migrated: Made, tmp_path: Path
) -> None:
    old, new = own_filled("sqlite"), migrated("sqlite")
    old.python(ERASE)
    old.python(AGAIN)
    old.does("backup", tmp_path / "after.zip")
    said = new.does("restore", "--erasures", old.data / "erasures.jsonl", tmp_path / "after.zip")
    assert "erased again" not in said
    assert new.python(LOOK)[0] == 1


def test_a_record_that_a_crash_cut_short(own_filled: Made) -> None:
    place = own_filled("sqlite")
    place.python(ERASE)
    file = place.data / "erasures.jsonl"
    whole = file.read_text("utf-8")
    file.write_text(whole + '{"digest": "ab', encoding="utf-8")
    code = """
import json
from nexus.documents.services.erasures import erasures_file, read_erasures, write_erasures
print(json.dumps([len(read_erasures(erasures_file())), write_erasures()]))
"""
    assert place.python(code) == [len(whole.splitlines()), 0]
    file.unlink()
    assert place.python(code) == [0, len(whole.splitlines())]
