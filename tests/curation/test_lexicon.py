"""Maintainers extend the lexicon: words follow, every process hears of it, all can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.accounts.models import Person
from nexus.common.errors import Conflict, Invalid, NotAllowed, NotFound, SignInNeeded
from nexus.common.models import Change
from nexus.curation.lexicon import get_term, list_terms, list_unknown_names
from nexus.curation.models import Action, Decision, Evidence
from nexus.curation.services import (
    add_alias,
    add_term,
    change_term,
    merge_entries,
    refresh_evidence,
    remove_alias,
    remove_term,
    rename,
    undo_action,
)
from nexus.documents import caches
from nexus.documents.caches import lexicon
from nexus.documents.models import LexiconSpelling, LexiconTerm
from nexus.jobs.models import Job
from nexus.jobs.services import claim_job, run_job
from nexus.library.models import Entry, EntryAlias, EntryRedirect
from nexus.library.selectors import get_entry_at
from nexus.library.services import create_entry
from tests.support import api_of

ANONYMOUS = AnonymousUser()


def tools(*names: str) -> bytes:
    listed = "\n".join(f"- {name}" for name in names)
    return f"# Notes of {names[0]}\n\n## Technologies\n\n{listed}\n".encode()


def follow() -> None:
    """What the worker does after a change."""
    for pk in Job.objects.filter(kind="consolidation", state="queued").values_list("pk", flat=True):
        job = claim_job(pk, "test")
        assert job is not None
        assert run_job(job).state == "done"


def page(title: str) -> Entry:
    return Entry.objects.get(kind="technology", title=title)


def names_on(entry: Entry) -> list[str]:
    told = Evidence.objects.filter(entry=entry).values_list("statement__name", flat=True)
    return sorted(told)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Rows that a change of the lexicon may touch."""
    models = (LexiconTerm, LexiconSpelling, EntryAlias, EntryRedirect, Decision)
    rows = {m._meta.label: sorted(m._base_manager.values_list(), key=repr) for m in models}
    rows["decisions"] = sorted(Decision.objects.values_list("left", "right", "verdict"))
    del rows["curation.Decision"]
    names = ("pk", "kind", "slug", "title", "state", "merged_into", "statement_count")
    rows["entries"] = list(Entry.objects.order_by("pk").values_list(*names))
    evidence = Evidence.objects.order_by("statement")
    rows["evidence"] = list(evidence.values_list("statement", "entry", "method", "decided_by"))
    return rows


@pytest.fixture
def quokka(make_person: Any, bring: Any) -> tuple[Entry, Entry]:
    """Two people wrote Quokkadb, one wrote Wallabydb; the pages of both."""
    bring(make_person(), ("a.md", tools("Quokkadb", "Redis")))
    bring(make_person(), ("b.md", tools("Quokkadb")))
    bring(make_person(), ("c.md", tools("Wallabydb")))
    return page("Quokkadb"), page("Wallabydb")


def test_a_spelling_brings_both_pages_together(
    quokka: tuple[Entry, Entry], maintainer: Person
) -> None:
    known, _ = quokka
    add_term(actor=maintainer, kind="technology", name="Quokkadb")
    before = everything()
    action = add_alias(actor=maintainer, slug="quokkadb", alias="Wallabydb")
    assert action is not None
    assert (action.text, action.person) == ("“Wallabydb” stands for “Quokkadb”", maintainer)
    assert names_on(known) == ["Quokkadb", "Quokkadb", "Wallabydb"]
    found = get_entry_at(viewer=ANONYMOUS, kind="technology", slug="wallabydb")
    assert found == known
    follow()
    assert names_on(known) == ["Quokkadb", "Quokkadb", "Wallabydb"]
    undo_action(actor=maintainer, action_pk=action.pk)
    follow()
    assert everything() == before


def test_words_that_come_later_follow(
    quokka: tuple[Entry, Entry], maintainer: Person, make_person: Any, bring: Any
) -> None:
    known, _ = quokka
    add_term(actor=maintainer, kind="technology", name="Quokkadb", aliases=["QDB", "Quokka base"])
    bring(make_person(), ("later.md", tools("QDB", "quokka-base engine", "Quokka base tooling")))
    assert names_on(known) == ["Quokkadb"] * 5
    assert not Entry.objects.filter(title__in=["QDB", "Quokka base tooling"]).exists()


