"""Counts that say something and tell on nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from nexus.accounts.models import Person
from nexus.accounts.services import get_or_create_cohort
from nexus.common.errors import Invalid, SignInNeeded
from nexus.common.ids import encode_id
from nexus.documents.models import Document
from nexus.insights.csv import as_csv
from nexus.insights.figures import FEWEST, Column, Figures, Row, Table
from nexus.insights.live import waiting
from nexus.insights.scope import Scope, read_scope
from nexus.insights.selectors import read_insights
from nexus.insights.tellings import bits_of_people
from nexus.library.models import Entry, Receipt
from nexus.library.services import create_entry, give_receipt
from nexus.search.askers import mark_of
from nexus.search.models import QueryLog
from tests.support import api_of

Bring = Callable[..., int]
TEXT = """# {name} {number}

## Technologies

- {tool}

## Challenges

### The label printer jams

**Problem:** Paper jams in the label printer queue.

**Solution:** Empty the printer queue first.

## Best practices

- Write documentation for the labels
"""


@pytest.fixture
def cohort_of(make_person: Any, bring: Any) -> Bring:
    """So many people of a cohort tell the same; returns the cohort's id."""

    def make(name: str, people: int, *, tool: str = "Redis", track: str = "backend") -> int:
        cohort, _ = get_or_create_cohort(name)
        for number in range(people):
            text = TEXT.format(name=name, number=number, tool=tool)
            bring(make_person(), (f"{name}-{number}.md", text.encode()))
        own = Document.objects.filter(name__startswith=f"{name}-")
        own.update(cohort=cohort, track=track)
        cache.clear()
        return cohort.pk

    return make


def table(figures: Figures, key: str) -> Table:
    (found,) = [one for one in figures.tables if one.key == key]
    return found


def keys(figures: Figures) -> list[str]:
    return [one.key for one in figures.tables if not one.is_live]


def test_a_figure_of_too_few_people_is_left_out(learner: Person, cohort_of: Bring) -> None:
    cohort_of("Winter", FEWEST - 1)
    found = read_insights(viewer=learner)
    assert (found.people, keys(found)) == (None, [])
    cohort_of("Autumn", 1)
    found = read_insights(viewer=learner)
    assert found.people == FEWEST
    challenges = table(found, "challenges")
    assert [row.values for row in challenges.rows] == [(FEWEST,)]
    assert [column.key for column in challenges.columns] == ["people"]


def test_shares_by_cohort_and_counts_by_track(learner: Person, cohort_of: Bring) -> None:
    autumn = cohort_of("Autumn", FEWEST, track="frontend")
    winter = cohort_of("Winter", 2 * FEWEST)
    found = read_insights(viewer=learner)
    challenges = table(found, "challenges")
    assert [(c.label, c.unit) for c in challenges.columns] == [
        ("People", "people"),
        ("Winter", "percent"),
    ], "five people are too few for a share of them"
    assert [(row.label, row.values) for row in challenges.rows] == [
        ("The label printer jams", (3 * FEWEST, 100))
    ]
    technologies = table(found, "technologies")
    assert [(row.label, row.values) for row in technologies.rows] == [
        ("Redis", (3 * FEWEST, 2 * FEWEST, FEWEST))
    ]
    assert [row.values for row in table(found, "practices").rows] == [(3 * FEWEST,)]
    assert [(row.label, row.values) for row in table(found, "together").rows] == [
        ("The label printer jams · Redis", (3 * FEWEST,))
    ]
    assert table(found, "practices").sentence.startswith("About 15 of 15 people hold “")
    only = read_insights(viewer=learner, scope=Scope(cohort=autumn))
    assert table(only, "challenges").rows[0].values == (FEWEST,)
    both = read_insights(viewer=learner, scope=Scope(cohort=winter, track="frontend"))
    assert both.people is None


def test_who_may_not_read_documents_sees_no_cohorts(cohort_of: Bring) -> None:
    cohort_of("Autumn", FEWEST)
    found = read_insights(viewer=AnonymousUser())
    assert [column.key for column in table(found, "challenges").columns] == ["people"]


def test_who_may_not_read_documents_asks_for_no_cohort(cohort_of: Bring) -> None:
    cohort = cohort_of("Autumn", FEWEST)
    with pytest.raises(SignInNeeded):
        read_insights(viewer=AnonymousUser(), scope=Scope(cohort=cohort))
    answer = api_of(AnonymousUser()).get(f"/api/v1/insights/?cohort=cohort-{cohort}")
    assert answer.status_code == 401


