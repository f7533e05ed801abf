"""An export that was edited comes in as revisions, or not at all with a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.documents.models import Document
from nexus.jobs.services import claim_next_job, run_job
from nexus.keeping.edits import take_in_edits
from nexus.keeping.errors import Refused
from nexus.keeping.export import export
from nexus.library.models import Entry, Link, Revision
from nexus.library.services import (
    create_entry,
    create_topic,
    restore_revision,
    save_lead,
    set_topics,
)
from nexus.search.selectors import search
from tests.conftest import Import, MakePerson
from tests.keeping.hubs import Place
from tests.support import CHALLENGE_LEAD

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "entries/practice/first-one.md", "entries/practice/second-one.md"
THIRD = "entries/challenge/third-one.md"


@pytest.fixture
def folder(learner: Person, mentor: Person, tmp_path: Path) -> Path:
    """An export of three entries, one of them with two versions."""
    first = create_entry(actor=learner, kind="practice", title="First one", lead="Old words.")
    save_lead(actor=learner, entry=first, lead="Old words, again.", expected_version=1)
    create_entry(actor=learner, kind="practice", title="Second one", lead="Other words.")
    create_entry(actor=learner, kind="challenge", title="Third one", lead=CHALLENGE_LEAD)
    create_topic(actor=mentor, title="Testing")
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


def front(folder: Path, file: str, old: str, new: str) -> None:
    """Change a line of the front matter as a person does."""
    text = (folder / file).read_bytes().decode()
    assert f"\n{old}\n" in text
    (folder / file).write_bytes(text.replace(f"\n{old}\n", f"\n{new}\n", 1).encode())


def test_title_summary_and_topics_are_taken_and_can_be_undone(
    folder: Path, learner: Person, mentor: Person
) -> None:
    front(folder, FIRST, "title: First one", 'title: "The first: renamed"')
    front(folder, FIRST, "summary: Old words.", "summary: In one line.")
    front(folder, FIRST, "topics: []", "topics:\n- testing")
    front(folder, SECOND, "topics: []", "topics: [testing]")
    done = take_in_edits(folder, mentor)
    assert [(one.file, one.what) for one in done] == [
        (FIRST, "title, summary, topics"),
        (SECOND, "topics"),
    ]
    first = Entry.objects.get(title="The first: renamed")
    assert (first.slug, first.summary, first.lead) == (
        "the-first-renamed",
        "In one line.",
        "Old words, again.",
    )
    assert [topic.slug for topic in first.topics.all()] == ["testing"]
    assert (first.version, Entry.objects.get(title="Second one").version) == (3, 1)
    restore_revision(actor=learner, entry=first, version=2, expected_version=3)
    first.refresh_from_db()
    assert (first.title, first.summary, first.version) == ("First one", "Old words.", 4)


def test_text_and_title_are_one_revision(folder: Path, mentor: Person) -> None:
    front(folder, FIRST, "title: First one", "title: Renamed")
    edit(folder, FIRST, "Old words, again.", "New words.")
    assert [one.what for one in take_in_edits(folder, mentor)] == ["text, title"]
    assert leads()["Renamed"] == ("New words.", 3)


def test_a_text_is_taken_where_the_hub_gave_other_topics_meanwhile(
    folder: Path, mentor: Person
) -> None:
    """What somebody else did to what this person did not touch stays."""
    first = Entry.objects.get(title="First one")
    set_topics(actor=mentor, entry=first, topics=["testing"])
    edit(folder, FIRST, "Old words, again.", "New words.")
    assert [one.what for one in take_in_edits(folder, mentor)] == ["text"]
    assert [topic.slug for topic in first.topics.all()] == ["testing"]


def test_what_both_changed_is_refused(folder: Path, mentor: Person) -> None:
    create_topic(actor=mentor, title="Other")
    first = Entry.objects.get(title="First one")
    set_topics(actor=mentor, entry=first, topics=["other"])
    front(folder, FIRST, "topics: []", "topics: [testing]")
    with pytest.raises(Refused, match="where the hub has them as they were exported"):
        take_in_edits(folder, mentor)
    assert [topic.slug for topic in first.topics.all()] == ["other"]


def test_a_title_given_in_an_older_version_is_stale(
    folder: Path, learner: Person, mentor: Person
) -> None:
    first = Entry.objects.get(title="First one")
    save_lead(actor=learner, entry=first, lead="Newest words.", expected_version=2)
    front(folder, FIRST, "title: First one", "title: Renamed")
    with pytest.raises(Refused, match="it was changed in the hub since it was exported"):
        take_in_edits(folder, mentor)


def test_unchanged_it_changes_nothing(folder: Path, mentor: Person) -> None:
    before = Revision.objects.count()
    assert take_in_edits(folder, mentor) == []
    assert Revision.objects.count() == before


def test_a_second_time_it_is_stale(folder: Path, mentor: Person) -> None:
    """The folder is still of the version before; nobody's work is written over."""
    edit(folder, FIRST, "Old words, again.", "New words.")
    take_in_edits(folder, mentor)
    with pytest.raises(Refused, match=r"first-one\.md: it was changed in the hub since"):
        take_in_edits(folder, mentor)


