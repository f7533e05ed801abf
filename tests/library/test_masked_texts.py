"""Whatever people write, contacts and secrets do not stay in it; nor NUL, which no database takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nexus.documents.services import correct_document
from nexus.library.services import (
    add_solution,
    create_entry,
    create_topic,
    give_receipt,
    save_lead,
)

ADDRESS = "ada\x00@mail.org ghp_" + "a1" * 18
CLEAN = "[contact removed] [secret removed]"
WRITES: dict[str, Callable[[Any, Any, Any], str]] = {
    "title": lambda a, e, d: (
        create_entry(actor=a, kind="challenge", title=ADDRESS.replace("\x00", "")).title
    ),
    "lead": lambda a, e, d: save_lead(actor=a, entry=e, lead=ADDRESS, expected_version=1).lead,
    "note": lambda a, e, d: (
        save_lead(actor=a, entry=e, lead="x", expected_version=1, note=ADDRESS)
        .revisions.latest("version")
        .note
    ),
    "error": lambda a, e, d: (
        create_entry(actor=a, kind="challenge", title="B", errors=[ADDRESS]).aliases.get().text
    ),
    "solution": lambda a, e, d: add_solution(actor=a, entry=e, text=ADDRESS).text,
    "solution versions": lambda a, e, d: (
        add_solution(actor=a, entry=e, text="x", versions=ADDRESS).versions
    ),
    "receipt versions": lambda a, e, d: (
        give_receipt(actor=a, entry=e, outcome="worked", versions=ADDRESS).versions
    ),
    "topic summary": lambda a, e, d: create_topic(actor=a, title="T", summary=ADDRESS).summary,
    "document title": lambda a, e, d: correct_document(actor=a, document=d, title=ADDRESS).title,
}


@pytest.mark.parametrize("name", WRITES)
def test_masked(challenge: Any, document: Any, maintainer: Any, name: str) -> None:
    assert WRITES[name](maintainer, challenge, document) == CLEAN