def test_a_period_counts_what_came_in_it(learner: Person, cohort_of: Bring) -> None:
    cohort_of("Autumn", FEWEST)
    cohort_of("Winter", FEWEST)
    old = Document.objects.filter(name__startswith="Autumn-")
    old.update(created_at=timezone.now() - timedelta(days=40))
    found = read_insights(viewer=learner, scope=Scope(period="month"))
    assert found.people == FEWEST
    assert read_insights(viewer=learner, scope=Scope(period="quarter")).people == 2 * FEWEST


def test_copies_count_as_who_wrote_the_original(learner: Person, cohort_of: Bring) -> None:
    cohort_of("Autumn", FEWEST)
    first, *others = Document.objects.order_by("pk")
    Document.objects.filter(pk=others[0].pk).update(copy_of=first)
    cache.clear()
    assert read_insights(viewer=learner).people is None


def test_figures_are_kept_until_something_changes(
    learner: Person, cohort_of: Bring, django_assert_num_queries: Any, bring: Any, make_person: Any
) -> None:
    cohort_of("Autumn", FEWEST)
    read_insights(viewer=learner)
    with django_assert_num_queries(6):
        assert read_insights(viewer=learner).people == FEWEST
    for number in range(FEWEST):
        text = TEXT.format(name="More", number=number, tool="Redis")
        bring(make_person(), (f"more-{number}.md", text.encode()))
    assert read_insights(viewer=learner).people == 2 * FEWEST


def test_queries_do_not_grow_with_rows(
    learner: Person, cohort_of: Bring, django_assert_num_queries: Any
) -> None:
    for name in ("Autumn", "Winter"):
        cohort_of(name, FEWEST)
        with django_assert_num_queries(12):
            read_insights(viewer=learner)


def test_what_waits_and_since_when(learner: Person, mentor: Person) -> None:
    old = create_entry(actor=learner, kind="challenge", title="Old and stuck", lead="")
    new = create_entry(actor=learner, kind="challenge", title="New and stuck", lead="")
    Entry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=9))
    give_receipt(actor=mentor, entry=new, outcome="same-here")
    waiting = table(read_insights(viewer=learner), "unsolved")
    assert [(row.label, row.values) for row in waiting.rows] == [
        ("Old and stuck", (9, None, None)),
        ("New and stuck", (0, None, None)),
    ]
    assert waiting.sentence == "Challenges wait for a solution."
    Entry.objects.update(is_solved=True)
    waiting = table(read_insights(viewer=learner), "unsolved")
    assert (waiting.rows, waiting.sentence) == ((), "No challenge waits for a solution.")


def unsolved_of(person: Person, bring: Any, *names: str) -> None:
    """One person tells of so many challenges, without a fix."""
    parts = (f"### {name} wobbles\n\n**Problem:** The {name} wobbles.\n\n" for name in names)
    text = "# Notes\n\n## Challenges\n\n" + "".join(parts)
    bring(person, (f"{names[0]}.md", text.encode()))


def test_how_many_wait_is_said_where_enough_people_told(
    learner: Person, make_person: Any, bring: Any
) -> None:
    """What one person has not solved is no number, however much it is."""

    def sentence() -> str:
        return table(read_insights(viewer=learner), "unsolved").sentence

    unsolved_of(learner, bring, "Anvil", "Bellows", "Crucible", "Drill", "Easel", "Furnace")
    assert sentence() == "Challenges wait for a solution."
    for name in ("Gimbal", "Hammer", "Ingot", "Jigsaw"):
        unsolved_of(make_person(), bring, name)
    assert sentence() == "10 challenges wait for a solution, 10 of them since this week."
    old = Entry.objects.filter(title__lt="F")
    old.update(created_at=timezone.now() - timedelta(days=9))
    assert sentence() == "10 challenges wait for a solution, 5 of them since this week."
    Entry.objects.filter(title__lt="H").update(created_at=timezone.now() - timedelta(days=9))
    assert sentence() == "10 challenges wait for a solution, fewer than 5 of them since this week."


