"""The example cohort matches its list, covers what is taught, and keeps its odd layouts."""

from __future__ import annotations

import csv
import re

import pytest
import yaml
from content_files import CONTENT, SUBJECT_KINDS, Entry, decode, entries

COHORT = CONTENT / "example-cohort"
DOCUMENTS = {path.name: path.read_bytes() for path in sorted(COHORT.glob("*.md"))}
TEXT = "\n".join(decode(raw) for raw in DOCUMENTS.values())
MEETS: dict[str, list[str]] = yaml.safe_load(
    (CONTENT.parent / "tests" / "content" / "cohort_meets.yaml").read_text("utf-8")
)


def rows() -> list[dict[str, str]]:
    with (COHORT / "cohort.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_matches_the_files() -> None:
    assert list(rows()[0]) == ["source", "person", "cohort", "track"]
    assert sorted(row["source"] for row in rows()) == list(DOCUMENTS)
    assert len(DOCUMENTS) == 22
    assert len({row["person"] for row in rows()}) == 22
    assert {row["cohort"] for row in rows()} == {"2025 spring", "2025 autumn", "2026 spring"}
    assert {row["track"] for row in rows()} == {"backend", "frontend"}


@pytest.mark.parametrize("entry", entries(*SUBJECT_KINDS), ids=lambda entry: entry.key)
def test_every_subject_is_met(entry: Entry) -> None:
    words = [entry.meta["title"], *entry.meta["aliases"]]
    pattern = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)
    assert re.search(pattern, TEXT, re.I)


def test_the_layouts_stay_as_they_were_made() -> None:
    assert b"\r\n" in DOCUMENTS["jomo.md"]
    assert b"\n" not in DOCUMENTS["jomo.md"].replace(b"\r\n", b"")
    assert DOCUMENTS["kaya.md"].startswith(b"\xff\xfe")
    assert DOCUMENTS["lior.md"].startswith(b"```markdown\n")
    assert re.search(rb"^##[A-Z]", DOCUMENTS["mina.md"], re.M)
    assert DOCUMENTS["priya.md"].startswith(b"---\n")


def test_something_to_mask_is_there_and_only_where_it_should_be() -> None:
    assert [n for n, raw in DOCUMENTS.items() if "@example.org" in decode(raw)] == ["bilal.md"]
    assert [n for n, raw in DOCUMENTS.items() if re.search(r"ghp_\w{36}\b", decode(raw))] == [
        "quino.md"
    ]


def test_most_challenges_have_voices() -> None:
    """`cohort_meets.yaml` says which document meets which challenge, for tests of the matching."""
    assert set(MEETS) <= set(DOCUMENTS)
    known = {entry.slug for entry in entries("challenges")}
    met = [slug for slugs in MEETS.values() for slug in slugs]
    assert set(met) <= known
    assert len(set(met)) >= 18
    assert sum(met.count(slug) >= 2 for slug in known) >= 14
