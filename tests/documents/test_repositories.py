"""Git repositories and cohort lists, from repositories made here."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.cli.importing import start_cohort_import
from nexus.common.errors import Invalid, NotAllowed
from nexus.documents.models import Document, DocumentVersion, ImportBatch, Statement
from nexus.documents.services import import_cohort, import_repository
from nexus.documents.services.guides import A_GUIDE
from nexus.documents.services.imports import Whose
from nexus.documents.sources.cohort_list import read_cohort_list
from nexus.documents.sources.repositories import check_address
from nexus.jobs.services import MOST_ATTEMPTS
from tests.support import LEARNER_DOCUMENT, run_to_end

pytestmark = pytest.mark.django_db
MakeRepository = Callable[..., Path]


def git(folder: Path, *words: str) -> None:
    names = {
        f"GIT_{who}_{what}": "x@people.test"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env=environment)


def commit(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Write")


@pytest.fixture
def make_repository(tmp_path: Path) -> MakeRepository:
    def make(name: str, files: dict[str, str]) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        git(folder, "init", "-q", "-b", "trunk")
        if files:
            commit(folder, files)
        return folder

    return make


def items(batch: ImportBatch) -> dict[str, tuple[str, str]]:
    return {item.name: (item.state, item.error) for item in batch.items.all()}


def test_every_markdown_file(learner: Any, make_repository: MakeRepository) -> None:
    files = {"README.md": LEARNER_DOCUMENT, "docs/deploy.md": "# Deploy\n\nPush.\n", "a.py": "x"}
    address = str(make_repository("notes", {**files, ".github/x.md": "# Hidden\n"}))
    batch = import_repository(actor=learner, address=address)
    assert run_to_end(batch).state == "done"
    assert items(batch) == {
        address.lstrip("/"): ("expanded", ""),
        "README.md": ("created", ""),
        "docs/deploy.md": ("created", A_GUIDE),
    }
    assert set(Document.objects.values_list("origin", flat=True)) == {address}


def test_fetched_again_only_what_changed_is_new(
    learner: Any, make_repository: MakeRepository
) -> None:
    folder = make_repository("notes", {"README.md": LEARNER_DOCUMENT, "b.md": "# B\n\nText.\n"})
    run_to_end(import_repository(actor=learner, address=str(folder)))
    commit(folder, {"b.md": "# B\n\nOther text.\n"})
    batch = import_repository(actor=learner, address=str(folder))
    run_to_end(batch)
    found = items(batch)
    assert (found["README.md"][0], found["b.md"][0]) == ("unchanged", "updated")
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (2, 3)


def test_a_link_out_of_the_repository_is_not_followed(
    learner: Any, make_repository: MakeRepository, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nKeep out.\n")
    folder = make_repository("notes", {"README.md": LEARNER_DOCUMENT})
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    commit(folder, {})
    run_to_end(import_repository(actor=learner, address=str(folder)))
    assert not DocumentVersion.objects.filter(text__contains="Keep out").exists()


@pytest.mark.parametrize(
    "address", ["", "notes", "ssh://git@x/y", "ext::sh -c id", "--upload-pack=x", "ftp://x/y"]
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(Invalid):
        check_address(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:1", "localhost", "2130706433", "0x7f.1", "169.254.169.254", "10.0.0.7"]
)
def test_a_hub_is_no_way_into_its_network(learner: Any, settings: Any, host: str) -> None:
    address = f"http://{host}/notes"
    batch = import_repository(actor=learner, address=address)
    run_to_end(batch)
    said = batch.items.get().error
    assert said == (
        f"The repository {address} is on a private network. An operator can allow its host."
    )
    settings.NEXUS_GIT_HOSTS = [host.partition(":")[0]]
    if host == "127.0.0.1:1":
        batch = import_repository(actor=learner, address=address)
        states = [run_to_end(batch).state for _ in range(MOST_ATTEMPTS)]
        # Its server may be back a moment later; at last the item says that it was not.
        assert states == ["queued"] * (MOST_ATTEMPTS - 1) + ["done"]
        assert batch.items.get().error == (
            f"The repository {address} is unreachable: its server does not answer."
        )


def test_a_server_that_nobody_knows(learner: Any) -> None:
    batch = import_repository(actor=learner, address="https://nobody.invalid/notes")
    run_to_end(batch)
    assert batch.items.get().error.endswith("is unreachable: there is no “nobody.invalid”.")


def test_local_paths_only_where_allowed(settings: Any) -> None:
    assert check_address("file:///srv/notes") == "/srv/notes"
    settings.NEXUS_ALLOW_LOCAL_REPOSITORIES = False
    with pytest.raises(Invalid):
        check_address("/srv/notes")
    with pytest.raises(Invalid):
        check_address("file:///srv/notes")
    assert check_address("https://git.example.org/a/b") == "https://git.example.org/a/b"


@pytest.fixture
def listing(make_repository: MakeRepository, tmp_path: Path) -> bytes:
    one = make_repository("one", {"README.md": LEARNER_DOCUMENT, "other.md": "# No\n\nText.\n"})
    empty = make_repository("empty", {})
    bare = make_repository("bare", {"code.py": "x"})
    rows = [
        "Source,PERSON,cohort,track",
        f"{one},Ada Hidden,Spring,backend",
        f"{empty},Bob Hidden,Spring,backend",
        f"{bare},Cy Hidden,Spring,frontend",
        f"{tmp_path / 'gone'},Di Hidden,Spring,Frontend",
        "notes.md,Ed Hidden,Autumn,",
        "missing.md,Fay Hidden,Autumn,",
        ",,,",
    ]
    return "\r\n".join(rows).encode()


def test_a_cohort(mentor: Any, listing: bytes, tmp_path: Path) -> None:
    files = [("notes.md", LEARNER_DOCUMENT.replace("Redis", "Kafka").encode())]
    batch = import_cohort(actor=mentor, listing=listing, files=files)
    job = run_to_end(batch)
    assert job.state == "done"
    found = items(batch)
    path = str(tmp_path).lstrip("/")
    assert found["README.md"] == ("created", "")
    assert found["notes.md"] == ("created", "")
    assert "other.md" not in found
    for name in ("empty", "bare"):
        assert found[f"{path}/{name}"] == (
            "failed",
            f"The repository /{path}/{name} has no README.",
        )
    assert found[f"{path}/gone"][0] == "failed"
    gone = f"The repository /{path}/gone is unreachable: there is no such repository."
    assert found[f"{path}/gone"][1] == gone
    assert found["missing.md"][0] == "failed"
    assert "did not come with it" in found["missing.md"][1]
    people = Document.objects.order_by("name").values_list(
        "author__name", "cohort__slug", "track", "is_owned"
    )
    assert list(people) == [
        ("Ada Hidden", "spring", "backend", False),
        ("Ed Hidden", "autumn", "", False),
    ]


def test_a_second_run_makes_no_duplicates(mentor: Any, listing: bytes) -> None:
    files = [("notes.md", LEARNER_DOCUMENT.replace("Redis", "Kafka").encode())]
    run_to_end(import_cohort(actor=mentor, listing=listing, files=files))
    before = [m.objects.count() for m in (Document, DocumentVersion, Statement, Person)]
    job = run_to_end(import_cohort(actor=mentor, listing=listing, files=files))
    assert job.result["unchanged"] == 2
    assert "created" not in job.result
    after = [m.objects.count() for m in (Document, DocumentVersion, Statement, Person)]
    assert after == before


def test_learners_do_not_import_cohorts(learner: Any, listing: bytes) -> None:
    with pytest.raises(NotAllowed):
        import_cohort(actor=learner, listing=listing)
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "needs a first line"),
        (b"who,what\na,b\n", "needs a first line"),
        (b"\rsource\x07", "cannot be read"),
        (b"source,person,cohort,track\n", "names no source"),
        (b"source,track\na.md,backend\nb.md,design\n", "Line 3"),
        ("source\nä.md\n".encode("utf-16"), "not UTF-8"),
        (b"source\n" + b"a.md\n" * 5001, "5,000 at most"),
    ],
)
def test_lists_that_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_cohort_list(data)


def test_a_list_with_a_mark_and_quotes() -> None:
    data = '﻿track,source,person\nbackend,"a, b.md",Ada\n'.encode()
    (row,) = read_cohort_list(data)
    assert (row.source, row.person, row.cohort, row.track) == ("a, b.md", "Ada", "", "backend")
    assert row.is_repository is False


def test_a_list_from_the_terminal_takes_what_the_command_says(tmp_path: Path, db: None) -> None:
    (tmp_path / "one.md").write_text(LEARNER_DOCUMENT)
    (tmp_path / "two.md").write_text(LEARNER_DOCUMENT.replace("Weather", "Tide"))
    listing = tmp_path / "cohort.csv"
    listing.write_text("source,person,cohort,track\none.md,Ann,,\ntwo.md,Bo,Spring,backend\n")
    batch = start_cohort_import(None, listing, Whose(cohort="Winter", track="frontend"))
    run_to_end(batch)
    found = Document.objects.order_by("name").values_list("name", "cohort__slug", "track")
    assert list(found) == [("one.md", "winter", "frontend"), ("two.md", "spring", "backend")]
