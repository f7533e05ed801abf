"""Counts that say something and tell on nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.accounts.services import get_or_create_cohort
from nexus.documents.models import Document
from nexus.insights.selectors import FEWEST, read_insights
from nexus.library.services import create_entry, give_receipt
from nexus.search.models import QueryLog
from tests.support import LEARNER_DOCUMENT


@pytest.fixture
def cohort_of(make_person: Any, bring: Any) -> Any:
    def make(name: str, people: int) -> None:
        cohort, _ = get_or_create_cohort(name)
        for number in range(people):
            text = LEARNER_DOCUMENT.replace("Weather", f"{name} {number}")
            bring(make_person(), (f"{name}-{number}.md", text.encode()))
        Document.objects.filter(name__startswith=f"{name}-").update(cohort=cohort)

    return make


def test_a_small_group_is_left_out(learner: Any, cohort_of: Any) -> None:
    cohort_of("Autumn", FEWEST)
    cohort_of("Winter", FEWEST - 1)
    found = read_insights(viewer=learner)
    assert [(c.name, c.people, c.texts) for c in found.cohorts] == [("Autumn", FEWEST, FEWEST)]
    assert [row["texts"] for row in found.months] == [2 * FEWEST - 1]


def test_who_may_not_read_documents_gets_no_count_of_them(cohort_of: Any) -> None:
    cohort_of("Autumn", FEWEST)
    found = read_insights(viewer=AnonymousUser())
    assert (found.cohorts, found.months) == ([], [])


def test_challenges_by_how_many_met_them(learner: Any, mentor: Any, challenge: Any) -> None:
    quiet = create_entry(actor=learner, kind="challenge", title="Nobody met this", lead="")
    stuck = create_entry(actor=learner, kind="challenge", title="Stuck", lead="")
    for person in (learner, mentor):
        give_receipt(actor=person, entry=stuck, outcome="same-here")
    give_receipt(actor=mentor, entry=challenge, outcome="same-here")
    found = read_insights(viewer=AnonymousUser())
    assert [entry.pk for entry in found.most_met] == [challenge.pk]
    assert [entry.pk for entry in found.unsolved] == [stuck.pk, quiet.pk]


def test_queries_do_not_grow_with_rows(
    learner: Any, cohort_of: Any, django_assert_num_queries: Any
) -> None:
    for name in ("Autumn", "Winter"):
        cohort_of(name, FEWEST)
        with django_assert_num_queries(5):
            read_insights(viewer=learner)


def test_what_was_searched_in_vain_is_for_mentors(learner: Any, mentor: Any) -> None:
    for text, results in (("zymurgy", 0), ("zymurgy", 0), ("redis", 4)):
        QueryLog.objects.create(text=text, results=results)
    client = Client()
    client.force_login(learner)
    assert "zymurgy" not in client.get("/insights/").content.decode()
    client.force_login(mentor)
    page = client.get("/insights/").content.decode()
    assert "zymurgy" in page
    assert "/search/?q=redis" not in page


def test_the_type_of_an_error_leads_to_its_line(db: None) -> None:
    problem = Client().get("/api/v1/entries/entry-1/").json()
    path, _, anchor = problem["type"].partition("#")
    assert f'id="{anchor}"' in Client().get(path).content.decode()
