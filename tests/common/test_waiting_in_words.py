"""How long to wait, as somebody says it."""

from __future__ import annotations

import pytest

from nexus.common.errors import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (2, "2 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (121, "3 minutes"),
        (1195, "20 minutes"),
        (7199, "120 minutes"),
        (7200, "2 hours"),
        (7201, "3 hours"),
    ],
)
def test_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
