"""A merge of a hundred pairs: every row that leads to an entry, by every field that can.

FATES names what becomes of each relation; a new one fails the test until somebody decides.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import ManyToManyField
from django.test import Client

from nexus.accounts.models import Person
from nexus.curation.models import Evidence, Suggestion
from nexus.curation.selectors import list_voices
from nexus.curation.services import mark_best_solution, merge_entries, rename, undo_action
from nexus.curation.services.solutions import compose_solutions
from nexus.documents.models import Document, Statement
from nexus.library.models import Entry, EntryAlias, Link, Receipt, Revision, Solution
from nexus.library.services import add_solution, create_entry, create_topic, give_receipt
from nexus.linkcheck.gathering import gather
from nexus.search.models import SearchPage
from tests.support import api_of

PAIRS = 100
MOVES = "every row leads to the entry that stays"
STAYS = "every row is as it was; history shows it"
FOLLOWS = "written anew from the others"
FATES = {
    "library.Entry.merged_into": STAYS,  # earlier merges go on to the heir of their heir
    "library.EntryAlias.entry": MOVES,
    "library.EntryRedirect.entry": MOVES,
    "library.Revision.entry": STAYS,
    "library.Solution.entry": MOVES,
    "library.Receipt.entry": MOVES,
    "library.Link.source": STAYS,  # what its own lead says; what it involves moves
    "library.Link.target": FOLLOWS,
    "library.Entry_topics.entry": STAYS,  # and the entry that stays has them too
    "documents.Document.guide": STAYS,  # guides are not merged
    "curation.Evidence.entry": MOVES,
    "curation.Suggestion.entry": MOVES,
    "curation.EntryName.entry": FOLLOWS,
    "curation.Cluster.entry": FOLLOWS,
    "curation.Member.entry": FOLLOWS,
    "linkcheck.OutsideLink.entry": STAYS,  # what its own texts lead to
    "search.SearchPage.entry": FOLLOWS,
    "search.Fingerprint.entry": FOLLOWS,
}
# The same of a fix. Each goes with its challenge, so whatever leads to it leads to it still; what a
# document tells is composed anew from the evidence, as one more fix of the page that stays.
FATES_OF_FIXES = {
    "library.Receipt.solution": STAYS,
    "library.Entry.best_solution": STAYS,  # and the entry that stays has the mark too
    "curation.Evidence.solution": STAYS,
}
# A guide is of no challenge, and the next run says what stands where.
NEVER = {"documents.Document.guide", "curation.Cluster.entry", "curation.Member.entry"}


def relations(to: type[Entry] | type[Solution] = Entry) -> dict[str, tuple[Any, str]]:
    """Every model and field that leads to an entry, hidden ones and many-to-many among them.

    Or to a solution.
    """
    found = {}
    for relation in to._meta.get_fields(include_hidden=True):
        if relation.is_relation and relation.auto_created and not relation.concrete:
            if relation.many_to_many:
                continue  # its rows are those of its table, which is a relation too
            model, name = relation.related_model, relation.field.name
            found[f"{model._meta.label}.{name}"] = (model, name)
    for field in to._meta.many_to_many:
        assert isinstance(field, ManyToManyField)
        through = field.remote_field.through
        name = field.m2m_field_name()
        assert f"{through._meta.label}.{name}" in found
    return found


def rows_of(entries: set[int]) -> dict[str, dict[int, int]]:
    """Relation → row → the entry of these that it leads to."""
    return {
        label: dict(model._base_manager.filter(**{f"{name}__in": entries}).values_list("pk", name))
        for label, (model, name) in relations().items()
    }


def rows_of_fixes(solutions: set[int]) -> dict[str, dict[int, int]]:
    """The same of what leads to these solutions."""
    return {
        label: dict(
            model._base_manager.filter(**{f"{name}__in": solutions}).values_list("pk", name)
        )
        for label, (model, name) in relations(Solution).items()
    }


@pytest.fixture
def pairs(
    make_person: Any, bring: Any, mentor: Person, learner: Person, reader: Person
) -> list[tuple[Entry, Entry]]:
    """A hundred pairs; what is merged has a row of every relation."""
    create_topic(actor=mentor, title="Pumps")
    told = "\n".join(
        f"### Pump {n} leaks\n\n**Problem:** Water below pump {n}.\n\n**Solution:** Turn it {n}.\n"
        for n in range(PAIRS)
    )
    author = make_person()
    bring(author, ("pumps.md", f"# Pumps\n\n## Challenges\n\n{told}".encode()))
    statements = {s.title: s for s in Statement.objects.filter(is_current=True, kind="challenge")}
    found = []
    for n in range(PAIRS):
        one = create_entry(
            actor=learner,
            kind="challenge",
            title=f"Pump {n} before",
            lead=f"## Symptom\n\nIt drips {n}. See [[Valve {n}]], <https://pumps.example/{n}>.\n",
            topics=["pumps"],
            errors=[f"DripError: {n} drops"],
        )
        other = create_entry(actor=learner, kind="challenge", title=f"Valve {n}", lead="Shut it.")
        create_entry(actor=mentor, kind="practice", title=f"Look {n}", lead=f"[[Pump {n} before]]")
        rename(actor=mentor, entry=one, title=f"Pump {n}")
        fix = add_solution(actor=mentor if n % 2 else learner, entry=one, text=f"Turn {n}.")
        give_receipt(actor=reader, entry=one, outcome="same-here")
        give_receipt(actor=learner, entry=one, outcome="worked", solution=fix)
        mark_best_solution(actor=mentor, entry=one, solution=fix)
        statement = statements[f"Pump {n} leaks"]
        Evidence.objects.update_or_create(
            statement=statement, defaults={"entry": one, "topic": None, "method": "confirmed"}
        )
        Suggestion.objects.create(
            left=f"{n:064}", right=f"{n:064}x", statement=statement, entry=other, score=0.3
        )
        older = create_entry(actor=learner, kind="challenge", title=f"Older {n}", lead="Old.")
        merge_entries(actor=mentor, entry=older, into=one)
        found.append((Entry.objects.get(pk=one.pk), Entry.objects.get(pk=other.pk)))
    gather()
    for n, (one, _) in enumerate(found):  # of another pair, so that no merge answers it
        statement = statements[f"Pump {(n + 1) % PAIRS} leaks"]
        Suggestion.objects.create(
            left=f"{n:064}", right=f"{n:064}y", statement=statement, entry=one, score=0.3
        )
    return found


def people_behind(entries: set[int]) -> set[int]:
    """Everybody who wrote, told, fixed or pressed something there."""
    return {
        *Revision.objects.filter(entry__in=entries).values_list("author", flat=True),
        *Solution.objects.filter(entry__in=entries).values_list("author", flat=True),
        *Receipt.objects.filter(entry__in=entries).values_list("person", flat=True),
        *Document.objects.filter(statements__evidence__entry__in=entries).values_list(
            "author", flat=True
        ),
    }


def test_every_relation_has_a_fate() -> None:
    assert set(relations()) == set(FATES)
    assert set(relations(Solution)) == set(FATES_OF_FIXES)


@pytest.mark.timeout(300)  # its world is made of two hundred imports
def test_a_merge_of_a_hundred_pairs_loses_nothing(
    pairs: list[tuple[Entry, Entry]], mentor: Person, learner: Person
) -> None:
    into = {one.pk: other.pk for one, other in pairs}
    sources = set(into)
    both = sources | set(into.values())
    before, people = rows_of(sources), people_behind(both)
    totals = {label: m._base_manager.count() for label, (m, _) in relations().items()}
    assert {label for label, rows in before.items() if len(rows) < PAIRS} == NEVER
    compose_solutions(sorted(sources))  # the evidence was put there by hand
    fixes = set(Solution.objects.filter(entry__in=sources).values_list("pk", flat=True))
    led = rows_of_fixes(fixes)
    assert {label: len(rows) for label, rows in led.items()} == dict.fromkeys(led, PAIRS)
    mentions = Link.objects.filter(target__in=sources, relation="mentions").count()
    actions = [merge_entries(actor=mentor, entry=one, into=other) for one, other in pairs]
    for label, (model, name) in relations().items():
        now = dict(model._base_manager.filter(pk__in=before[label]).values_list("pk", name))
        expected = before[label]
        if FATES[label] == MOVES:
            expected = {pk: into[entry] for pk, entry in before[label].items()}
        if FATES[label] != FOLLOWS:
            assert now == expected, label
            assert model._base_manager.count() >= totals[label] - (
                PAIRS if label == "curation.Suggestion.entry" else 0
            ), label
    marked = led["library.Entry.best_solution"]
    heirs = {into[entry]: fix for entry, fix in marked.items()}
    assert rows_of_fixes(fixes) == {**led, "library.Entry.best_solution": marked | heirs}
    there = Solution.objects.filter(pk__in=fixes, entry__in=set(into.values()))
    assert there.count() == len(fixes) == 2 * PAIRS
    assert people_behind(both) == people
    assert Link.objects.filter(target__in=set(into.values()), relation="mentions").count() >= (
        mentions
    )
    assert not Link.objects.filter(target__in=sources).exists()
    assert not SearchPage.objects.filter(entry__in=sources, is_visible=True).exists()
    for one, other in pairs[:3]:
        voices = [voice.title for voice in list_voices(viewer=learner, entry=other)]
        assert voices == [f"{one.title} leaks"]
        assert other.topics.filter(slug="pumps").exists()
        assert EntryAlias.objects.filter(entry=other, text__startswith="DripError").exists()
        old_addresses_lead_to(one, other, learner)
    for action in reversed(actions):
        undo_action(actor=mentor, action_pk=action.pk)
    assert rows_of_fixes(fixes) == led
    after = rows_of(sources)
    for label, fate in FATES.items():
        if fate != FOLLOWS:
            assert after[label] == before[label], label


def old_addresses_lead_to(one: Entry, other: Entry, learner: Person) -> None:
    """The page, its Markdown, REST and GraphQL, by address and by id."""
    client, api = Client(), api_of(learner)
    for slug in (one.slug, f"{one.slug}-before", f"older-{one.slug.removeprefix('pump-')}"):
        for end in ("", ".md"):
            answer = client.get(f"/challenges/{slug}{end}")
            assert answer.status_code == 301, slug
            assert answer["Location"] == f"{other.get_absolute_url()}{end}"
        query = f'{{ entry(kind: "challenge", slug: "{slug}") {{ id }} }}'
        told = api.post("/graphql", {"query": query}, format="json").json()["data"]["entry"]
        assert told == {"id": f"entry-{other.pk}"}
    moved = api.get(f"/api/v1/entries/entry-{one.pk}/")
    assert moved.status_code == 301
    assert moved["Location"] == f"/api/v1/entries/entry-{other.pk}/"
    query = f'{{ entry(id: "entry-{one.pk}") {{ id }} }}'
    told = api.post("/graphql", {"query": query}, format="json").json()["data"]["entry"]
    assert told == {"id": f"entry-{other.pk}"}
