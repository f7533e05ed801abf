"""What learners type: the first results hold a usable fix."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from nexus.library.models import Entry
from nexus.library.services import create_entry, retire_entry
from nexus.search.askers import mark_of
from nexus.search.facets import Filters
from nexus.search.models import QueryLog
from nexus.search.selectors import Results, search
from nexus.search.services import log_query

pytestmark = pytest.mark.usefixtures("content", "db")


def ask(query: str, **options: Any) -> Results:
    return search(viewer=options.pop("viewer", AnonymousUser()), query=query, **options)


def slugs(found: Results) -> list[str]:
    return [hit.page.slug for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("blocking requests", "long-task-blocks-request"),
        ("N+1", "n-plus-one-queries"),
        ("select_related", "n-plus-one-queries"),
        ("select related", "n-plus-one-queries"),
        ("rate limt", "throttled-429"),
        ("jwt expired", "expired-token-401"),
        ("Redis", "redis"),
        ("celery", "celery"),
        ("conflicting migrations", "conflicting-migrations"),
    ],
)
def test_the_first_result_answers(query: str, first: str) -> None:
    found = ask(query)
    assert slugs(found)[0] == first
    assert found.hits[0].is_match
    assert 1 <= len(found.hits[0].sections) <= 3


def test_a_slip_is_put_right_and_said() -> None:
    assert ask("rate limt").did_you_mean == "rate limit"
    assert ask("rate limit").did_you_mean == ""


def test_words_of_drafts_are_suggested_to_who_may_read_them(learner: Any, mentor: Any) -> None:
    create_entry(actor=learner, kind="practice", title="Zymurgy", lead="Quaternions.", draft=True)
    assert ask("quaternoins").did_you_mean == ""
    for reader in (learner, mentor):
        assert ask("quaternoins", viewer=reader).did_you_mean == "quaternions"


def test_the_last_word_is_a_beginning_while_typing() -> None:
    assert "n-plus-one-queries" in slugs(ask("select_rel", typing=True))
    assert slugs(ask("django res", typing=True))[0] == "django-rest-framework"


def test_words_about_something_else_are_no_match() -> None:
    found = ask("sourdough crumb too dense")
    assert not found.has_match
    assert not any(hit.is_match for hit in found.hits)


def test_filters_narrow_before_ranking() -> None:
    found = ask("cache", filters=Filters(kind="challenge"))
    assert found.hits
    assert {hit.kind for hit in found.hits} == {"challenge"}
    assert slugs(ask("cache", filters=Filters(topic="no-such-topic"))) == []


def test_facets_count_what_was_found() -> None:
    facets = ask("cache", with_facets=True).facets
    kinds = {value.value: value.count for value in facets["kind"]}
    assert kinds["challenge"] == ask("cache", filters=Filters(kind="challenge")).total


def test_a_draft_is_found_by_its_author_only(learner: Any, make_person: Any, mentor: Any) -> None:
    draft = create_entry(
        actor=learner, kind="practice", title="Zymurgy quaternions", lead="Text.", draft=True
    )
    assert slugs(ask("zymurgy", viewer=learner)) == [draft.slug]
    assert slugs(ask("zymurgy", viewer=mentor)) == [draft.slug]
    assert slugs(ask("zymurgy", viewer=make_person())) == []
    assert slugs(ask("zymurgy")) == []


def test_the_index_follows_its_cause(mentor: Any) -> None:
    entry = create_entry(actor=mentor, kind="practice", title="Zymurgy", lead="Quaternions.")
    assert slugs(ask("quaternions")) == [entry.slug]
    retire_entry(actor=mentor, entry=Entry.objects.get(pk=entry.pk))
    assert slugs(ask("quaternions")) == []


@pytest.mark.parametrize(
    "query", ['"', "*", "NEAR(a b)", "title:redis", "a AND OR NOT", "(", "'", "\\", "%", "&|!", "-"]
)
def test_operators_are_only_text(query: str) -> None:
    ask(query)
    ask(f"redis {query}")


def test_what_is_logged_names_nobody() -> None:
    log_query(
        query='File "/home/kim/app/views.py", line 12\nOperationalError: kim@example.org refused',
        results=0,
        asker="",
    )
    text = QueryLog.objects.get().text
    assert "kim" not in text
    assert "operationalerror" in text.lower()


def test_the_mark_of_who_asked_is_another_each_day_and_in_each_hub(settings: Any) -> None:
    today = date(2026, 5, 4)
    mark = mark_of("person:1", today)
    assert (len(mark), mark) == (24, mark_of("person:1", today))
    others = [mark_of("person:2", today), mark_of("person:1", today + timedelta(days=1))]
    settings.SECRET_KEY = "another"
    others.append(mark_of("person:1", today))
    assert len({mark, *others}) == 4


def test_what_was_asked_is_forgotten_after_ninety_days(monkeypatch: Any) -> None:
    log_query(query="redis cache", results=1, asker="")
    log_query(query="celery beat", results=1, asker="")
    old = timezone.now() - timedelta(days=91)
    QueryLog.objects.filter(text="redis cache").update(at=old)
    monkeypatch.setattr("nexus.search.services.EVERY", 1)
    log_query(query="docker build", results=1, asker="")
    assert set(QueryLog.objects.values_list("text", flat=True)) == {"celery beat", "docker build"}
