"""Errors as people paste them: the entry that answers comes first, and nothing is pretended."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser

from nexus.search.selectors import search

CASES = Path(__file__).parents[1] / "content" / "pasted_errors"
FOUND, PRETENDED = 0.9, 0.05

pytestmark = pytest.mark.usefixtures("content", "db")


def test_the_right_entry_is_among_the_first_three() -> None:
    cases = yaml.safe_load((CASES / "cases.yaml").read_text("utf-8"))
    assert len(cases) >= 120
    missed = []
    for case in cases:
        hits = search(viewer=AnonymousUser(), query=case["text"], first=3).hits
        if case["expect"] not in [hit.page.slug for hit in hits]:
            missed.append((case["expect"], case["text"][-160:], [h.page.slug for h in hits]))
    assert len(missed) <= (1 - FOUND) * len(cases), missed


def test_an_unrelated_text_is_not_shown_as_a_match() -> None:
    texts = yaml.safe_load((CASES / "unrelated.yaml").read_text("utf-8"))
    assert len(texts) >= 30
    pretended = []
    for text in texts:
        matches = [
            h.page.slug for h in search(viewer=AnonymousUser(), query=text).hits if h.is_match
        ]
        if matches:
            pretended.append((text, matches))
    assert len(pretended) <= PRETENDED * len(texts), pretended


@pytest.mark.parametrize(
    "query",
    ["Traceback (most recent call last):", "error", "npm ERR!", "500", "\x00", 'File "x", line 1'],
)
def test_noise_alone_is_no_match(query: str) -> None:
    pasted = search(viewer=AnonymousUser(), query=query)
    assert not any(hit.is_match for hit in pasted.hits if pasted.pasted)
