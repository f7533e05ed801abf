"""Which technologies and concepts go with a challenge or a habit, as learners tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from nexus.common.changes import record_changes
from nexus.common.hub import hold_hub
from nexus.common.ids import encode_id
from nexus.curation.models import Evidence
from nexus.curation.services.plan import CLUSTERED, Known, NewEntry, Placement, StatementRow
from nexus.library.models import Entry, Link

MOST = 8
LEAST_SHARE = 1 / 3  # of the people who tell of it


@dataclass(frozen=True, slots=True)
class Involved:
    """The page that a statement stands on goes with an entry, or with another statement's page."""

    statement: int
    target: int | None
    other: int | None = None  # where the target is made by the same plan


def find_involved(
    known: Known, rows: Sequence[StatementRow], plan: Sequence[Placement]
) -> list[Involved]:
    """For each page what at least a third of its people name, most of them first."""
    row_of = {row.pk: row for row in rows}
    made = {
        (one.entry.kind, one.entry.slug): one.statement
        for one in plan
        if isinstance(one.entry, NewEntry)
    }
    pages: dict[int | NewEntry, list[StatementRow]] = defaultdict(list)
    for one in plan:
        if one.entry is not None and row_of[one.statement].kind in CLUSTERED:
            pages[one.entry].append(row_of[one.statement])
    found = []
    for members in pages.values():
        for key in named_by(known, members):
            target = known.names.get(key)
            if target is None and key in made:
                found.append(Involved(members[0].pk, None, made[key]))
            elif target is not None and known.entries[target].state == Entry.State.PUBLISHED:
                found.append(Involved(members[0].pk, target))
    return found


def named_by(known: Known, members: Iterable[StatementRow]) -> list[tuple[str, str]]:
    """(kind, slug) of the terms that the members name; at most MOST."""
    people: set[int] = set()
    named: dict[str, set[int]] = defaultdict(set)
    for row in members:
        people.add(row.voice)
        for slug in known.terms.get(row.content_hash, ()):
            named[slug].add(row.voice)
    told = [slug for slug, by in named.items() if len(by) >= LEAST_SHARE * len(people)]
    ranked = sorted(told, key=lambda slug: (-len(named[slug]), slug))[:MOST]
    return [(known.lexicon.terms[slug].kind, slug) for slug in ranked]


def renew_involved(involved: Sequence[Involved]) -> None:
    """Make the links that documents tell what they say now."""
    with transaction.atomic():
        hold_hub()
        evidence = Evidence.objects.filter(entry__isnull=False)
        page_of = dict(evidence.values_list("statement_id", "entry_id"))
        pairs = {
            (page_of.get(one.statement), one.target or page_of.get(one.other or 0))
            for one in involved
        }
        wanted = {
            (page, target)
            for page, target in pairs
            if page is not None and target is not None and page != target
        }
        there = {
            (source, target): pk
            for pk, source, target in Link.objects.filter(relation=Link.Relation.TOLD).values_list(
                "pk", "source_id", "target_id"
            )
        }
        gone = [pk for pair, pk in there.items() if pair not in wanted]
        fresh = sorted(wanted - there.keys())
        Link.objects.filter(pk__in=gone).delete()
        Link.objects.bulk_create(
            (
                Link(
                    source_id=source,
                    target_id=target,
                    relation=Link.Relation.TOLD,
                    reference=encode_id("entry", target),
                )
                for source, target in fresh
            ),
            batch_size=500,
        )
        changed = {source for source, _ in set(there) ^ wanted}
        record_changes("entry.involved", "entry", sorted(changed))
