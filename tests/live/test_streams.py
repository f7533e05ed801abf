"""The event stream, on real processes: what one writes, listeners of each process hear."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.processes import wait_for
from tests.live.hubs import Pair, Web
from tests.live.listening import Heard, Stream
from tests.live.test_changes_are_seen import create, save

Listen = Callable[..., Stream]


@pytest.fixture
def listen(pair: Pair) -> Iterator[Listen]:
    opened: list[Stream] = []

    def open_stream(
        who: str = "", query: str = "", *, at: Web | None = None, **headers: str
    ) -> Stream:
        if who:
            headers["Authorization"] = f"Bearer {pair.token(who)}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        stream = Stream((at or pair.kept).port, query, sent)
        opened.append(stream)
        return stream

    yield open_stream
    for stream in opened:
        stream.close()


def of(pk: int) -> Callable[[Heard], bool]:
    return lambda heard: heard.data["object"] == f"entry-{pk}"


def test_what_one_process_writes_listeners_of_all_hear(pair: Pair, listen: Listen) -> None:
    here, there = listen().begin(), listen(at=pair.fresh).begin()
    entry = create(pair, "Heard by all")
    first = here.until(of(entry["pk"]))
    second = there.until(of(entry["pk"]))
    assert first == second
    assert (first.event, first.what) == ("change", ("entry.created", f"entry-{entry['pk']}"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", first.data["at"])


def test_the_stream_is_one(listen: Listen) -> None:
    stream = listen().begin()
    assert stream.headers["content-type"] == "text/event-stream"
    assert stream.headers["cache-control"] == "no-store"
    assert "content-security-policy" in stream.headers
    assert "set-cookie" not in stream.headers


def test_who_comes_back_misses_nothing_and_hears_nothing_twice(pair: Pair, listen: Listen) -> None:
    stream = listen(query="?kinds=entry").begin()
    entry = create(pair, "While away")
    last = stream.until(of(entry["pk"]))
    stream.close()
    for number in range(5):
        save(pair, entry, f"away {number}")
    back = listen(query=f"?objects=entry-{entry['pk']}", Last_Event_ID=last.id).begin()
    ids = [back.until(of(entry["pk"])).id for _ in range(5)]
    save(pair, entry, "here again")
    ids.append(back.until(of(entry["pk"])).id)
    assert len(set(ids)) == 6
    places = [tuple(map(int, place.split("-"))) for place in (last.id, *ids)]
    assert places == sorted(places)


def test_kinds_and_objects_narrow_it(pair: Pair, listen: Listen) -> None:
    one, other = create(pair, "One"), create(pair, "Other")
    mine = listen(query=f"?objects=entry-{one['pk']}&kinds=entry.saved").begin()
    for entry in (other, one):
        save(pair, entry, "again")
    heard = mine.next()
    assert heard is not None
    assert heard.what == ("entry.saved", f"entry-{one['pk']}")


def test_a_draft_is_heard_of_by_who_may_read_it(pair: Pair, listen: Listen) -> None:
    streams = {
        who: listen(who, "?kinds=entry").begin() for who in ("", "other", "learner", "mentor")
    }
    lead = "## Symptom\n\nIt hangs.\n"
    draft = pair.write("create", who=pair.pk("learner"), title="Quiet", lead=lead, draft=True)
    loud = create(pair, "Loud")
    for who in ("", "other"):
        heard = streams[who].next()
        assert heard is not None
        assert of(loud["pk"])(heard)
    for who in ("learner", "mentor"):
        assert streams[who].until(of(draft["pk"]))


def test_a_change_of_role_ends_the_stream_and_the_next_one_is_of_the_new_role(
    pair: Pair, listen: Listen
) -> None:
    stream = listen("mentor").begin()
    pair.write("role", who=pair.pk("maintainer"), of=pair.pk("mentor"), role="reader")
    try:
        while stream.next():
            pass
        again = listen("mentor", "?kinds=entry").begin()
        lead = "## Symptom\n\nIt hangs.\n"
        pair.write("create", who=pair.pk("learner"), title="Secret", lead=lead, draft=True)
        loud = create(pair, "Not secret")
        heard = again.next()
        assert heard is not None
        assert of(loud["pk"])(heard)
    finally:
        pair.write("role", who=pair.pk("maintainer"), of=pair.pk("mentor"), role="mentor")


def test_signing_out_ends_what_was_opened_with_the_session(pair: Pair, listen: Listen) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", pair.kept.port, timeout=20)

    def post(path: str, body: str, cookies: dict[str, str]) -> dict[str, str]:
        connection.request("GET", path, headers={"Cookie": join(cookies)})
        page = connection.getresponse()
        cookies |= cookies_of(page)
        token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)', page.read())
        assert token
        data = f"{body}&csrfmiddlewaretoken={token[1].decode()}"
        form = {"Cookie": join(cookies), "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(
            "POST", path, data, {**form, "Origin": "http://127.0.0.1", "Host": "127.0.0.1"}
        )
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        return cookies | cookies_of(answer)

    cookies = post("/accounts/login/", "login=other@people.test&password=correct+horse+battery", {})
    stream = listen(Cookie=f"sessionid={cookies['sessionid']}").begin()
    post("/accounts/logout/", "", cookies)
    while stream.next():
        pass


def cookies_of(answer: http.client.HTTPResponse) -> dict[str, str]:
    sent = answer.headers.get_all("Set-Cookie") or []
    return dict(cookie.split(";")[0].split("=", 1) for cookie in sent)


def join(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@pytest.mark.parametrize("place", ["nonsense", "9999999-99999999999", "0-", "-1-5"])
def test_a_place_that_is_none_means_read_anew(listen: Listen, place: str) -> None:
    heard = listen(Last_Event_ID=place).begin().next()
    assert heard is not None
    assert (heard.event, heard.data) == ("reset", {})


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("?kinds=Entry", {}, 422),
        ("?kinds=entry,entry.painted", {}, 422),
        ("?kinds=" + ",".join(f"a{chr(97 + n)}" for n in range(21)), {}, 422),
        ("?objects=entry", {}, 422),
        ("?other=1", {}, 422),
        ("", {"Authorization": "Bearer nexus_wrong"}, 401),
    ],
)
def test_what_cannot_be_is_said_as_a_problem(
    listen: Listen, query: str, headers: dict[str, str], status: int
) -> None:
    stream = listen("", query, **headers)
    assert (stream.status, stream.headers["content-type"]) == (status, "application/problem+json")


def test_a_session_that_is_none_is_nobody(pair: Pair, listen: Listen) -> None:
    stream = listen(Cookie="sessionid=nothing", query="?kinds=entry").begin()
    lead = "## Symptom\n\nIt hangs.\n"
    pair.write("create", who=pair.pk("learner"), title="Quiet too", lead=lead, draft=True)
    loud = create(pair, "Loud too")
    heard = stream.next()
    assert heard is not None
    assert of(loud["pk"])(heard)


def test_only_reading_is_taken(pair: Pair) -> None:
    assert pair.kept.ask("/api/v1/events", method="POST", data={}).status == 405


def test_many_listeners_hold_no_thread(pair: Pair, listen: Listen) -> None:
    streams = [listen().begin() for _ in range(60)]
    pid = pair.hub.find("granian", child=True)
    entry = create(pair, "Many listen")
    for stream in streams:
        stream.until(of(entry["pk"]))
    # The pool's, the follower's, the loop's and the server's own; none for a stream.
    assert len(list(Path(f"/proc/{pid}/task").iterdir())) < 40
    assert pair.kept.ask("/readyz").status == 200


def test_one_person_listens_so_often_and_no_more(pair: Pair, listen: Listen) -> None:
    for _ in range(20):
        listen("other").begin()
    refused = listen("other")
    assert refused.status == 429
    assert listen("learner").status == 200


def test_who_left_takes_no_place(pair: Pair, listen: Listen) -> None:
    for _ in range(20):
        listen("maintainer").begin().close()

    def again() -> bool:
        stream = listen("maintainer")
        stream.close()
        return stream.status == 200

    wait_for("places are free again", again, seconds=10)
