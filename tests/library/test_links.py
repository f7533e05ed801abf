"""Wiki links: what they name, what links back, and how a broken one mends itself."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.library.models import Entry, Link
from nexus.library.selectors import list_backlinks, list_broken_links
from nexus.library.services import (
    create_entry,
    publish_entry,
    restore_revision,
    retire_entry,
    save_lead,
)
from nexus.library.services.links import parse_reference

pytestmark = pytest.mark.django_db


def write(actor: Any, title: str, lead: str, kind: str = "practice", **more: Any) -> Entry:
    return create_entry(actor=actor, kind=kind, title=title, lead=lead, **more)


@pytest.mark.parametrize(
    ("reference", "parsed"),
    [
        ("technologies/redis", ("technology", "redis")),
        ("technology/redis", ("technology", "redis")),
        ("together/pairing", ("collaboration", "pairing")),
        ("nowhere/redis", ("", "nowhere/redis")),
        ("Redis", ("", "Redis")),
    ],
)
def test_references(reference: str, parsed: tuple[str, str]) -> None:
    assert parse_reference(reference) == parsed


@pytest.mark.parametrize(
    "reference", ["practices/write-tests", "practice/write-tests", "write TESTS", "Write tests"]
)
def test_a_reference_leads_to_its_entry(learner: Any, reference: str) -> None:
    target = write(learner, "Write tests", "Do.")
    source = write(learner, "Source", f"See [[{reference}]].")
    assert source.links.get().target_id == target.pk
    assert 'href="/practices/write-tests"' in source.lead_html
    assert list(list_backlinks(viewer=learner, entry=target)) == [source]


def test_a_broken_link_mends_when_the_entry_appears(learner: Any, anonymous: Any) -> None:
    source = write(learner, "Source", "See [[Write tests]] and [[practices/other]].")
    broken = list_broken_links(viewer=anonymous)
    assert [x.reference for x in broken] == ["Write tests", "practices/other"]
    target = write(learner, "Write tests", "Do.")
    source.refresh_from_db()
    assert 'href="/practices/write-tests"' in source.lead_html
    assert source.version == 1
    assert source.links.get(reference="Write tests").target_id == target.pk
    assert [x.reference for x in list_broken_links(viewer=anonymous)] == ["practices/other"]


def test_a_link_mends_when_an_entry_gets_that_title(learner: Any) -> None:
    source = write(learner, "Source", "See [[Write tests]].")
    target = write(learner, "Other", "Do.")
    save_lead(
        actor=learner, entry=target, lead=target.lead, title="Write tests", expected_version=1
    )
    assert source.links.get().target_id == target.pk


def test_an_old_address_still_resolves(learner: Any) -> None:
    target = write(learner, "Write tests", "Do.")
    save_lead(actor=learner, entry=target, lead=target.lead, title="Testing", expected_version=1)
    source = write(learner, "Source", "See [[practices/write-tests]].")
    assert source.links.get().target_id == target.pk
    assert 'href="/practices/testing"' in source.lead_html


def test_links_follow_the_lead(learner: Any) -> None:
    source = write(learner, "Source", "[[One]] and [[Two]]")
    save_lead(actor=learner, entry=source, lead="[[Two]] and [[Three]]", expected_version=1)
    assert sorted(source.links.values_list("reference", flat=True)) == ["Three", "Two"]


def test_a_link_in_code_is_no_link(learner: Any) -> None:
    source = write(learner, "Source", "`[[One]]`\n\n```\n[[Two]]\n```\n")
    assert Link.objects.filter(source=source).count() == 0
    assert "[[One]]" in source.lead_html


def test_drafts_do_not_show_as_backlinks(learner: Any, anonymous: Any, mentor: Any) -> None:
    target = write(learner, "Write tests", "Do.")
    draft = write(learner, "Draft", "See [[Write tests]].", draft=True)
    assert list(list_backlinks(viewer=anonymous, entry=target)) == []
    assert list(list_broken_links(viewer=anonymous)) == []
    assert list(list_backlinks(viewer=mentor, entry=target)) == [draft]


def test_a_draft_does_not_give_its_title_away(learner: Any) -> None:
    """A lead is rendered for everybody; until its target is published, the link is broken."""
    draft = write(learner, "Secret plan", "See [[Secret plan]].", draft=True)
    source = write(learner, "Source", f"See [[practices/{draft.slug}]].")
    assert "Secret plan" not in source.lead_html
    publish_entry(actor=learner, entry=draft)
    source.refresh_from_db()
    draft.refresh_from_db()
    assert ">Secret plan</a>" in source.lead_html
    assert ">Secret plan</a>" in draft.lead_html
    assert source.links.get().target_id == draft.pk


def test_retiring_breaks_links_and_publishing_mends_them(learner: Any, mentor: Any) -> None:
    target = write(learner, "Write tests", "Do.")
    source = write(learner, "Source", "See [[Write tests]].")
    retire_entry(actor=mentor, entry=target)
    source.refresh_from_db()
    assert 'href="/practices/write-tests"' not in source.lead_html
    assert [x.reference for x in list_broken_links(viewer=learner)] == ["Write tests"]
    publish_entry(actor=mentor, entry=target)
    assert list(list_broken_links(viewer=learner)) == []


def test_the_title_an_entry_once_had_still_names_it(learner: Any) -> None:
    target = write(learner, "Write tests", "Do.")
    early = write(learner, "Early", "See [[Write tests]].")
    target = save_lead(
        actor=learner, entry=target, lead=target.lead, title="Testing", expected_version=1
    )
    late = write(learner, "Late", "See [[write tests]].")
    early.refresh_from_db()
    for source in (early, late):
        assert source.links.get().target_id == target.pk
        assert 'href="/practices/testing"' in source.lead_html
        assert ">Testing</a>" in source.lead_html
    other = write(learner, "Write tests", "Another.")
    late.refresh_from_db()
    save_lead(actor=learner, entry=late, lead="Now [[Write tests]].", expected_version=1)
    assert late.links.get(reference="Write tests").target_id == other.pk


def test_a_restored_version_has_its_title(learner: Any) -> None:
    entry = write(learner, "Write tests", "Do.")
    save_lead(actor=learner, entry=entry, lead="Do more.", title="Testing", expected_version=1)
    back = restore_revision(actor=learner, entry=entry, version=1, expected_version=2)
    assert (back.title, back.slug, back.lead, back.version) == (
        "Write tests",
        "write-tests",
        "Do.",
        3,
    )


def test_a_plain_link_inside_the_hub_is_watched_too(learner: Any, anonymous: Any) -> None:
    target = write(learner, "Write tests", "Do.")
    source = write(
        learner,
        "Source",
        "[one](/practices/write-tests#why), [two](/practices/nothing), [three](/topics/x), "
        "[four](https://host.org/practices/far) and [five](//host.org/practices/far).",
    )
    found = dict(source.links.values_list("reference", "target"))
    assert found == {"practices/write-tests": target.pk, "practices/nothing": None}
    assert [x.reference for x in list_broken_links(viewer=anonymous)] == ["practices/nothing"]
    assert list(list_backlinks(viewer=learner, entry=target)) == [source]


def test_the_title_of_a_document_stands_in_no_lead(learner: Any, bring: Any) -> None:
    bring(learner, ("quay.md", b"# How the quay is reached\n\nBy the second door.\n"))
    guide = Entry.objects.get(of_document=True)
    source = write(
        learner, "Source", "See [[guides/how-the-quay-is-reached]], [[How the Quay is reached]]."
    )
    assert source.lead_html.count(f'href="{guide.get_absolute_url()}"') == 2
    assert ">how-the-quay-is-reached</a>" in source.lead_html
    assert ">How the Quay is reached</a>" in source.lead_html
    assert guide.title not in source.lead_html