def test_every_process_hears_of_a_change(
    maintainer: Person, django_assert_num_queries: Any
) -> None:
    """One query when nothing changed; another process has what it kept and asks the same."""
    assert lexicon().resolve("Numbat") is None
    kept = caches._kept
    add_term(actor=maintainer, kind="technology", name="Numbat", aliases=["Nmbt"])
    caches._kept = kept
    found = lexicon().resolve("nmbt framework")
    assert found is not None
    assert found.name == "Numbat"
    with django_assert_num_queries(1):
        assert lexicon().resolve("Numbat") is not None
    change = Change.objects.filter(object_kind="lexicon").latest("id")
    assert (change.kind, change.public) == ("lexicon.changed", False)


def test_a_document_is_read_with_the_lexicon_as_it_is(
    maintainer: Person, learner: Person, bring: Any
) -> None:
    """Of which kind a listed name is, the lexicon says."""
    bring(learner, ("a.md", tools("Celery", "Wombat store")))
    assert not Entry.objects.filter(title="Wombat store", kind="technology").exists()
    add_term(actor=maintainer, kind="technology", name="Wombat store")
    bring(learner, ("b.md", tools("Flask", "Wombat store")))
    assert names_on(page("Wombat store")) == ["Wombat store"]


def test_a_page_that_people_wrote_stays(
    quokka: tuple[Entry, Entry], maintainer: Person, learner: Person
) -> None:
    written = create_entry(actor=learner, kind="technology", title="Bilby", lead="A text.")
    add_term(actor=maintainer, kind="technology", name="Quokkadb", aliases=["Bilby"])
    written.refresh_from_db()
    assert (written.merged_into, written.state) == (None, "published")


def test_a_spelling_of_a_term_without_a_page_gives_the_page_its_name(
    quokka: tuple[Entry, Entry], maintainer: Person
) -> None:
    _, other = quokka
    before = everything()
    action = add_term(actor=maintainer, kind="technology", name="Wallaby", aliases=["Wallabydb"])
    other.refresh_from_db()
    assert (other.title, other.slug) == ("Wallaby", "wallaby")
    follow()
    assert names_on(other) == ["Wallabydb"]
    undo_action(actor=maintainer, action_pk=action.pk)
    follow()
    after = everything()
    redirects = after.pop("library.EntryRedirect")
    assert [(slug, entry) for _, _, slug, entry in redirects] == [("wallaby", other.pk)]
    assert after == {k: v for k, v in before.items() if k != "library.EntryRedirect"}


def test_removing_a_spelling_gives_the_words_their_page_again(
    quokka: tuple[Entry, Entry], maintainer: Person
) -> None:
    known, other = quokka
    add_term(actor=maintainer, kind="technology", name="Quokkadb", aliases=["Wallabydb"])
    follow()
    assert len(names_on(known)) == 3
    action = remove_alias(actor=maintainer, slug="quokkadb", alias="wallaby DB")
    follow()
    other.refresh_from_db()
    assert (other.merged_into, other.state, names_on(other)) == (
        None,
        "published",
        ["Wallabydb"],
    )
    assert get_entry_at(viewer=ANONYMOUS, kind="technology", slug="wallabydb") == other
    undo_action(actor=maintainer, action_pk=action.pk)
    follow()
    assert len(names_on(known)) == 3


def test_a_shipped_spelling_is_led_elsewhere_and_back(maintainer: Person) -> None:
    shipped = lexicon().resolve("golang")
    assert shipped is not None
    action = remove_alias(actor=maintainer, slug=shipped.slug, alias="Golang")
    assert lexicon().resolve("Golang") is None
    add_term(actor=maintainer, kind="technology", name="Gopher lang", aliases=["Golang"])
    found = lexicon().resolve("golang")
    assert found is not None
    assert found.name == "Gopher lang"
    with pytest.raises(Conflict, match="Undo that first"):
        undo_action(actor=maintainer, action_pk=action.pk)
    remove_term(actor=maintainer, slug="gopher-lang")
    assert lexicon().resolve("golang") is None or lexicon().resolve("golang") == shipped


def test_a_shipped_term_is_taken_out_and_comes_back(maintainer: Person) -> None:
    remove_term(actor=maintainer, slug="redis")
    assert lexicon().resolve("Redis") is None
    with pytest.raises(NotFound, match="no term “redis”"):
        remove_term(actor=maintainer, slug="redis")
    add_term(actor=maintainer, kind="technology", name="Redis", ambiguous=True)
    found = lexicon().resolve("Redis")
    assert found is not None
    assert (found.slug, found.ambiguous) == ("redis", True)


