"""What no page of a curator sends: the desk, the log and the lexicon answer, never with a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.curation.desk_support import bring_challenges

BIG = "9" * 40


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("post", "/desk/answer/", {"question": "x", "answer": "skip"}),
        ("post", "/desk/answer/", {"question": "\x00", "answer": "skip"}),
        ("post", "/desk/answer/", {"question": "a" * 5000, "answer": "skip"}),
        ("post", "/desk/answer/", {"question": "merge:" + BIG, "answer": "skip"}),
        ("post", "/desk/answer/", {"question": "unsolved:" + BIG, "answer": "skip"}),
        ("post", "/desk/answer/", {"question": "²", "answer": "same"}),
        ("post", "/desk/answer/", {}),
        ("post", f"/desk/log/{BIG}/undo/", {}),
        ("post", "/desk/log/0/undo/", {"next": "//evil.example"}),
        ("get", "/desk/?question=%00", {}),
        ("get", "/desk/?question=" + "a" * 3000, {}),
        ("get", "/desk/accept/?score=nan", {}),
        ("get", "/desk/accept/?score=inf", {}),
        ("get", "/desk/accept/?score=-1e400", {}),
        ("get", "/desk/accept/?score=²", {}),
        ("post", "/desk/accept/", {"score": "nan"}),
        ("post", "/desk/accept/", {"score": "0.5", "pairs": "\x00"}),
        ("get", "/lexicon/?letter=%00", {}),
        ("get", "/lexicon/?letter=%F0%9F%98%80&q=%00&page=-1", {}),
        ("get", "/lexicon/?after=zz&kind=x&origin=y", {}),
        ("get", "/lexicon/%00/", {}),
        ("get", "/insights/?cohort=%00&track=x&since=0000", {}),
        ("get", "/insights/?cohort=" + BIG, {}),
        ("get", "/desk/log/?after=" + BIG, {}),
        ("get", "/desk/log/?after=%00", {}),
    ],
)
@pytest.mark.parametrize("role", ["mentor", "maintainer"])
def test_desk_log_and_lexicon(
    method: str, path: str, data: dict[str, str], role: str, make_person: Any, bring: Any
) -> None:
    bring_challenges(make_person, bring)
    client = Client()
    client.force_login(make_person(role=role))
    answer = getattr(client, method)(path, data)
    assert answer.status_code < 500


@pytest.mark.parametrize(
    "data",
    [
        {"statements": "x", "action": "split"},
        {"statements": BIG, "action": "split", "title": "x"},
        {"statements": "\x00", "action": "move", "into": "\x00"},
        {"action": "merge", "into": "a" * 9000},
        {"action": "best", "solution": BIG},
        {"action": "wording", "statement": BIG},
        {"action": "zzz"},
        {"split": "1", "statements": BIG},
        {"title": "\x00", "action": "rename"},
    ],
)
def test_an_entry_in_hand(data: dict[str, str], make_person: Any, bring: Any) -> None:
    seats, _ = bring_challenges(make_person, bring)
    client = Client()
    client.force_login(make_person(role="mentor"))
    answer = client.post(f"{seats.get_absolute_url()}/curate/", data)
    assert answer.status_code < 500
