"""What is said of a number that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("-1", "“-1” is below 0."),
        ("-x", "“-x” is not a number."),
        ("two", "“two” is not a number."),
    ],
)
def test_a_number_is_told_what_is_wrong_with_it(
    api: Any, reader: Any, given: str, said: str
) -> None:
    answer = api(reader).get(f"/api/v1/search/?q=x&limit={given}")
    assert answer.status_code == 422, answer.data
    assert answer.json()["detail"] == said
