"""Lists that are put together of what is at hand: pages, shape and refusals as of all others."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from nexus.common.errors import Invalid
from nexus.common.keyset import paginate_rows
from nexus.curation import lexicon
from nexus.curation.lexicon import Written, list_terms
from nexus.library.models import Entry
from nexus.library.services import create_entry, give_receipt
from tests.rest.test_every_list import walk
from tests.rest.test_problems import ODD_CURSORS, assert_problem, pointers
from tests.support import CHALLENGE_LEAD, api_of

pytestmark = pytest.mark.django_db
LEXICON = "/api/v1/lexicon/"
UNKNOWN = "/api/v1/unknown-names/"
HELPED = "/api/v1/me/helped/"


def names(pages: list[list[Any]]) -> list[str]:
    return [row["name"] for page in pages for row in page]


def test_the_lexicon_forwards_and_back(mentor: Any) -> None:
    wanted = [term.name for term in list_terms(viewer=mentor, search="red")]
    assert len(wanted) > 6
    client = api_of(mentor)
    answer = client.get(LEXICON, {"q": "red", "limit": 4})
    assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'
    pages = walk(client, f"{LEXICON}?q=red&limit=4")
    assert names(pages) == wanted
    assert {len(page) for page in pages[:-1]} == {4}
    body = client.get(LEXICON, {"q": "red", "limit": 4}).json()
    while body["next"]:
        body = client.get(body["next"]).json()
    back = [body["results"], *walk(client, body["previous"], "previous")]
    assert names(back[::-1]) == wanted


def test_a_page_of_the_lexicon_has_a_hundred(mentor: Any) -> None:
    body = api_of(mentor).get(LEXICON, {"fields": "slug"}).json()
    assert len(body["results"]) == 100
    assert set(body["results"][0]) == {"slug"}
    assert body["previous"] is None
    assert body["next"]


def test_unknown_names_have_pages(mentor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them, more than GraphQL and the page show."""
    written = {
        ("technology", f"quokka{number}"): Written(Counter([f"Quokka{number}"]), {1, 2})
        for number in range(55)
    }
    monkeypatch.setattr(lexicon, "written_names", lambda known: written)
    client = api_of(mentor)
    whole = client.get(UNKNOWN).json()
    assert whole["next"] is None
    pages = walk(client, f"{UNKNOWN}?limit=20")
    assert [len(page) for page in pages] == [20, 20, 15]
    assert names(pages) == names([whole["results"]])
    assert set(names(pages)) == {f"Quokka{number}" for number in range(55)}


def helped_by(learner: Any, others: list[Any], *counts: int) -> list[Entry]:
    """A challenge of the learner for each count, whose fix worked for so many."""
    made = []
    for number, count in enumerate(counts):
        title = f"Fixed {number}"
        entry = create_entry(actor=learner, kind="challenge", title=title, lead=CHALLENGE_LEAD)
        for person in others[:count]:
            give_receipt(actor=person, entry=entry, outcome="worked", solution=None)
        made.append(entry)
    return made


def test_whom_fixes_helped_has_the_shape_of_a_list(learner: Any, make_person: Any) -> None:
    one, two, three = helped_by(learner, [make_person(), make_person()], 1, 2, 1)
    client = api_of(learner)
    body = client.get(f"{HELPED}?limit=2").json()
    assert [(row["entry"]["id"], row["count"]) for row in body["results"]] == [
        (f"entry-{two.pk}", 2),
        (f"entry-{one.pk}", 1),
    ]
    assert body["previous"] is None
    last = client.get(body["next"]).json()
    assert [row["entry"]["id"] for row in last["results"]] == [f"entry-{three.pk}"]
    assert last["next"] is None
    counts = client.get(f"{HELPED}?fields=count").json()["results"]
    assert counts == [{"count": 2}, {"count": 1}, {"count": 1}]


@pytest.mark.parametrize("url", [LEXICON, UNKNOWN, HELPED])
def test_odd_cursors_and_sizes(maintainer: Any, url: str) -> None:
    client = api_of(maintainer)
    for odd in (odd for odd in ODD_CURSORS if odd != "<"):  # the page before the first
        body = assert_problem(client.get(url, {"cursor": odd}), 422, "invalid")
        assert pointers(body) == {"#/cursor"}
    for size in ("0", "101", "x"):
        body = assert_problem(client.get(url, {"limit": size}), 422, "invalid")
        assert pointers(body) == {"#/limit"}


def test_a_cursor_is_of_one_list(mentor: Any) -> None:
    client = api_of(mentor)
    cursor = client.get(f"{LEXICON}?limit=1").json()["next"].partition("cursor=")[2]
    answer = client.get(f"{UNKNOWN}?cursor={cursor}")
    assert pointers(assert_problem(answer, 422, "invalid")) == {"#/cursor"}


def test_a_place_that_cannot_be_compared_is_a_bad_cursor() -> None:
    cursor = paginate_rows(["a", "b"], lambda row: (row,), name="x", size=1).end_cursor
    with pytest.raises(Invalid) as refused:
        paginate_rows([1, 2], lambda row: (row,), name="x", size=1, after=cursor)
    assert set(refused.value.fields) == {"cursor"}


@pytest.mark.parametrize("address", ["desk/", "topics/async/also-met/", "me/helped/"])
def test_what_they_do_not_know_is_refused(fill: Any, address: str) -> None:
    client, url = api_of(fill(1)["maintainer"]), f"/api/v1/{address}"
    body = client.get(url).json()
    assert (set(body), body["next"]) == ({"results", "next", "previous"}, None)
    for query in ("kind=x", "fields=nonsense"):
        answer = client.get(f"{url}?{query}")
        assert pointers(assert_problem(answer, 422, "invalid")) == {f"#/{query.partition('=')[0]}"}


def test_a_search_leads_on_in_its_headers_too(fill: Any, anonymous: Any) -> None:
    fill(5)
    client = api_of(anonymous)
    answer = client.get("/api/v1/search/?q=practice&limit=2&offset=2")
    body = answer.json()
    assert None not in (body["next"], body["previous"])
    assert answer["Link"] == f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev"'


def test_a_list_goes_on_after_a_long_title(learner: Any, anonymous: Any) -> None:
    """A cursor holds what its last row is ordered by."""
    for title in ("ü" * 199 + "a", "ü" * 199 + "b"):
        create_entry(actor=learner, kind="challenge", title=title)
    pages = walk(api_of(anonymous), "/api/v1/entries/?order=title&limit=1")
    assert [page[0]["title"][-1] for page in pages] == ["a", "b"]
