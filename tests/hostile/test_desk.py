"""What no page of a curator sends: the desk, the log and the lexicon answer, never with a 500."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.curation.desk_support import bring_challenges

BIG = "9" * 40
ASKED = [
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
]
IN_HAND = [
    {"statements": "x", "do": "split"},
    {"statements": BIG, "do": "split", "title": "x"},
    {"statements": "\x00", "do": "move", "into": "\x00"},
    {"do": "merge", "into": "a" * 9000},
    {"do": "best", "solution": BIG},
    {"do": "wording", "statement": BIG},
    {"do": "zzz"},
    {"split": "1", "statements": BIG},
    {"title": "\x00", "do": "rename"},
]


def test_desk_log_and_lexicon(make_person: Any, bring: Any) -> None:
    bring_challenges(make_person, bring)
    for role in ("mentor", "maintainer"):
        client = Client(raise_request_exception=False)
        client.force_login(make_person(role=role))
        answers = [
            (method, path, getattr(client, method)(path, data).status_code)
            for method, path, data in ASKED
        ]
        assert [one for one in answers if one[2] >= 500] == []


def test_an_entry_in_hand(make_person: Any, bring: Any) -> None:
    seats, _ = bring_challenges(make_person, bring)
    client = Client(raise_request_exception=False)
    client.force_login(make_person(role="mentor"))
    answers = [
        (data, client.post(f"{seats.get_absolute_url()}/curate/", data).status_code)
        for data in IN_HAND
    ]
    assert [one for one in answers if one[1] >= 500] == []
