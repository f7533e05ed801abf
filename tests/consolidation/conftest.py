"""What the tests of the consolidation share."""

from pathlib import Path

import pytest

from nexus.consolidation import Lexicon, ParsedDocument, load_lexicon, parse_document

FOLDER = Path(__file__).resolve().parents[2] / "content" / "lexicon"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(FOLDER)


@pytest.fixture
def parse(lexicon: Lexicon):
    def run(text: str) -> ParsedDocument:
        return parse_document("notes.md", text.encode(), lexicon)

    return run
