"""The content that ships with the hub, loaded again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nexus.library.content import load_content
from nexus.library.models import Entry
from nexus.library.services import save_lead

FILE = """---
title: {title}
summary: What goes wrong.
track: backend
topics: []
aliases:
{aliases}
errors: []
---

## Symptom

It hangs.

## Fix

{fix}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics.toml").write_text("", encoding="utf-8")
    (tmp_path / "challenges").mkdir()
    return tmp_path


def write(folder: Path, title: str = "It hangs", fix: str = "Wait.", *aliases: str) -> None:
    names = "\n".join(f"  - {name}" for name in aliases or ("hanging",))
    text = FILE.format(title=title, fix=fix, aliases=names)
    (folder / "challenges" / "it-hangs.md").write_text(text, encoding="utf-8")


def shipped() -> Entry:
    return Entry.objects.get()


def test_loading_again_changes_nothing(db: None, folder: Path) -> None:
    write(folder)
    assert load_content(folder) == 1
    before = shipped().updated_at
    assert load_content(folder) == 0
    assert (shipped().updated_at, shipped().version) == (before, 1)


def test_a_newer_hub_brings_its_words_and_names(db: None, folder: Path) -> None:
    write(folder)
    load_content(folder)
    write(folder, "It hangs", "Do not wait.", "frozen")
    assert load_content(folder) == 1
    entry = shipped()
    assert ("Do not wait." in entry.lead, entry.version) == (True, 2)
    assert [alias.text for alias in entry.aliases.all()] == ["frozen"]


def test_names_alone_write_no_revision(db: None, folder: Path) -> None:
    write(folder)
    load_content(folder)
    write(folder, "It hangs", "Wait.", "frozen", "hanging")
    assert load_content(folder) == 1
    assert shipped().version == 1
    assert shipped().aliases.count() == 2


def test_what_a_person_wrote_stays(folder: Path, mentor: Any) -> None:
    write(folder)
    load_content(folder)
    lead = "## Fix\n\nMine.\n"
    save_lead(actor=mentor, entry=shipped(), lead=lead, expected_version=1)
    write(folder, "It hangs", "Do not wait.")
    assert load_content(folder) == 0
    assert shipped().lead == lead


def test_an_entry_that_people_renamed_does_not_come_twice(folder: Path, mentor: Any) -> None:
    write(folder)
    load_content(folder)
    entry = shipped()
    save_lead(actor=mentor, entry=entry, lead=entry.lead, title="It freezes", expected_version=1)
    assert shipped().slug == "it-freezes"
    assert load_content(folder) == 0
    assert Entry.objects.count() == 1


def test_the_shipped_content_is_at_rest_once_it_is_loaded(db: None, settings: Any) -> None:
    folder = Path(settings.NEXUS_CONTENT)
    assert load_content(folder) >= 20
    assert load_content(folder) == 0
