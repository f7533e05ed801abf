"""What is kept of a list is how it is asked, never what it answered or to whom."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.library import selectors
from nexus.library.services import create_entry, retire_entry
from nexus.rest.statements import STATEMENTS

pytestmark = pytest.mark.django_db
LIST = "/api/v1/entries/?kind=practice&limit=2"


def titles(client: Any, address: str = LIST) -> list[str]:
    return [row["title"] for row in client.get(address).json()["results"]]


@pytest.fixture(autouse=True)
def none_is_kept() -> None:
    STATEMENTS.rows.clear()


def test_rows_are_read_each_time(api: Any, mentor: Any, anonymous: Any) -> None:
    client = api(anonymous)
    assert titles(client) == []
    one = create_entry(actor=mentor, kind="practice", title="One", lead="Do.")
    assert titles(client) == ["One"]
    retire_entry(actor=mentor, entry=one)
    assert titles(client) == []
    assert len(STATEMENTS.rows) == 1


def test_each_has_their_own(api: Any, learner: Any, mentor: Any, anonymous: Any) -> None:
    create_entry(actor=learner, kind="practice", title="Not yet", lead="Do.", draft=True)
    for viewer, seen in ((learner, ["Not yet"]), (anonymous, []), (mentor, ["Not yet"])) * 2:
        assert titles(api(viewer)) == seen
    mentor.role = "reader"
    mentor.save()
    assert titles(api(mentor)) == []


@pytest.mark.parametrize("order", ["voices", "updated"])
def test_pages_go_on_from_where_they_ended(api: Any, mentor: Any, order: str) -> None:
    client = api(mentor)
    for number in range(5):
        create_entry(actor=mentor, kind="practice", title=f"P {number}", lead="Do.")
    walks = []
    for _ in range(2):
        following, found = f"{LIST}&order={order}", list[str]()
        while following:
            page = client.get(following).json()
            found += [row["title"] for row in page["results"]]
            following = page["next"]
        walks.append(found)
    assert walks == [[f"P {n}" for n in (4, 3, 2, 1, 0)]] * 2


def test_what_is_refused_is_refused_again(api: Any, mentor: Any) -> None:
    client = api(mentor)
    for _ in range(2):
        for wrong in ("&nonsense=1", "&limit=1000", "&cursor=x", "&order=none", "&fields=none"):
            assert client.get(LIST + wrong).status_code == 422, wrong


def test_a_statement_is_written_once(api: Any, mentor: Any, monkeypatch: Any) -> None:
    written, list_entries = [], selectors.list_entries

    def listed(**asked: Any) -> Any:
        written.append(asked["kind"])
        return list_entries(**asked)

    monkeypatch.setattr(selectors, "list_entries", listed)
    client = api(mentor)
    for _ in range(3):
        client.get(LIST)
    assert written == ["practice"]
