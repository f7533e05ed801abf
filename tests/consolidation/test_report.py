"""The report of a folder, and the figures on the labelled documents."""

import os
from pathlib import Path

import pytest

from nexus.consolidation import Brief, consolidate_folder, parse_document
from tests.calls import counted

CORPUS = Path(os.environ.get("NEXUS_CORPUS", Path(__file__).resolve().parents[3] / "shared/corpus"))
# Calls of functions; where the work took 1.4 s (docs/consolidation.md) it called 2,283,131.
MOST_CALLS = 2_600_000


def test_every_statement_is_in_exactly_one_entry(tmp_path: Path, lexicon) -> None:
    (tmp_path / "a.md").write_text("## Tools\n- Redis\n## Best practices\n- Read the log first\n")
    (tmp_path / "b.md").write_text(
        "## Tools\n- redis cache\n## Best practices\n- Read the log first\n"
    )
    (tmp_path / "bad.md").write_bytes(b"%PDF-1.4")
    report = consolidate_folder(tmp_path, lexicon)
    assert {e["id"]: e["members"] for e in report["entries"]} == {
        "technology/redis": ["a.md#0", "b.md#0"],
        "practice/read-the-log-first": ["a.md#1", "b.md#1"],
    }
    assert [e["document"] for e in report["errors"]] == ["bad.md"]


def test_statements_that_repeat_the_brief_are_marked(lexicon) -> None:
    brief = Brief("Write down the best practices that you used in the project")
    text = b"## Best practices\n- the best practices that you used in the project\n- Read the log first\n"
    found = parse_document("x.md", text, lexicon, brief).statements
    assert [s.repeats_brief for s in found] == [True, False]


@pytest.mark.corpus
def test_ninety_documents_are_little_work(lexicon) -> None:
    folder = CORPUS / "learners"
    if not folder.is_dir():
        pytest.skip(f"no documents at {folder}: set NEXUS_CORPUS")
    for themes in lexicon.themes.values():  # compiled once in a process
        for theme in themes:
            for stems in (*theme.patterns, *([theme.veto] if theme.veto else [])):
                stems.search("")
    report, calls = counted(lambda: consolidate_folder(folder, lexicon))
    assert calls < MOST_CALLS
    assert len(report["documents"]) + len(report["errors"]) == len(list(folder.glob("*.md")))
