"""Every facet of a search counts what a reader would count by hand, whatever was found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nexus.accounts.models import Cohort, Person, Track
from nexus.common.touches import touch_mark
from nexus.curation.models import Evidence
from nexus.documents.models import Blob, Document, DocumentVersion, Statement
from nexus.library.models import Entry, Kind, Link, Topic
from nexus.search.facets import FacetValue, Filters, count_facets
from nexus.search.models import SearchPage

ENTRIES = 30
NAMES = ("kind", "topic", "technology", "track", "cohort")
Counted = dict[str, set[tuple[str, str, int]]]


def make_topics() -> list[Topic]:
    """A tree of three floors."""
    tops = [Topic.objects.create(title=f"Top {n}", slug=f"top-{n}") for n in range(2)]
    below = [
        Topic.objects.create(title=f"Below {n}", slug=f"below-{n}", parent=tops[n % 2])
        for n in range(3)
    ]
    return [*tops, *below, Topic.objects.create(title="Deep", slug="deep", parent=below[0])]


def tell(rng: random.Random, entry: Entry, documents: list[Document], number: int) -> None:
    """A statement of one of these documents, current or not, on an entry."""
    document = rng.choice(documents)
    statement = Statement.objects.create(
        document=document, version_id=document.current_id, kind=entry.kind, position=number,
        first_line=1, last_line=1, title="T", text="T", content_hash=f"{number:064}",
        is_current=rng.random() < 0.8,
    )  # fmt: skip
    Evidence.objects.create(statement=statement, entry=entry, method="automatic")


@pytest.fixture
def world(db: None, learner: Person) -> list[SearchPage]:
    """Pages of entries of every kind, track, topic and cohort, with all sorts of links."""
    rng = random.Random(7)
    topics = make_topics()
    cohorts = [Cohort.objects.create(name=f"Cohort {n}", slug=f"cohort-{n}") for n in range(2)]
    blob = Blob.objects.create(sha256="0" * 64, size=1, data=b"T")
    documents = []
    for number, cohort in enumerate([None, *cohorts, *cohorts]):
        made = Document.objects.create(name=f"{number}.md", author=learner, cohort=cohort)
        made.current = DocumentVersion.objects.create(
            document=made, number=1, text="T", line_count=1, blob=blob
        )
        made.save()
        documents.append(made)
    entries = [
        Entry.objects.create(
            kind=rng.choice([Kind.CHALLENGE, Kind.TECHNOLOGY, Kind.PRACTICE]),
            slug=f"e-{n}", title=f"E {n:02}", track=rng.choice(["", *Track.values]),
            state="published" if rng.random() < 0.8 else "retired",
        )
        for n in range(ENTRIES)
    ]  # fmt: skip
    for number, entry in enumerate(entries):
        entry.topics.set(rng.sample(topics, rng.randrange(3)))
        for relation in rng.sample(Link.Relation.values, rng.randrange(5)):
            target = rng.choice(entries)
            Link.objects.create(source=entry, target=target, relation=relation, reference=relation)
        for each in range(rng.randrange(4)):
            tell(rng, entry, documents, 10 * number + each)
    for entry in entries:
        page_of(entry=entry, kind=entry.kind)
    page_of(topic=topics[0], kind="topic")
    return list(SearchPage.objects.select_related("entry"))


def page_of(**of: Any) -> None:
    tokens = dict.fromkeys(("title_tokens", "heading_tokens", "body_tokens"), "")
    SearchPage.objects.update_or_create(
        **{name: value for name, value in of.items() if name != "kind"},
        defaults={"kind": of["kind"], "length": 1, **tokens},
    )


def above(topic: Topic) -> Iterable[Topic]:
    """A topic and those it is part of."""
    here: Topic | None = topic
    while here is not None:
        yield here
        here = here.parent


def by_hand(entries: Collection[Entry]) -> Counted:
    """Facet → (value, label, entries), one entry after another."""
    found: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in NAMES}
    for entry in entries:
        found["kind"][entry.kind, Kind(entry.kind).label] += 1
        tracks = [t for t in Track if entry.track in {"", t.value}]
        found["track"].update((t.value, t.label) for t in tracks)
        found["topic"].update(
            {(t.slug, t.title) for topic in entry.topics.all() for t in above(topic)}
        )
        involved = [
            link.target
            for link in entry.links.all()
            if link.relation in {"involves", "told"} and link.target is not None
        ]
        found["technology"].update(
            {
                (t.slug, t.title)
                for t in involved
                if (t.kind, t.state) == ("technology", "published")
            }
        )
        documents = [
            row.statement.document for row in entry.evidence.all() if row.statement.is_current
        ]
        found["cohort"].update({(d.cohort.slug, d.cohort.name) for d in documents if d.cohort})
    return {
        name: {(value, label, n) for (value, label), n in counts.items()}
        for name, counts in found.items()
    }


def left_by(name: str, value: FacetValue, pages: Collection[int]) -> int:
    """How many of these pages the filter of that choice leaves."""
    (condition,) = Filters(**{name: value.value}).conditions()
    marks = ", ".join(["%s"] * len(pages))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM search_searchpage p WHERE p.entry_id IS NOT NULL "
            f"AND p.id IN ({marks}) AND {condition.sql}",
            [*pages, *condition.parameters],
        )
        return int(cursor.fetchone()[0])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_facets_are_what_one_would_count(world: list[SearchPage], data: st.DataObject) -> None:
    found = data.draw(st.lists(st.sampled_from(world), unique=True, max_size=len(world)))
    counted = count_facets(touch_mark(), [page.pk for page in found])
    expected = by_hand([page.entry for page in found if page.entry is not None])
    for name in NAMES:
        told = [(one.value, one.label, one.count) for one in counted[name]]
        ranked = sorted(expected[name], key=lambda row: (-row[2], row[1]))[:12]
        assert told == ranked, name
        for one in counted[name]:
            assert left_by(name, one, [page.pk for page in found]) == one.count, (name, one)
