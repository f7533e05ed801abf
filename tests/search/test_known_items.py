"""Known items: somebody remembers a page and looks for it among a thousand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bench.known_items import measure, read_items
from nexus.accounts.models import Role

CORPUS = Path(os.environ.get("NEXUS_CORPUS", "../shared/corpus"))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="NEXUS_CORPUS names no folder of documents")
def test_the_right_page_comes_first(make_person: Any, bring: Any) -> None:
    maintainer = make_person(Role.MAINTAINER)
    bring(maintainer, ("pages-1000.zip", (CORPUS / "pages-1000.zip").read_bytes()))
    figures = measure(read_items(CORPUS / "known_items.tsv"), maintainer)
    assert figures.first >= 0.82, figures.missed
    assert figures.five >= 0.94, figures.missed
