"""What the hub imports is among what a hub installs."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = {"nexus", "config"}


def imported() -> set[str]:
    """The top names of all modules that the code imports, anywhere in a file."""
    found: set[str] = set()
    for folder in OWN:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - OWN - sys.stdlib_module_names


def as_listed(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_a_requirement_of_the_running_hub() -> None:
    text = (ROOT / "requirements/base.txt").read_text("utf-8")
    listed = {as_listed(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
    owners = packages_distributions()
    missing = {
        name
        for name in imported()
        if not {as_listed(owner) for owner in owners.get(name, [])} & listed
    }
    assert missing == set()
