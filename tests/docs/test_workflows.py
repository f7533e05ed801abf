"""The workflows ask for little, are pinned, and run what developers run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.release_notes import notes

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
MAY_WRITE = {
    "release.yml": {"contents", "packages", "id-token", "attestations"},
    "codeql.yml": {"security-events"},
}


def jobs(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert data["permissions"] == {}, "rights are given job by job"
    return data["jobs"]


def test_there_are_four() -> None:
    assert [path.name for path in WORKFLOWS] == [
        "ci.yml",
        "codeql.yml",
        "deploy.yml",
        "release.yml",
    ]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow(path: Path) -> None:
    for name, job in jobs(path).items():
        rights = {key for key, value in job["permissions"].items() if value == "write"}
        assert rights <= MAY_WRITE.get(path.name, set()), name
        if "uses" in job:
            continue
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if "uses" in step:
                assert re.search(r"@[0-9a-f]{40}$", step["uses"]), step["uses"]
            else:
                command = re.fullmatch(r"make ([a-z-]+)", step["run"])
                assert command, f"{name}: {step['run']} is no make target"
                assert command[1] in TARGETS


def test_each_pin_names_its_release() -> None:
    for path in WORKFLOWS:
        for line in path.read_text("utf-8").splitlines():
            if "@" in line and "uses:" in line:
                assert re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_every_suite_runs() -> None:
    text = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    run = set(re.findall(r"run: make ([a-z-]+)", text))
    suites = {
        "check",
        "docs",
        "test",
        "test-services",
        "test-browser",
        "test-faults",
        "docker-test",
    }
    assert suites <= run


def test_release_notes_are_of_that_version_alone() -> None:
    text = "# Changelog\n\n## Unreleased\n\n- a\n\n## 1.2.0\n\n- b\n\n## 1.1.0\n\n- c\n"
    assert notes("v1.2.0", text) == "- b\n"
    with pytest.raises(SystemExit, match="has no heading"):
        notes("v2.0.0", text)
