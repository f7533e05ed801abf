"""Read the files of `content/` with nothing but a YAML parser, as the tests need them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
KINDS = ("challenges", "technologies", "concepts", "practices", "together", "guides")
SUBJECT_KINDS = ("technologies", "concepts", "practices", "together")

_FENCE = re.compile(
    r"^(?P<mark>`{3,}|~{3,})(?P<language>[^\n]*)\n(?P<code>.*?)^(?P=mark)[ \t]*$", re.M | re.S
)
_LINK = re.compile(r"\[\[([^\]|]+)(?:\|[^\]]*)?\]\]")


@dataclass(frozen=True)
class Entry:
    """One content file: its front matter and its Markdown."""

    kind: str
    slug: str
    meta: dict[str, Any]
    body: str

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.slug}"

    @property
    def prose(self) -> str:
        """The body without fenced code."""
        return _FENCE.sub("", self.body)

    @property
    def headings(self) -> list[str]:
        return re.findall(r"^## +(.+?)\s*$", self.prose, re.M)

    @property
    def code_blocks(self) -> list[tuple[str, str]]:
        """Language and text of every fenced block."""
        return [(m["language"].strip(), m["code"]) for m in _FENCE.finditer(self.body)]

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.prose)


def read_entry(path: Path) -> Entry:
    text = path.read_text(encoding="utf-8")
    opening, front, body = text.split("---\n", 2)
    if opening:
        raise ValueError(f"{path.name} must begin with ---")
    return Entry(path.parent.name, path.stem, yaml.safe_load(front), body)


def entries(*kinds: str) -> list[Entry]:
    return [
        read_entry(path)
        for kind in kinds or KINDS
        for path in sorted((CONTENT / kind).glob("*.md"))
    ]


def challenge(slug: str) -> Entry:
    return read_entry(CONTENT / "challenges" / f"{slug}.md")


def topics() -> list[dict[str, str]]:
    loaded: list[dict[str, str]] = tomllib.loads((CONTENT / "topics.toml").read_text("utf-8"))[
        "topic"
    ]
    return loaded


def decode(raw: bytes) -> str:
    """The text of an example document, whatever its encoding."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig")
