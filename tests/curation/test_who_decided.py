"""Curators see who decided what: two of them are two, and no name is told that nobody chose."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import curator_for
from nexus.curation.services import rename, undo_action
from nexus.library.models import Entry
from tests.support import api_of


def test_two_curators_are_told_apart_everywhere(
    challenge: Entry, make_person: Any, client: Client
) -> None:
    one, two = make_person(Role.MENTOR), make_person(Role.MENTOR)
    named = make_person(Role.MENTOR, name="Ada", shows_name=True)
    for person, title in ((one, "First"), (two, "Second"), (named, "Third")):
        rename(actor=person, entry=Entry.objects.get(), title=title)
    expected = ["Ada", f"curator {two.pk}", f"curator {one.pk}"]
    told = api_of(one).get("/api/v1/actions/").json()["results"]
    assert [action["who"] for action in told] == expected
    query = {"query": "{ actions(first: 9) { edges { node { who } } } }"}
    data = api_of(one).post("/graphql", query, format="json").json()["data"]
    assert [edge["node"]["who"] for edge in data["actions"]["edges"]] == expected
    client.force_login(one)
    curate = client.get(f"{Entry.objects.get().get_absolute_url()}/curate/").content.decode()
    last = api_of(one).get("/api/v1/actions/").json()["results"][0]["id"]
    undo_action(actor=two, action_pk=int(last.partition("-")[2]))
    log = client.get("/desk/log/").content.decode()
    for page in (curate, log):
        places = [page.index(f">{who}, ") for who in expected]
        assert places == sorted(places)
        assert "Hidden" not in page
    assert f"undone by curator {two.pk}," in log


def test_who_is_no_curator_reads_what_they_read_of_everybody(
    learner: Person, mentor: Person
) -> None:
    for viewer in (AnonymousUser(), learner):
        assert curator_for(viewer, mentor) == "a learner"
    assert curator_for(mentor, None) == "the hub"
