"""create_entry: who may, what is derived from the lead, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.errors import Invalid, NotAllowed, SignInNeeded, TooLarge
from nexus.common.models import Change
from nexus.library.models import Entry, EntryAlias, Topic
from nexus.library.services import create_entry
from tests.support import CHALLENGE_LEAD

pytestmark = pytest.mark.django_db


def test_derives_fields_from_the_lead(learner: Any) -> None:
    entry = create_entry(
        actor=learner, kind="challenge", title="  Views   block ", lead=CHALLENGE_LEAD
    )
    entry.refresh_from_db()
    assert (entry.title, entry.slug, entry.version) == ("Views block", "views-block", 1)
    assert entry.state == Entry.State.PUBLISHED
    assert entry.versions == "Django 5.2"
    assert entry.is_solved is True
    assert entry.created_by_id == learner.pk
    assert "<code>sync_to_async</code>" in entry.lead_html
    assert [r.version for r in entry.revisions.all()] == [1]
    assert entry.revisions.get().author_id == learner.pk


def test_a_challenge_without_a_fix_is_open(learner: Any) -> None:
    entry = create_entry(
        actor=learner, kind="challenge", title="Still stuck", lead="## Symptom\n\nIt hangs.\n"
    )
    assert entry.is_solved is False


def test_a_challenge_may_begin_with_its_title_only(learner: Any) -> None:
    entry = create_entry(actor=learner, kind="challenge", title="It hangs")
    assert (entry.version, entry.is_solved) == (1, False)
    assert entry.revisions.get().title == "It hangs"


def test_other_kinds_need_a_text(learner: Any) -> None:
    with pytest.raises(Invalid) as caught:
        create_entry(actor=learner, kind="practice", title="Small functions", lead=" \n")
    assert set(caught.value.fields) == {"lead"}


def test_same_title_gets_another_address(learner: Any) -> None:
    slugs = [
        create_entry(actor=learner, kind="challenge", title="Write tests").slug for _ in range(3)
    ]
    assert slugs == ["write-tests", "write-tests-2", "write-tests-3"]


def test_reserved_words_are_no_addresses(learner: Any) -> None:
    assert create_entry(actor=learner, kind="challenge", title="Edit").slug == "edit-entry"


def test_errors_and_topics_are_kept(learner: Any) -> None:
    topic = Topic.objects.create(slug="async", title="Async")
    entry = create_entry(
        actor=learner,
        kind="challenge",
        title="Loop",
        lead=CHALLENGE_LEAD,
        topics=["async"],
        errors=["RuntimeError: no running event loop"],
    )
    assert list(entry.topics.all()) == [topic]
    alias = entry.aliases.get(use=EntryAlias.Use.ERROR)
    assert alias.text == "RuntimeError: no running event loop"


def test_an_unknown_topic_is_named_and_nothing_is_made(learner: Any) -> None:
    with pytest.raises(Invalid) as caught:
        create_entry(actor=learner, kind="challenge", title="A", topics=["nowhere"])
    assert "nowhere" in caught.value.message
    assert set(caught.value.fields) == {"topics"}
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kind": "recipe"}, "kind"),
        ({"title": "   "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"track": "sideways"}, "track"),
    ],
)
def test_what_cannot_be_used_is_named(learner: Any, fields: dict[str, Any], error: str) -> None:
    with pytest.raises(Invalid) as caught:
        create_entry(**{"actor": learner, "kind": "practice", "title": "A", "lead": "B", **fields})
    assert set(caught.value.fields) == {error}
    assert Entry.objects.count() == 0


def test_a_lead_has_a_bound(learner: Any) -> None:
    with pytest.raises(TooLarge):
        create_entry(actor=learner, kind="practice", title="A", lead="x" * 200_001)
    assert Entry.objects.count() == 0


def test_secrets_and_contacts_are_masked(learner: Any) -> None:
    lead = "Mail ada@school.org\nToken ghp_" + "a1B2" * 9 + "\nKept\n"
    entry = create_entry(actor=learner, kind="practice", title="A", lead=lead)
    assert entry.lead == "Mail [contact removed]\nToken [secret removed]\nKept\n"
    assert "ada@school.org" not in entry.lead_html
    assert "ghp_" not in entry.revisions.get().lead


def test_readers_and_anonymous_may_not(reader: Any, anonymous: Any) -> None:
    with pytest.raises(NotAllowed):
        create_entry(actor=reader, kind="practice", title="A")
    with pytest.raises(SignInNeeded):
        create_entry(actor=anonymous, kind="practice", title="A")
    assert Entry.objects.count() == 0


def test_a_draft_is_not_public(learner: Any) -> None:
    entry = create_entry(actor=learner, kind="challenge", title="A", draft=True)
    assert entry.state == Entry.State.DRAFT
    change = Change.objects.get(kind="entry.created", object_pk=entry.pk)
    assert change.public is False
