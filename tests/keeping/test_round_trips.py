"""What goes into a backup or an export comes out of it, on both databases and from one to the other."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.keeping.conftest import DATABASES, BackupOf, Made, NewPlace
from tests.keeping.hubs import tables_of

NEXT_ENTRY = """
from nexus.library.models import Entry
print(Entry.objects.create(kind="practice", slug="next", title="Next").pk)
"""

SIGN_IN_AND_SEARCH = """
import json
from django.contrib.auth import authenticate
from nexus.search.selectors import search
ada = authenticate(username="ada@people.test", password="correct horse battery")
print(json.dumps([ada.role, search(viewer=ada, query="view blocks loop").hits[0].page.title]))
"""


FACTORS = """
import json, time
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
kinds = sorted(Authenticator.objects.filter(user__email="bo@people.test").values_list("type", flat=True))
secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
totp, recovery = (Authenticator.objects.get(type=kind).wrap() for kind in ("totp", "recovery_codes"))
print(json.dumps([kinds, totp.validate_code(code), len(recovery.get_unused_codes())]))
"""


@pytest.mark.parametrize("target", DATABASES)
@pytest.mark.parametrize("source", DATABASES)
@pytest.mark.parametrize("way", ["backup", "export"])
def test_all_of_it_comes_back(
    source: str,
    target: str,
    way: str,
    filled: Made,
    backup_of: BackupOf,
    new_place: NewPlace,
    tmp_path: Path,
) -> None:
    new, kept = new_place(target), backup_of(source)
    before = tables_of(kept)
    if way == "export":
        kept = tmp_path / "export"
        filled(source).does("export", kept)
    new.does("restore", kept)
    new.does("backup", tmp_path / "after.zip")
    assert tables_of(tmp_path / "after.zip") == before
    assert before["documents_document"]["rows"] == 3
    assert before["library_revision"]["rows"] == 2
    # The id of an entry that was deleted is not given out again.
    last = before["library_entry"]["last_id"]
    assert last > before["library_entry"]["rows"]
    assert new.python(NEXT_ENTRY) == last + 1


def test_people_sign_in_and_search_as_before(backup_of: BackupOf, migrated: Made) -> None:
    new = migrated("sqlite")
    assert "Sessions are not kept" in new.does("restore", backup_of("sqlite"))
    assert new.python(SIGN_IN_AND_SEARCH) == ["maintainer", "A view blocks the loop"]


@pytest.mark.parametrize("target", DATABASES)
@pytest.mark.parametrize("source", DATABASES)
def test_second_factors_come_back(
    source: str, target: str, filled: Made, backup_of: BackupOf, migrated: Made
) -> None:
    """By the signing key that they were encrypted by; by another they are asked for in vain."""
    old, new = filled(source), migrated(target)
    new.does("restore", backup_of(source))
    kinds = ["recovery_codes", "totp", "webauthn"]
    assert new.python(FACTORS)[:2] == [kinds, False]
    shutil.copy(old.data / "secret_key", new.data / "secret_key")
    assert new.python(FACTORS) == [kinds, True, 10]


def test_uploads_are_kept(filled: Made, migrated: Made, tmp_path: Path) -> None:
    old, new = filled("sqlite"), migrated("sqlite")
    upload = old.data / "files" / "a" / "picture.bin"
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_bytes(os.urandom(300_000))
    old.does("backup", tmp_path / "b.zip")
    new.does("restore", tmp_path / "b.zip")
    assert (new.data / "files" / "a" / "picture.bin").read_bytes() == upload.read_bytes()
    upload.unlink()


def test_a_backup_is_for_its_owner_and_overwrites_nothing(filled: Made, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    filled("sqlite").does("backup", target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    written = target.read_bytes()
    code, said = filled("sqlite").nexus("backup", target)
    assert (code, "exists already" in said) == (1, True)
    assert target.read_bytes() == written
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_reads_as_markdown(filled: Made, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    filled("sqlite").does("export", folder)
    text = (folder / "entries/challenge/a-view-blocks-the-loop.md").read_bytes().decode()
    assert text.startswith("---\nid: 1\nkind: challenge\n")
    assert "\nlibrary_revision:\n" in text
    assert text.count("## Symptom") == 3  # the lead and both of its revisions
    document = next((folder / "documents").glob("*-weather.md")).read_bytes()
    assert document.endswith(
        b"\n---\n" + b"# Weather service" + document.split(b"# Weather service")[-1]
    )
    assert b"\ndocuments_statement:\n" in document
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    code, said = filled("sqlite").nexus("export", folder)
    assert (code, "is not an empty folder" in said) == (1, True)