def test_a_term_is_corrected(quokka: tuple[Entry, Entry], maintainer: Person) -> None:
    known, _ = quokka
    add_term(actor=maintainer, kind="technology", name="Quokkadb")
    action = change_term(actor=maintainer, slug="quokkadb", name="Quokka Database")
    assert action is not None
    assert action.text == "Changed “Quokkadb” in the lexicon: it is called “Quokka Database”"
    known.refresh_from_db()
    assert (known.title, known.slug) == ("Quokka Database", "quokka-database")
    follow()
    assert names_on(known) == ["Quokkadb", "Quokkadb"]
    assert change_term(actor=maintainer, slug="quokkadb", name="Quokka Database") is None
    marked = change_term(actor=maintainer, slug="quokkadb", ambiguous=True, kind="concept")
    assert marked is not None
    assert marked.text.endswith("it is a concept, an ordinary word too")
    assert lexicon().mentions("we met a quokkadb once") == frozenset()


def test_words_keep_their_page_when_it_is_renamed(
    quokka: tuple[Entry, Entry], mentor: Person
) -> None:
    """Words come by name, so the old name goes on leading to the page."""
    known, _ = quokka
    rename(actor=mentor, entry=known, title="Quokka engine")
    refresh_evidence()
    assert names_on(known) == ["Quokkadb", "Quokkadb"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "is missing"),
        ("   ", "is missing"),
        ("a" * 61, "too long"),
        ("Nu\x00l", "NUL"),
        ("日本", "cannot be compared"),
        ("ann@people.org", "no name"),
        ("Golang", "is a spelling of the technology “Go”"),
        ("redis", "is the name of the technology “Redis”"),
    ],
)
def test_what_cannot_be_a_name(maintainer: Person, name: str, says: str) -> None:
    before = everything()
    with pytest.raises(Invalid, match=says):
        add_term(actor=maintainer, kind="technology", name=name)
    with pytest.raises(Invalid, match=says):
        add_alias(actor=maintainer, slug="celery", alias=name)
    with pytest.raises(Invalid, match=says):
        change_term(actor=maintainer, slug="celery", name=name)
    assert (everything(), Action.objects.count()) == (before, 0)


def test_what_cannot_be_removed(maintainer: Person) -> None:
    with pytest.raises(Invalid, match="is the name of the term itself"):
        remove_alias(actor=maintainer, slug="redis", alias="REDIS")
    with pytest.raises(Invalid, match="no such spelling"):
        remove_alias(actor=maintainer, slug="redis", alias="Golang")
    with pytest.raises(NotFound):
        add_alias(actor=maintainer, slug="nothing-like-it", alias="Zap")
    assert add_alias(actor=maintainer, slug="go", alias="GOLANG") is None


def test_who_may_change_and_undo(mentor: Person, maintainer: Person) -> None:
    with pytest.raises(SignInNeeded):
        add_term(actor=ANONYMOUS, kind="technology", name="Numbat")
    with pytest.raises(NotAllowed, match="maintainer"):
        add_term(actor=mentor, kind="technology", name="Numbat")
    action = add_term(actor=maintainer, kind="technology", name="Numbat")
    with pytest.raises(NotAllowed, match="maintainer"):
        undo_action(actor=mentor, action_pk=action.pk)
    undo_action(actor=maintainer, action_pk=action.pk)
    assert lexicon().resolve("Numbat") is None


def test_names_nobody_knows(
    quokka: tuple[Entry, Entry], mentor: Person, maintainer: Person
) -> None:
    found = list_unknown_names(viewer=mentor)
    assert [(n.name, n.kind, n.people, n.statements, n.url) for n in found] == [
        ("Quokkadb", "technology", 2, 2, "/technologies/quokkadb")
    ]
    add_term(actor=maintainer, kind="technology", name="Quokkadb")
    assert list_unknown_names(viewer=mentor) == []


