"""304 for who has what there is: the same headers whether or not a body was made for it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from nexus.accounts.services import update_profile
from nexus.common import unchanged
from nexus.common.keeping import begin_answer
from nexus.common.touches import seen_models
from nexus.library.services import save_lead, set_topics
from tests.queries.counting import Hub
from tests.queries.table import API, INCLUDING, REST
from tests.support import api_of

pytestmark = pytest.mark.django_db
# What is read to know who asks.
SIGN_IN = {"django_session"}


@pytest.fixture(autouse=True)
def knows_nothing() -> None:
    unchanged._known.clear()
    begin_answer()


def ask(client: Any, url: str, tag: str) -> tuple[Any, int]:
    """The answer to who has a tag, and the queries that it took: two to know who asks."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url, HTTP_IF_NONE_MATCH=tag)
    return answer, len(asked)


@pytest.mark.parametrize("part", ["", "revisions/", "source/"])
def test_the_second_question_makes_no_body(fill: Any, part: str) -> None:
    state = fill(2)
    client, url = api_of(state["maintainer"]), f"/api/v1/entries/entry-{state['entry'].pk}/{part}"
    tag = client.get(url)["ETag"]
    built, _ = ask(client, url, tag)
    known, queries = ask(client, url, f'"other", W/{tag}')
    assert (built.status_code, known.status_code, queries) == (304, 304, 3)
    assert known.content == b""
    assert dict(known.headers) == dict(built.headers)
    other, _ = ask(client, url, '"other"')
    assert (other.status_code, other["ETag"]) == (200, tag)


def test_whatever_is_written_is_asked_for_anew(fill: Any, make_person: Any) -> None:
    state = fill(2)
    client, entry = api_of(state["maintainer"]), state["entry"]
    url = f"/api/v1/entries/entry-{entry.pk}/"
    tag = client.get(url)["ETag"]
    assert [ask(client, url, tag)[0].status_code for _ in range(2)] == [304, 304]
    entry.refresh_from_db()
    save_lead(actor=state["maintainer"], entry=entry, lead="New", expected_version=entry.version)
    answer, _ = ask(client, url, tag)
    assert (answer.status_code, answer.json()["lead"]) == (200, "New")
    set_topics(actor=state["maintainer"], entry=entry, topics=["t0"])
    assert ask(client, url, answer["ETag"])[0].json()["topics"] == [{"slug": "t0", "title": "T 0"}]


def test_nobody_is_answered_by_what_another_has(fill: Any, reader: Any, learner: Any) -> None:
    state = fill(1)
    url = f"/api/v1/entries/entry-{state['entry'].pk}/revisions/"
    for shows in (False, True):
        update_profile(actor=state["maintainer"], name="Ada", shows_name=shows)
        tags = {who.pk: api_of(who).get(url)["ETag"] for who in (reader, learner)}
        for who in (reader, learner) * 2:
            assert ask(api_of(who), url, tags[who.pk])[0].status_code == 304
    assert len(unchanged._known) == 2


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.add(2)
    return made


def test_views_that_follow_touches_read_followed_tables_alone(hub: Hub) -> None:
    """A table whose writers leave no touch would be read as it was."""
    followed = {model._meta.db_table for model, _ in seen_models()} | SIGN_IN
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    looked, strange = 0, {}
    including = {f"{name} including": row for name, row in INCLUDING.items()}
    for name, (url, _) in {**REST, **including}.items():
        address = f"{API}{url}".format(**hub.ids)
        view = resolve(address.partition("?")[0]).func.view_class
        if not getattr(view, "follows_touches", False):
            continue
        with CaptureQueriesContext(connection) as asked:
            hub.ask(address)
        read = {t for q in asked for t in re.findall(r"\w+", q["sql"]) if t in tables}
        looked += 1
        if read - followed:
            strange[name] = read - followed
    assert looked >= 20 + len(INCLUDING)
    assert strange == {}
