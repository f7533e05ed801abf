"""Docs name every setting, command, error and address, and none that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nexus.common.errors import NexusError
from scripts.draw_erd import TARGET, draw

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_described() -> None:
    asked = set(
        re.findall(
            r"read_(?:text|bool|int|list|parsed|folder|url|secret|content|choice|networks)\("
            r'"([A-Z_]+)"',
            read("config/env.py"),
        )
    )
    described = set(re.findall(r"^\| `([A-Z_]+)`", read("docs/settings.md"), re.MULTILINE))
    assert described == asked


def test_every_command_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for page in PAGES:
        shown = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
        assert shown <= targets, page.name


def test_the_two_commands_are_in_the_readme() -> None:
    assert "make run" in read("README.md")
    assert "make test" in read("README.md")


def error_codes(kind: type[NexusError] = NexusError) -> set[str]:
    return {kind.code}.union(*(error_codes(sub) for sub in kind.__subclasses__()))


def test_every_error_is_described() -> None:
    import nexus.documents.services.run
    import nexus.rest.urls  # noqa: F401 - errors are known once their module is

    described = set(re.findall(r"^## ([a-z-]+)$", read("docs/errors.md"), re.MULTILINE))
    assert error_codes() <= described


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_decision_is_listed() -> None:
    listed = set(re.findall(r"\]\((\d[^)]+)\)", read("docs/adr/README.md")))
    assert listed == {path.name for path in (ROOT / "docs/adr").glob("0*.md")}


def test_the_relational_model_is_drawn_from_the_models() -> None:
    assert TARGET.read_text(encoding="utf-8") == draw(), "run `make erd`"
