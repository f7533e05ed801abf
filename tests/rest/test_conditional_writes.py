"""Edits say what they started from; nobody is overwritten, and evidence makes nothing stale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from nexus.curation.services import rename
from nexus.library.models import Entry, Revision
from nexus.library.services import add_solution, save_lead
from tests.at_once import AtOnce
from tests.support import api_of


def url_of(entry: Entry, part: str = "") -> str:
    return f"/api/v1/entries/entry-{entry.pk}/{part}"


def tag_of(person: Any, entry: Entry) -> str:
    tag: str = api_of(person).get(url_of(entry, "source/"))["ETag"]
    return tag


def save(person: Any, entry: Entry, tag: str | None, **body: Any) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return api_of(person).put(url_of(entry), body or {"lead": "A"}, headers=headers)


def restore(person: Any, entry: Entry, tag: str | None) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return api_of(person).post(url_of(entry, "restore/"), {"version": 1}, headers=headers)


@pytest.mark.django_db
def test_the_source_is_what_an_editor_loads(challenge: Entry, learner: Any, anonymous: Any) -> None:
    answer = api_of(anonymous).get(url_of(challenge, "source/"))
    assert answer.json() == {
        "id": f"entry-{challenge.pk}",
        "version": 1,
        "title": challenge.title,
        "lead": challenge.lead,
    }
    again = api_of(anonymous).get(
        url_of(challenge, "source/"), headers={"If-None-Match": answer["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("write", [save, restore])
def test_without_if_match_nothing_is_written(
    challenge: Entry, learner: Any, write: Callable[..., HttpResponse]
) -> None:
    answer: Any = write(learner, challenge, None)
    assert (answer.status_code, answer.json()["type"]) == (
        428,
        "/docs/errors#precondition-required",
    )
    challenge.refresh_from_db()
    assert challenge.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize("write", [save, restore])
def test_from_an_older_version_nothing_is_written(
    challenge: Entry, learner: Any, mentor: Any, write: Callable[..., HttpResponse]
) -> None:
    tag = tag_of(learner, challenge)
    save_lead(actor=mentor, entry=challenge, lead="By the mentor.", expected_version=1)
    answer: Any = write(learner, challenge, tag)
    assert (answer.status_code, answer.json()["type"]) == (412, "/docs/errors#stale")
    assert answer.json()["current_version"] == 2
    challenge.refresh_from_db()
    assert (challenge.version, challenge.lead) == (2, "By the mentor.")
    assert write(learner, challenge, tag_of(learner, challenge)).status_code == 200
    challenge.refresh_from_db()
    assert challenge.version == 3


@pytest.mark.django_db
def test_a_renaming_makes_an_edit_stale(challenge: Entry, learner: Any, mentor: Any) -> None:
    tag = tag_of(learner, challenge)
    rename(actor=mentor, entry=challenge, title="Another title")
    assert save(learner, challenge, tag, lead="A", title=challenge.title).status_code == 412
    challenge.refresh_from_db()
    assert challenge.title == "Another title"


@pytest.mark.django_db
def test_what_others_add_makes_no_edit_stale(
    challenge: Entry, learner: Any, mentor: Any, bring: Any
) -> None:
    tag = tag_of(learner, challenge)
    add_solution(actor=mentor, entry=challenge, text="Use a thread pool.")
    text = f"## Challenges\n\n### {challenge.title}\n\n**Problem:** It hangs.\n\n**Solution:** Await.\n"
    bring(mentor, ("more.md", text.encode()))
    answer = save(learner, challenge, tag)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "status"),
    [("{}", 200), ("W/{}", 200), ('"other", {}', 200), ("*", 200), ('"other"', 412), ("", 412)],
)
def test_forms_of_if_match(challenge: Entry, learner: Any, form: str, status: int) -> None:
    tag = form.format(tag_of(learner, challenge))
    assert save(learner, challenge, tag).status_code == status


@pytest.mark.django_db
def test_topics_heed_if_match_where_it_is_sent(challenge: Entry, learner: Any) -> None:
    send = api_of(learner).put
    body: dict[str, Any] = {"topics": []}
    stale = send(url_of(challenge, "topics/"), body, headers={"If-Match": '"v9-x"'})
    assert stale.status_code == 412
    assert send(url_of(challenge, "topics/"), body).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_that_save_at_once_one_does(
    challenge: Entry, learner: Any, at_once: AtOnce
) -> None:
    tag = tag_of(learner, challenge)
    clients = [api_of(learner) for _ in range(6)]

    def saving(number: int) -> Callable[[], int]:
        body, headers = {"lead": f"By {number}"}, {"If-Match": tag}
        return lambda: int(
            clients[number].put(url_of(challenge), body, headers=headers).status_code
        )

    answers = at_once(*(saving(number) for number in range(6)))
    assert sorted(answers) == [200, 412, 412, 412, 412, 412]


PEOPLE, AT_ONCE, ATTEMPTS = 50, 10, 2


@pytest.mark.django_db(transaction=True)
def test_fifty_people_write_one_entry(challenge: Entry, make_person: Any, at_once: AtOnce) -> None:
    """Ten at a time: each that was told 200 is in the history once, on top of the one before."""
    people = [make_person(email=f"w{n}@people.test", role="learner") for n in range(PEOPLE)]
    clients = [api_of(person) for person in people]

    def write(numbers: range) -> list[tuple[int, str]]:
        told = []
        for attempt in range(ATTEMPTS):
            for number in numbers:
                tag = clients[number].get(url_of(challenge, "source/"))["ETag"]
                lead = f"By {number}, attempt {attempt}."
                answer = clients[number].put(
                    url_of(challenge), {"lead": lead}, headers={"If-Match": tag}
                )
                assert answer.status_code in (200, 412), answer.content
                if answer.status_code == 200:
                    told.append((answer.json()["version"], lead))
        return told

    works = [lambda n=n: write(range(n, PEOPLE, AT_ONCE)) for n in range(AT_ONCE)]
    told = sorted(one for some in at_once(*works) for one in some)
    assert AT_ONCE <= 2 * len(told) < PEOPLE * ATTEMPTS * 2, "some were told 200, some 412"
    [kept] = at_once(
        lambda: list(Revision.objects.order_by("version").values_list("version", "lead"))
    )
    assert kept[1:] == told
    assert [version for version, _ in kept] == list(range(1, len(told) + 2))
