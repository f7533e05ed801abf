"""The topic tree: reading order, depth, counts with what stands below, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.errors import Invalid, NotAllowed
from nexus.library.models import Entry, Topic
from nexus.library.selectors import list_entries, topic_tree
from nexus.library.services import create_entry, create_topic, retire_entry, set_topics
from tests.support import api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Topic]:
    backend = Topic.objects.create(slug="backend", title="Backend", position=2)
    async_ = Topic.objects.create(slug="async", title="Async", parent=backend, position=1)
    data = Topic.objects.create(slug="data", title="Data", parent=backend, position=0)
    loops = Topic.objects.create(slug="loops", title="Loops", parent=async_)
    back = Topic.objects.create(slug="back", title="Back", position=1)
    return {t.slug: t for t in (backend, async_, data, loops, back)}


def test_reading_order_and_depth(tree: dict[str, Topic], anonymous: Any) -> None:
    nodes = [(n.slug, n.depth) for n in topic_tree(viewer=anonymous)]
    assert nodes == [("back", 0), ("backend", 0), ("data", 1), ("async", 1), ("loops", 2)]


def test_an_entry_counts_once_at_each_level(tree: dict[str, Topic], learner: Any) -> None:
    create_entry(actor=learner, kind="challenge", title="A", topics=["loops", "async"])
    create_entry(actor=learner, kind="challenge", title="B", topics=["data"])
    create_entry(actor=learner, kind="challenge", title="C", topics=["data"], draft=True)
    counts = {n.slug: n.entry_count for n in topic_tree(viewer=learner)}
    assert counts == {"back": 0, "backend": 2, "data": 1, "async": 1, "loops": 1}


def test_a_retired_entry_counts_no_more(
    tree: dict[str, Topic], learner: Any, mentor: Any, anonymous: Any
) -> None:
    entry = create_entry(actor=learner, kind="challenge", title="A", topics=["data"])
    retire_entry(actor=mentor, entry=entry)
    assert {n.entry_count for n in topic_tree(viewer=learner)} == {0}
    assert list(list_entries(viewer=anonymous, topic="backend")) == []


def test_a_list_includes_what_stands_below(tree: dict[str, Topic], learner: Any) -> None:
    loops = create_entry(actor=learner, kind="challenge", title="A", topics=["loops"])
    create_entry(actor=learner, kind="challenge", title="B", topics=["back"])
    for slug in ("loops", "async", "backend"):
        assert list(list_entries(viewer=learner, topic=slug)) == [loops]
    assert list(list_entries(viewer=learner, topic="data")) == []
    assert list(list_entries(viewer=learner, topic="'; --")) == []


def test_set_topics_replaces(tree: dict[str, Topic], challenge: Entry, learner: Any) -> None:
    set_topics(actor=learner, entry=challenge, topics=["data", "back"])
    set_topics(actor=learner, entry=challenge, topics=["loops"])
    assert [t.slug for t in challenge.topics.all()] == ["loops"]
    with pytest.raises(Invalid):
        set_topics(actor=learner, entry=challenge, topics=["data", "nowhere"])
    assert [t.slug for t in challenge.topics.all()] == ["loops"]


def test_mentors_make_topics(tree: dict[str, Topic], mentor: Any, learner: Any) -> None:
    topic = create_topic(actor=mentor, title="Event loops", parent="async", summary="Loops")
    assert (topic.slug, topic.parent_id) == ("event-loops", tree["async"].pk)
    with pytest.raises(NotAllowed):
        create_topic(actor=learner, title="Mine")
    with pytest.raises(Invalid) as again:
        create_topic(actor=mentor, title="event LOOPS")
    assert set(again.value.fields) == {"title"}
    with pytest.raises(Invalid):
        create_topic(actor=mentor, title="New", parent="nowhere")


def test_a_form_sets_topics_only_when_it_showed_them(learner: Any, mentor: Any) -> None:
    for title in ("Async", "Caching"):
        create_topic(actor=mentor, title=title)
    entry = create_entry(
        actor=learner, kind="practice", title="Write tests", lead="Do.", topics=["async"]
    )
    client = api_of(learner)
    form = {"lead": "Do more.", "title": "Write tests", "expected_version": "1"}
    client.post("/practices/write-tests/edit/", form, format="multipart")
    assert [t.slug for t in entry.topics.all()] == ["async"]
    page = client.get("/practices/write-tests/edit/").content.decode()
    assert '<input type="checkbox" name="topics" value="async" checked>' in page
    form |= {"expected_version": "2", "lead": "More.", "topics_shown": "1", "topics": ["caching"]}
    client.post("/practices/write-tests/edit/", form, format="multipart")
    assert [t.slug for t in entry.topics.all()] == ["caching"]
    entry.refresh_from_db()
    assert (entry.lead, entry.version) == ("More.", 3)


def test_a_mentor_adds_a_topic_on_the_map(mentor: Any) -> None:
    client = api_of(mentor)
    client.post("/topics/", {"title": "Async"}, format="multipart")
    client.post("/topics/", {"title": "Loops", "parent": "async"}, format="multipart")
    assert Topic.objects.get(slug="loops").parent == Topic.objects.get(slug="async")
    again = client.post("/topics/", {"title": "loops"}, format="multipart")
    assert (again.status_code, Topic.objects.count()) == (422, 2)
    assert '<p class="wrong">Choose another.</p>' in again.content.decode()


def test_a_page_that_is_no_challenge(learner: Any, mentor: Any, client: Any) -> None:
    create_topic(actor=mentor, title="Async")
    form = {"kind": "guide", "title": "Releases", "lead": "", "topics": ["async"], "draft": "1"}
    empty = api_of(learner).post("/write/entry/", form, format="multipart")
    assert (empty.status_code, Entry.objects.count()) == (422, 0)
    assert '<input type="checkbox" name="topics" value="async" checked>' in empty.content.decode()
    api_of(learner).post("/write/entry/", {**form, "lead": "Tag it."}, format="multipart")
    entry = Entry.objects.get()
    assert (entry.kind, entry.state, [t.slug for t in entry.topics.all()]) == (
        "guide",
        "draft",
        ["async"],
    )
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert "Releases" in api_of(learner).get("/me/").content.decode()


def test_retired_entries_come_back_from_the_desk(learner: Any, mentor: Any) -> None:
    entry = create_entry(actor=learner, kind="practice", title="Write tests", lead="Do.")
    retire_entry(actor=mentor, entry=entry)
    assert "Write tests" in api_of(mentor).get("/desk/retired/").content.decode()
    api_of(mentor).post(f"/desk/retired/{entry.pk}/publish/")
    entry.refresh_from_db()
    assert entry.state == "published"
    assert "Write tests" not in api_of(mentor).get("/desk/retired/").content.decode()


def test_a_topic_under_what_no_database_keeps(mentor: Any) -> None:
    for parent in ("\x00", "\x00nowhere"):
        with pytest.raises(Invalid):
            create_topic(actor=mentor, title="Async", parent=parent)
    assert Topic.objects.count() == 0