def test_a_name_that_two_people_spell_differently(
    quokka: tuple[Entry, Entry], make_person: Any, bring: Any, mentor: Person
) -> None:
    bring(make_person(), ("d.md", tools("Wallaby-DB", "Celery")))
    found = list_unknown_names(viewer=mentor)
    assert [(n.people, n.statements, n.spellings) for n in found if n.kind == "technology"] == [
        (2, 2, ("Quokkadb",)),
        (2, 2, ("Wallaby-DB", "Wallabydb")),
    ]


def test_where_terms_are_from(
    quokka: tuple[Entry, Entry], mentor: Person, maintainer: Person
) -> None:
    add_term(actor=maintainer, kind="technology", name="Quokkadb", aliases=["QDB"])
    add_alias(actor=maintainer, slug="redis", alias="Remote dictionary")
    added = get_term(viewer=mentor, slug="quokkadb")
    assert (added.origin, added.statements, added.who) == ("added", 2, f"curator {maintainer.pk}")
    changed = list_terms(viewer=mentor, origin="changed")
    assert [t.name for t in changed] == ["Redis"]
    aliases = {a.text: a.origin for a in changed[0].aliases}
    assert aliases["Remote dictionary"] == "added"
    assert [t.name for t in list_terms(viewer=mentor, search="remote dict")] == ["Redis"]
    with pytest.raises(Invalid):
        list_terms(viewer=mentor, kind="guide")


def test_the_same_on_every_face(
    quokka: tuple[Entry, Entry], mentor: Person, maintainer: Person
) -> None:
    api = api_of(maintainer)
    made = api.post("/api/v1/lexicon/", {"kind": "technology", "name": "Quokkadb"}, format="json")
    assert (made.status_code, made.json()["kind"]) == (201, "lexicon")
    asked = {"query": 'mutation { addAlias(slug: "quokkadb", alias: "QDB") { action { text } } }'}
    told = api.post("/graphql", asked, format="json").json()["data"]["addAlias"]["action"]
    assert told["text"] == "“QDB” stands for “Quokkadb”"
    rest = api.get("/api/v1/lexicon/?q=qdb").json()["results"]
    query = '{ lexicon(search: "qdb") { slug name kind origin statements aliases { text } } }'
    graph = api.post("/graphql", {"query": query}, format="json").json()["data"]["lexicon"]
    assert graph == [
        {
            **{key: t[key] for key in ("slug", "name", "kind", "origin", "statements")},
            "aliases": [{"text": a["text"]} for a in t["aliases"]],
        }
        for t in rest
    ]
    assert [t["slug"] for t in rest] == ["quokkadb"]
    refused = api.post("/api/v1/lexicon/redis/aliases/", {"alias": "QDB"}, format="json")
    assert refused.status_code == 422
    assert "“QDB” is a spelling of the technology “Quokkadb”." in refused.json()["detail"]
    client = Client()
    client.force_login(maintainer)
    done = client.post("/lexicon/quokkadb/", {"do": "drop", "alias": "QDB"}, follow=True)
    assert "“QDB” stands for “Quokkadb” no more" in done.content.decode()
    done = client.post(
        "/lexicon/", {"do": "alias", "name": "Wallabydb", "term": "quokkadb"}, follow=True
    )
    assert "“Wallabydb” stands for “Quokkadb”" in done.content.decode()
    wrong = client.post("/lexicon/", {"do": "alias", "name": "Zap", "term": "Nobody"})
    assert (wrong.status_code, "There is no term “Nobody”" in wrong.content.decode()) == (422, True)
    assert api.delete("/api/v1/lexicon/quokkadb/").status_code == 201
    assert api.get("/api/v1/lexicon/quokkadb/").status_code == 404


def test_a_later_job_does_what_an_earlier_one_would(maintainer: Person) -> None:
    add_term(actor=maintainer, kind="technology", name="Numbat")
    add_term(actor=maintainer, kind="technology", name="Bilby")
    first, second = Job.objects.filter(kind="consolidation").order_by("pk")
    job = claim_job(first.pk, "test")
    assert job is not None
    assert run_job(job).result == {"moved": 0}
    assert Job.objects.get(pk=second.pk).state == "queued"


def test_merging_by_hand_and_then_naming(quokka: tuple[Entry, Entry], maintainer: Person) -> None:
    """A page that is merged already is not merged again."""
    known, other = quokka
    merge_entries(actor=maintainer, entry=other, into=known)
    add_term(actor=maintainer, kind="technology", name="Quokkadb", aliases=["Wallabydb"])
    follow()
    assert len(names_on(known)) == 3
