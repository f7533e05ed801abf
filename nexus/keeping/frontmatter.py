"""Markdown with YAML before it; the text after it is kept byte for byte."""

from __future__ import annotations

import re
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FENCE = b"---\n"


class Unreadable(ValueError):
    """Front matter that is no YAML; `line` of the file, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the front matter cannot be read")
        self.line = line


class Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a person can read a history."""


# In a block a reader of YAML folds these into plain line ends, or strips them.
NOT_IN_A_BLOCK = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def as_block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if NOT_IN_A_BLOCK.search(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, as_block)


def join(front: dict[str, Any], body: bytes) -> bytes:
    text = yaml.dump(front, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return FENCE + text.encode() + FENCE + body


def part(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Raises ValueError for a file that `join` did not make; Unreadable says in which line."""
    if not data.startswith(FENCE):
        raise ValueError("no front matter")
    text, fence, body = data[len(FENCE) :].partition(b"\n" + FENCE)
    try:
        front = yaml.load(text, Loader=Loader) if fence else None  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(mark.line + 2 if mark else 1) from error
    if not isinstance(front, dict):
        raise ValueError("no front matter")
    return front, body