def test_all_or_nothing(folder: Path, learner: Person, mentor: Person) -> None:
    second = Entry.objects.get(title="Second one")
    save_lead(actor=learner, entry=second, lead="Later words.", expected_version=1)
    edit(folder, FIRST, "Old words, again.", "New words.")
    edit(folder, SECOND, "Other words.", "New words.")
    with pytest.raises(Refused, match=r"second-one\.md"):
        take_in_edits(folder, mentor)
    assert leads()["First one"] == ("Old words, again.", 2)
    assert leads()["Second one"] == ("Later words.", 2)


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        (FIRST, "state: published", "state: draft", "its front matter was changed"),
        (FIRST, "title: First one", "title: 2026", "title has to be a text; put it in quotes"),
        (FIRST, "title: First one", "title: ''", "A title is missing"),
        (FIRST, "title: First one", 'title: First: one: "x', "line 5 is no YAML: put the text"),
        (FIRST, "topics: []", "topics: testing", "topics has to be a list"),
        (FIRST, "topics: []", "topics: [nowhere]", "There is no topic nowhere"),
        (THIRD, "summary: The page hangs.", "summary: It hangs.", "Change the symptom instead"),
        (FIRST, "\nversion: 2\n", "\nversion: two\n", "its front matter has no version any more"),
        (FIRST, "---\n", "", "does not begin with its front matter"),
        (FIRST, "version: 2\n", "version: 1\n", "its front matter was changed"),
        (FIRST, "\nid: ", "\nid: 9", "this hub has no entry-9"),
        (
            "tables/accounts_person.jsonl",
            "learner",
            "mentor",
            "Only the files below entries/ and documents/",
        ),
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
    assert said == "0 changed files were taken in, by bo@people.test.\n"
    code, said = place.nexus("edits", tmp_path / "out", "--by", "nobody@people.test")
    assert (code, "Nobody with the address" in said) == (1, True)


def test_an_editor_may_end_lines_as_windows_does(folder: Path, mentor: Person) -> None:
    for file in (FIRST, SECOND):
        (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))
    edit(folder, FIRST, "Old words, again.", "New words.\r\nAnd more.")
    assert [one.file for one in take_in_edits(folder, mentor)] == [FIRST]
    assert leads()["First one"] == ("New words.\nAnd more.", 3)
    assert leads()["Second one"] == ("Other words.", 1)


def test_a_file_that_is_gone_or_elsewhere_is_named(folder: Path, mentor: Person) -> None:
    (folder / FIRST).unlink()
    with pytest.raises(Refused, match=r"first-one\.md cannot be read\. Nothing was taken in\.$"):
        take_in_edits(folder, mentor)
    (folder / FIRST).symlink_to("/etc/hostname")
    with pytest.raises(Refused, match=r"leads out of the folder\. Nothing was taken in\.$"):
        take_in_edits(folder, mentor)


NOTES = "# Notes\n\n## Challenges\n\n**Problem:** Labels jam.\n\n**Solution:** Empty the tray.\n"


@pytest.fixture
def notes(learner: Person, bring: Import, tmp_path: Path) -> Path:
    """An export of a hub with one document, the learner's own; the file's path."""
    bring(learner, ("notes.md", NOTES.encode()))
    export(tmp_path / "documents")
    (found,) = (tmp_path / "documents/documents").iterdir()
    return found


def take_in(notes: Path, by: Person) -> list[tuple[str, str]]:
    done = take_in_edits(notes.parents[1], by)
    return [(one.file.partition("/")[0], one.what) for one in done]


