"""An export that was edited comes in as revisions, or not at all with a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from nexus.accounts.models import Person
from nexus.keeping.edits import take_in_edits
from nexus.keeping.errors import Refused
from nexus.keeping.export import export
from nexus.library.models import Entry, Revision
from nexus.library.services import create_entry, save_lead
from tests.keeping.hubs import Place

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "entries/practice/first-one.md", "entries/practice/second-one.md"


@pytest.fixture
def folder(learner: Person, tmp_path: Path) -> Path:
    """An export of two entries, one of them with two versions."""
    first = create_entry(actor=learner, kind="practice", title="First one", lead="Old words.")
    save_lead(actor=learner, entry=first, lead="Old words, again.", expected_version=1)
    create_entry(actor=learner, kind="practice", title="Second one", lead="Other words.")
    target = tmp_path / "export"
    export(target)
    return target


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_bytes().decode()
    assert old in text
    (folder / file).write_bytes(new.join(text.rsplit(old, 1)).encode())


def leads() -> dict[str, tuple[str, int]]:
    return {one.title: (one.lead, one.version) for one in Entry.objects.all()}


def test_a_changed_text_is_a_revision_by_who_brings_it(folder: Path, mentor: Person) -> None:
    edit(folder, FIRST, "Old words, again.", "New — words.\n\n---\n")
    assert [one.file for one in take_in_edits(folder, mentor)] == [FIRST]
    assert leads()["First one"] == ("New — words.\n\n---\n", 3)
    assert leads()["Second one"] == ("Other words.", 1)
    last = Revision.objects.get(entry__title="First one", version=3)
    assert (last.author, last.note) == (mentor, "edited in an export")


def test_unchanged_it_changes_nothing(folder: Path, mentor: Person) -> None:
    before = Revision.objects.count()
    assert take_in_edits(folder, mentor) == []
    assert Revision.objects.count() == before


def test_a_second_time_it_is_stale(folder: Path, mentor: Person) -> None:
    """The folder is still of the version before; nobody's work is written over."""
    edit(folder, FIRST, "Old words, again.", "New words.")
    take_in_edits(folder, mentor)
    with pytest.raises(Refused, match=r"first-one\.md: the entry was changed in the hub since"):
        take_in_edits(folder, mentor)


def test_all_or_nothing(folder: Path, learner: Person, mentor: Person) -> None:
    second = Entry.objects.get(title="Second one")
    save_lead(actor=learner, entry=second, lead="Later words.", expected_version=1)
    edit(folder, FIRST, "Old words, again.", "New words.")
    edit(folder, SECOND, "Other words.", "New words.")
    with pytest.raises(Refused, match=r"second-one\.md"):
        take_in_edits(folder, mentor)
    assert leads() == {"First one": ("Old words, again.", 2), "Second one": ("Later words.", 2)}


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        (FIRST, "title: First one", "title: Mine", "its front matter was changed"),
        (FIRST, "---\n", "", "does not begin with its front matter"),
        (FIRST, "version: 2\n", "version: 1\n", "its front matter was changed"),
        (FIRST, "\nid: ", "\nid: 9", "this hub has no entry-9"),
        ("tables/accounts_person.jsonl", "learner", "mentor", "Only the texts below entries/"),
    ],
)
def test_whatever_else_was_changed_is_refused(
    folder: Path, mentor: Person, file: str, old: str, new: str, why: str
) -> None:
    text = (folder / file).read_bytes().decode()
    assert old in text
    (folder / file).write_bytes(text.replace(old, new, 1).encode())
    edit(folder, SECOND, "Other words.", "New words.")
    with pytest.raises(Refused, match=why):
        take_in_edits(folder, mentor)
    assert {version for _, version in leads().values()} == {1, 2}
    assert leads()["Second one"] == ("Other words.", 1)


def test_what_was_added_or_removed_is_refused(folder: Path, mentor: Person) -> None:
    shutil.copy(folder / FIRST, folder / "entries/practice/third.md")
    with pytest.raises(Refused, match=r"third\.md is no part of the export"):
        take_in_edits(folder, mentor)
    (folder / "entries/practice/third.md").rename(folder / ".third.md")
    (folder / FIRST).unlink()
    with pytest.raises(Refused, match=r"first-one\.md cannot be read"):
        take_in_edits(folder, mentor)


def test_a_reader_may_not(folder: Path, reader: Person) -> None:
    edit(folder, FIRST, "Old words, again.", "New words.")
    with pytest.raises(Refused, match="Nothing was taken in"):
        take_in_edits(folder, reader)


def test_by_the_command(filled: Callable[[str], Place], tmp_path: Path) -> None:
    place = filled(connection.vendor)
    place.does("export", tmp_path / "out")
    said = place.does("edits", tmp_path / "out", "--by", "bo@people.test")
    assert said == "0 texts were changed, and saved as revisions by bo@people.test.\n"
    code, said = place.nexus("edits", tmp_path / "out", "--by", "nobody@people.test")
    assert (code, "Nobody with the address" in said) == (1, True)


def test_an_editor_may_end_lines_as_windows_does(folder: Path, mentor: Person) -> None:
    for file in (FIRST, SECOND):
        (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))
    edit(folder, FIRST, "Old words, again.", "New words.\r\nAnd more.")
    assert [one.file for one in take_in_edits(folder, mentor)] == [FIRST]
    assert leads() == {
        "First one": ("New words.\nAnd more.", 3),
        "Second one": ("Other words.", 1),
    }


def test_a_file_that_is_gone_or_elsewhere_is_named(folder: Path, mentor: Person) -> None:
    (folder / FIRST).unlink()
    with pytest.raises(Refused, match=r"first-one\.md cannot be read\. Nothing was taken in\.$"):
        take_in_edits(folder, mentor)
    (folder / FIRST).symlink_to("/etc/hostname")
    with pytest.raises(Refused, match=r"leads out of the folder\. Nothing was taken in\.$"):
        take_in_edits(folder, mentor)