def test_presses_of_this_week_and_of_the_one_before(
    learner: Person, challenge: Entry, make_person: Any
) -> None:
    for _ in range(FEWEST):
        give_receipt(actor=make_person(), entry=challenge, outcome="same-here")
    pressed = table(read_insights(viewer=learner), "same-here")
    assert [(row.label, row.values) for row in pressed.rows] == [(challenge.title, (FEWEST, None))]
    assert pressed.sentence == (
        "About 5 people said “same here” this week, fewer than 5 people the week before."
    )
    Receipt.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert table(read_insights(viewer=learner), "same-here").rows == ()


def test_the_same_people_are_one_figure_in_every_table(
    learner: Person, make_person: Any, bring: Any
) -> None:
    """Those who told of a challenge and those who pressed, this week and ever."""
    for round_ in range(4):
        number = FEWEST + 1 + round_ % 4
        people = [make_person() for _ in range(number)]
        text = f"# Notes\n\n## Challenges\n\n### Wobble{round_} quux{round_}\n\nIt wobbles.\n"
        for n, person in enumerate(people):
            bring(person, (f"w{round_}-{n}.md", f"{text}\nNote{n}.\n".encode()))
        entry = Entry.objects.get(kind="challenge", title=f"Wobble{round_} quux{round_}")
        for person in people:
            give_receipt(actor=person, entry=entry, outcome="same-here")
    cache.clear()
    figures = read_insights(viewer=learner)
    ever = {row.label: row.values[1:] for row in table(figures, "unsolved").rows}
    week = {row.label: row.values[0] for row in table(figures, "same-here").rows}
    told = {row.label: row.values[0] for row in table(figures, "challenges").rows}
    assert len(ever) == 4
    assert ever == {label: (told[label], week[label]) for label in ever}
    assert told == week


def test_what_waits_stands_in_the_order_of_what_is_shown(
    learner: Person, make_person: Any, django_assert_num_queries: Any
) -> None:
    """One of nine may be shown as five, and one of six as ten."""
    for number in range(FEWEST - 2, 2 * FEWEST + 1):
        entry = create_entry(actor=learner, kind="challenge", title=f"Met by {number}", lead="")
        for _ in range(number):
            give_receipt(actor=make_person(), entry=entry, outcome="same-here")
    now = timezone.now()
    with django_assert_num_queries(6):
        found = waiting(now, bits_of_people()).rows
    values = [row.values[2] or 0 for row in found]
    assert values == sorted(values, reverse=True)
    ages = {value: [r.label for r in found if (r.values[2] or 0) == value] for value in values}
    made = list(Entry.objects.order_by("created_at", "pk").values_list("title", flat=True))
    assert all(labels == sorted(labels, key=made.index) for labels in ages.values())
    assert len(ages) == 3


def searched(text: str, *, people: int, days_ago: int = 0, results: int = 0) -> None:
    """So many people looked for a text on a day."""
    at = timezone.now() - timedelta(days=days_ago)
    for number in range(people):
        asker = mark_of(f"person:{number}", at.date())
        row = QueryLog.objects.create(text=text, results=results, asker=asker)
        QueryLog.objects.filter(pk=row.pk).update(at=at)


def test_what_was_searched_in_vain(learner: Person, mentor: Person) -> None:
    """Which texts is for mentors; how many people is for everybody; both from five people on."""
    searched("zymurgy", people=FEWEST)
    searched("malt", people=FEWEST - 1)
    searched("redis", people=9, results=4)
    searched("yeast", people=FEWEST, days_ago=9)
    searched("hops", people=FEWEST, days_ago=40)
    seen = table(read_insights(viewer=learner), "unanswered")
    assert (seen.rows, seen.sentence) == (
        (),
        "On the day with most, about 5 people found nothing this week, "
        "about 5 people the week before.",
    )
    rows = table(read_insights(viewer=mentor), "unanswered").rows
    assert [(row.label, row.url, row.values) for row in rows] == [
        ("zymurgy", "/search/?q=zymurgy", (5, None, 5)),
        ("yeast", "/search/?q=yeast", (None, 5, 5)),
        ("hops", "/search/?q=hops", (None, None, 5)),
    ]


