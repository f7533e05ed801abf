"""What cannot be restored is refused with a sentence, and nothing of it is in the hub."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexus.accounts.models import Person
from nexus.keeping.archive import Reader, digest_of
from nexus.keeping.errors import Refused
from nexus.keeping.frontmatter import join, part
from nexus.keeping.restore import open_source, restore
from tests.keeping.conftest import DATABASES, Made, NewPlace
from tests.keeping.hubs import Place, tables_of

COUNT = """
from nexus.accounts.models import Person
from nexus.documents.models import Blob
from nexus.library.models import Entry, Revision
print(sum(model.objects.count() for model in (Person, Blob, Entry, Revision)))
"""


def altered(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A backup written anew with other parts."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def with_manifest(parts: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads(parts["manifest.json"])
    change(manifest)
    parts["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("begun", [False, True])
def test_an_old_backup_restores(
    database: str,
    begun: bool,
    v1: Path,
    new_place: NewPlace,
    migrated: Made,
    tmp_path: Path,
) -> None:
    """Its schema is made as it was, also where a newer one stands; then it is brought up to date."""
    place = migrated(database) if begun else new_place(database)
    said = place.does("restore", v1)
    manifest = Reader(v1).manifest
    rows = sum(table.rows for table in manifest.tables.values())
    assert said.startswith(f"Restored {rows:,} rows of {len(manifest.tables)} tables")
    place.does("backup", tmp_path / "now.zip")
    now = tables_of(tmp_path / "now.zip")
    assert now["library_entry"]["rows"] == manifest.tables["library_entry"].rows
    assert now["documents_blob"]["sha256"] == manifest.tables["documents_blob"].sha256


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_backup(share: float, v1: Path, tmp_path: Path) -> None:
    data = v1.read_bytes()
    short = tmp_path / "short.zip"
    short.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(Refused, match="cut short or damaged"):
        Reader(short)


def test_a_byte_that_changed(v1: Path, tmp_path: Path) -> None:
    """It is refused, or the byte carried nothing: then all rows are as they were."""
    data = v1.read_bytes()
    chance = random.Random(7)
    whole = Reader(v1)
    digests = {name: digest_of(whole.rows(name)) for name in whole.manifest.tables}
    refused = 0
    for _ in range(150):
        place = chance.randrange(len(data))
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        file = tmp_path / "changed.zip"
        file.write_bytes(changed)
        try:
            reader = Reader(file)
            reader.verify()
        except Refused:
            refused += 1
            continue
        assert {name: digest_of(reader.rows(name)) for name in digests} == digests
    assert refused > 100


@pytest.mark.django_db
def test_a_row_that_changed(v1: Path, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["tables/library_entry.jsonl"] = parts["tables/library_entry.jsonl"].replace(
            b"blocks", b"blogs", 1
        )

    with pytest.raises(Refused, match="was altered or is damaged; nothing was restored"):
        restore(altered(v1, tmp_path / "a.zip", change))
    assert not Person.objects.exists()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_never_half_a_restore(database: str, v1: Path, new_place: NewPlace, tmp_path: Path) -> None:
    """A table that leads nowhere, with a digest that fits: the last check finds it."""

    def change(parts: dict[str, bytes]) -> None:
        lines = parts["tables/accounts_person.jsonl"].splitlines(keepends=True)
        rows = [json.loads(line) for line in lines[1:]]
        parts["tables/accounts_person.jsonl"] = b"".join(lines[1:])

        def say(manifest: dict[str, Any]) -> None:
            count, sha256 = digest_of(rows)
            manifest["tables"]["accounts_person"].update(rows=count, sha256=sha256)

        with_manifest(parts, say)

    place = new_place(database)
    code, said = place.nexus("restore", altered(v1, tmp_path / "a.zip", change))
    assert (code, "nothing was restored" in said) == (1, True), said
    assert place.python(COUNT) == 0
    # The same place takes the whole backup afterwards.
    place.does("restore", v1)


@pytest.mark.django_db
def test_a_backup_of_a_newer_hub(v1: Path, tmp_path: Path) -> None:
    def later(parts: dict[str, bytes]) -> None:
        with_manifest(parts, lambda m: m["migrations"].append(["library", "0999_later"]))

    def newer(parts: dict[str, bytes]) -> None:
        with_manifest(parts, lambda m: m.update(format=2))

    with pytest.raises(Refused, match=r"no migration library\.0999_later\. Upgrade"):
        restore(altered(v1, tmp_path / "later.zip", later))
    with pytest.raises(Refused, match="is of format 2; this hub reads up to 1"):
        restore(altered(v1, tmp_path / "newer.zip", newer))


def test_a_hub_in_use(filled: Callable[[str], Place], v1: Path, tmp_path: Path) -> None:
    place = filled("sqlite")
    before = place.python(COUNT)
    code, said = place.nexus("restore", v1)
    assert (code, "This hub is in use: there are rows in accounts_person" in said) == (1, True)
    assert place.python(COUNT) == before


def test_what_is_no_backup(new_place: NewPlace, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words", encoding="utf-8")
    code, said = new_place("sqlite").nexus("restore", "--check", tmp_path / "notes.txt")
    assert (code, "is no backup, or it was cut short" in said) == (1, True)
    with pytest.raises(Refused, match="is not there"):
        open_source(tmp_path / "nothing.zip")
    with pytest.raises(Refused, match="is no export"):
        open_source(tmp_path)


def test_an_export_that_was_changed(filled: Callable[[str], Place], tmp_path: Path) -> None:
    folder = tmp_path / "export"
    filled("sqlite").does("export", folder)
    entry = folder / "entries/challenge/a-view-blocks-the-loop.md"
    entry.write_bytes(entry.read_bytes() + b"more")
    with pytest.raises(Refused, match=r"a-view-blocks-the-loop\.md was changed since"):
        open_source(folder).verify()
    entry.write_bytes(entry.read_bytes()[:-4])
    (folder / ".git").mkdir()
    (folder / ".git" / "config").touch()
    open_source(folder).verify()
    (folder / "documents" / "mine.md").touch()
    with pytest.raises(Refused, match=r"documents/mine\.md is no part of the export"):
        open_source(folder).verify()
    (folder / "documents" / "mine.md").unlink()
    entry.unlink()
    with pytest.raises(Refused, match=r"a-view-blocks-the-loop\.md cannot be read"):
        open_source(folder).verify()
    manifest = json.loads((folder / "export.json").read_text("utf-8"))
    manifest["files"] = {"../../etc/passwd": "0" * 64}
    (folder / "export.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(Refused, match="leads out of the folder"):
        open_source(folder).verify()


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), TEXT, min_size=1), st.binary())
def test_front_matter_keeps_every_text(front: dict[str, str], body: bytes) -> None:
    assert part(join(front, body)) == (front, body)