def test_a_changed_document_is_another_version(notes: Path, learner: Person) -> None:
    edit(notes.parent, notes.name, "Empty the tray.", "Turn the roll.")
    assert take_in(notes, learner) == [("documents", "document")]
    document = Document.objects.get()
    assert document.current is not None
    assert (document.current.number, bytes(document.current.blob.data).decode()) == (
        2,
        NOTES.replace("Empty the tray.", "Turn the roll."),
    )
    assert [one.solution for one in document.statements.filter(is_current=True)] == [
        "Turn the roll."
    ]
    # Its words find their place as those of an import do.
    job = claim_next_job("test")
    assert job is not None
    assert (job.kind, run_job(job).state) == ("consolidation", "done")
    stands = Evidence.objects.filter(statement__version=document.current)
    assert stands.count() == 1
    # Of the version before there is another by now.
    with pytest.raises(Refused, match="it was changed in the hub since it was exported"):
        take_in(notes, learner)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("title: Notes", "title: Mine", "correct the rest on the document's page"),
        ("\ncurrent_id: ", "\ncurrent_id: 9", "this hub has no such document"),
        (NOTES, "", "It is empty"),
    ],
    ids=["title", "version", "empty"],
)
def test_what_cannot_be_taken_of_a_document_is_said(
    notes: Path, learner: Person, old: str, new: str, why: str
) -> None:
    text = notes.read_text(encoding="utf-8")
    assert old in text
    notes.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused, match=why):
        take_in(notes, learner)
    assert Document.objects.get().versions.count() == 1


def test_a_document_is_its_owners(notes: Path, mentor: Person, reader: Person) -> None:
    notes.write_text(notes.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    with pytest.raises(Refused, match="they alone bring another version of it"):
        take_in(notes, mentor)
    with pytest.raises(Refused, match="Nothing was taken in"):
        take_in(notes, reader)
    # Nobody's in particular, it is for mentors, and for who brought it.
    Document.objects.update(is_owned=False)
    assert take_in(notes, mentor) == [("documents", "document")]


def test_who_did_not_bring_a_document_does_not_change_it(
    notes: Path, make_person: MakePerson
) -> None:
    Document.objects.update(is_owned=False)
    notes.write_text(notes.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    with pytest.raises(Refused, match="they, or a mentor, bring another version"):
        take_in(notes, make_person("learner"))


PLAIN = "# How the quay is reached\n\nTake the second door beside the xylophone.\n"


def found(viewer: Person, word: str) -> list[str]:
    return [hit.page.title for hit in search(viewer=viewer, query=word).hits]


def write_body(file: Path, old: str, new: str) -> None:
    edit(file.parent, file.name, old, new)


@pytest.fixture
def plain(learner: Person, bring: Import, tmp_path: Path) -> Path:
    """An export of a hub with one document that is read as a guide; the file's path."""
    bring(learner, ("quay.md", PLAIN.encode()))
    export(tmp_path / "documents")
    (file,) = (tmp_path / "documents/documents").iterdir()
    return file


def test_a_guide_says_what_its_edited_document_says(plain: Path, learner: Person) -> None:
    """Words that were taken out stand in no list and are not found."""
    assert found(learner, "xylophone") == ["How the quay is reached"]
    write_body(plain, PLAIN, "# How the pier is reached\n\nTake the first door.\n")
    take_in(plain, learner)
    guide = Entry.objects.get(kind="guide")
    assert (guide.title, guide.summary) == ("How the pier is reached", "Take the first door.")
    assert (found(learner, "xylophone"), found(learner, "quay")) == ([], [])
    assert found(learner, "pier") == ["How the pier is reached"]


def test_a_guide_whose_document_tells_of_learning_leaves(plain: Path, learner: Person) -> None:
    write_body(plain, PLAIN, NOTES)
    take_in(plain, learner)
    assert Entry.objects.get(kind="guide").state == Entry.State.RETIRED
    assert found(learner, "quay") == []


def test_a_document_that_becomes_documentation_has_a_guide(notes: Path, learner: Person) -> None:
    linking = create_entry(
        actor=learner,
        kind="practice",
        title="Ways",
        lead="See [[How the quay is reached]].",
    )
    write_body(notes, NOTES, PLAIN)
    take_in(notes, learner)
    guide = Entry.objects.get(kind="guide")
    assert Document.objects.get().guide == guide
    assert (guide.title, guide.state) == ("How the quay is reached", Entry.State.PUBLISHED)
    assert found(learner, "xylophone") == ["How the quay is reached"]
    assert Link.objects.get(source=linking).target == guide


def test_documents_and_entries_are_all_or_none(
    notes: Path, learner: Person, tmp_path: Path
) -> None:
    folder = tmp_path / "both"
    create_entry(actor=learner, kind="practice", title="First one", lead="Old words.")
    export(folder)
    (file,) = (folder / "documents").iterdir()
    file.write_text(file.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    edit(folder, FIRST, "Old words.", "New words.")
    Entry.objects.filter(title="First one").update(version=2)
    with pytest.raises(Refused, match=r"first-one\.md"):
        take_in_edits(folder, learner)
    assert Document.objects.get().versions.count() == 1
