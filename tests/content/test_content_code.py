"""Code in the content is meant to be pasted, so it must at least parse."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess

import pytest
import yaml
from content_files import Entry, entries
from graphql import parse as parse_graphql

BLOCKS = [
    pytest.param(entry, language, code, id=f"{entry.key}-{n}-{language}")
    for entry in entries()
    for n, (language, code) in enumerate(entry.code_blocks)
]
KNOWN = {
    "bash", "dockerfile", "graphql", "html", "json", "markdown", "python", "sql", "text",
    "typescript", "yaml",
}  # fmt: skip


@pytest.mark.parametrize(("entry", "language", "code"), BLOCKS)
def test_code_parses(entry: Entry, language: str, code: str) -> None:
    assert language in KNOWN
    assert "\t" not in code
    assert max(len(line) for line in code.split("\n")) <= 130
    if language == "python":
        ast.parse(code)
    elif language == "yaml":
        assert yaml.safe_load(code)
    elif language == "json":
        json.loads(code)
    elif language == "graphql":
        parse_graphql(code)
    elif language == "bash" and shutil.which("bash"):
        done = subprocess.run(
            ["bash", "-n"], input=code, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
