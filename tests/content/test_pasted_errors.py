"""The pasted errors are many, varied, honest copies, and no challenge is left out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import yaml
from content_files import entries

HERE = Path(__file__).resolve().parent / "pasted_errors"
sys.path.insert(0, str(HERE))

from make_cases import PER_CHALLENGE, dump  # noqa: E402

CASES: list[dict[str, str]] = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))
UNRELATED: list[str] = yaml.safe_load((HERE / "unrelated.yaml").read_text("utf-8"))


def test_the_committed_cases_are_what_the_script_writes() -> None:
    assert (HERE / "cases.yaml").read_text("utf-8") == dump()


def test_every_challenge_is_pasted_in_many_ways() -> None:
    counts = Counter(case["expect"] for case in CASES)
    assert set(counts) == {entry.slug for entry in entries("challenges")}
    assert len(CASES) >= 120
    assert set(counts.values()) == {PER_CHALLENGE}
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_no_case_repeats_a_documented_error_to_the_letter() -> None:
    """A text without anything of its own in it may stay as it is; most must differ."""
    documented = {error.strip() for e in entries("challenges") for error in e.meta["errors"]}
    same = [case for case in CASES if case["text"].strip() in documented]
    assert len(same) <= len(CASES) // 12


def test_no_placeholder_is_left() -> None:
    left = [c["text"] for c in CASES if "{app}" in c["text"] or "{table}" in c["text"]]
    assert left == []


def test_unrelated_texts() -> None:
    assert len(UNRELATED) >= 30
    assert len(set(UNRELATED)) == len(UNRELATED)
    assert all(isinstance(text, str) for text in UNRELATED)