def test_searches_of_one_person_are_no_figure(mentor: Person, learner: Person) -> None:
    """However often, on however many days, signed in or not, by whatever way."""
    text = "zzyzx quaxxle"
    api, client = api_of(learner), Client()
    client.force_login(learner)
    for _ in range(FEWEST):
        api.get("/api/v1/search/", {"q": text})
        api.post("/graphql", {"query": f'{{ search(query: "{text}") {{ total }} }}'}, format="json")
        client.get("/search/", {"q": text})
        Client().get("/search/", {"q": text})
    assert QueryLog.objects.filter(text=text, results=0).count() == 4 * FEWEST
    assert QueryLog.objects.filter(text=text).values("asker").distinct().count() == 2
    for days_ago in range(FEWEST):
        searched(text, people=1, days_ago=days_ago)
    found = table(read_insights(viewer=mentor), "unanswered")
    assert (found.rows, found.sentence) == (
        (),
        "On the day with most, fewer than 5 people found nothing this week, "
        "fewer than 5 people the week before.",
    )


def test_searches_from_before_there_were_marks_are_of_one_person(mentor: Person) -> None:
    for _ in range(12):
        QueryLog.objects.create(text="zymurgy", results=0)
    searched("zymurgy", people=FEWEST - 2)
    assert table(read_insights(viewer=mentor), "unanswered").rows == ()
    searched("zymurgy", people=FEWEST - 1)
    assert [r.values for r in table(read_insights(viewer=mentor), "unanswered").rows] == [
        (FEWEST, None, FEWEST)
    ]


def test_who_searched_in_vain_is_rounded_alike(mentor: Person) -> None:
    searched("zymurgy", people=8)
    found = table(read_insights(viewer=mentor), "unanswered")
    (people, _, ever) = found.rows[0].values
    assert people in {5, 10}
    assert people == ever
    assert found.sentence.startswith(f"On the day with most, about {people} people ")


def test_the_same_figures_everywhere(learner: Person, cohort_of: Bring) -> None:
    """Page, REST, CSV and GraphQL say what the selector says."""
    cohort = encode_id("cohort", cohort_of("Autumn", FEWEST))
    figures = read_insights(viewer=learner, scope=read_scope(cohort=cohort))
    api = api_of(learner)
    told = api.get(f"/api/v1/insights/?cohort={cohort}").json()
    assert told["people"] == figures.people
    assert [(t["key"], [tuple(r["values"]) for r in t["rows"]]) for t in told["tables"]] == [
        (t.key, [r.values for r in t.rows]) for t in figures.tables
    ]
    query = "{ insights(cohort: %r) { people tables { key rows { label url values } } } }"
    asked = {"query": (query % cohort).replace("'", '"')}
    found = api.post("/graphql", asked, format="json").json()["data"]["insights"]
    assert found["tables"] == [
        {
            "key": t["key"],
            "rows": [{k: r[k] for k in ("label", "url", "values")} for r in t["rows"]],
        }
        for t in told["tables"]
    ]
    answer = api.get(f"/api/v1/insights/csv/?cohort={cohort}")
    lines = list(csv.reader(io.StringIO(answer.content.decode())))
    assert lines[0] == ["table", "label", "url", "column", "unit", "value"]
    expected = sum(v is not None for t in figures.tables for r in t.rows for v in r.values)
    assert len(lines) == 1 + expected
    client = Client()
    client.force_login(learner)
    page = client.get(f"/insights/?cohort={cohort}").content.decode()
    for one in figures.tables:
        assert one.sentence in page
    assert f"/api/v1/insights/csv/?cohort={cohort}" in page


def test_a_spreadsheet_runs_nothing() -> None:
    row = Table("t", "T", "", (), ())
    assert as_csv(Figures(None, (row,))) == "table,label,url,column,unit,value\r\n"
    evil = Table("t", "T", "", (Column("n", "N", "people"),), (Row("=cmd()", "/x", (5,)),))
    assert as_csv(Figures(None, (evil,))).splitlines()[1] == "t,'=cmd(),/x,N,people,5"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"cohort": "cohort-999999"}, "cohort"),
        ({"track": "sideways"}, "track"),
        ({"period": "decade"}, "period"),
    ],
)
def test_a_wrong_filter_says_what_is_right(
    learner: Person, asked: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_scope(**asked)
    assert list(refused.value.fields) == [field]
    assert api_of(learner).get("/api/v1/insights/", asked).status_code == 422
    client = Client()
    client.force_login(learner)
    assert client.get("/insights/", asked).status_code == 422


def test_the_type_of_an_error_leads_to_its_line(db: None) -> None:
    problem = Client().get("/api/v1/entries/entry-1/").json()
    path, _, anchor = problem["type"].partition("#")
    assert f'id="{anchor}"' in Client().get(path).content.decode()
