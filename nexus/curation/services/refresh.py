"""Bring evidence up to date: plan without a lock, write what differs in short transactions."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from nexus.common.hub import hold_hub
from nexus.common.models import Change
from nexus.curation.models import Evidence
from nexus.curation.services.copies import mark_copies
from nexus.curation.services.decisions import read_decisions
from nexus.curation.services.involving import Involved, find_involved, renew_involved
from nexus.curation.services.plan import (
    CLUSTERED,
    NAMED,
    Hint,
    NewEntry,
    Placement,
    StatementRow,
    fallback_topic,
    place_clustered,
    place_names,
    read_library,
)
from nexus.curation.services.settle import settle
from nexus.curation.services.suggestions import renew_suggestions
from nexus.curation.voices import voice
from nexus.documents.models import Statement
from nexus.documents.parsing import lexicon
from nexus.library.models import Entry, Topic
from nexus.library.services.entries import free_slug, make_entry

AT_ONCE = 60
# Longer than a batch takes.
QUIET = 1.0
LONGEST_WAIT = 60.0
Report = Callable[[int, int], None]


def read_statements() -> list[StatementRow]:
    """Every current statement that counts, in the order of its content."""
    rows = Statement.objects.filter(
        is_current=True,
        repeats_brief=False,
        document__erased_at__isnull=True,
        document__retracted_at__isnull=True,
    ).order_by("content_hash", "pk")
    return [
        StatementRow(**row)
        for row in rows.annotate(voice=voice()).values(
            "pk",
            "kind",
            "title",
            "name",
            "problem",
            "solution",
            "content_hash",
            "voice",
            "document_id",
        )
    ]


def make_plan(
    rows: Sequence[StatementRow],
) -> tuple[list[Placement], list[Hint], list[Involved]]:
    """Where every statement belongs, where it might, and what goes with its page."""
    known = read_library(lexicon())
    decisions = read_decisions(known.entries)
    held = Evidence.objects.filter(entry__isnull=False).values_list("statement_id", "entry_id")
    now = {statement: entry for statement, entry in held if entry is not None}
    by_kind: dict[str, list[StatementRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    plan: list[Placement] = []
    hints: list[Hint] = []
    for kind in NAMED:
        plan += place_names(known, by_kind[kind], decisions)
    for kind in CLUSTERED:
        placed, found = place_clustered(known, by_kind[kind], kind, decisions, now)
        plan += placed
        hints += found
    return plan, hints, find_involved(known, rows, plan)


def refresh_evidence(*, report: Report | None = None) -> int:
    """Make the evidence rows what the plan says; returns how many statements moved.

    What a person confirmed stays where they put it. Idempotent; safe to repeat after a crash, and
    beside another process that does the same: who finds evidence moved by another plans anew.
    """
    moved = 0
    while True:
        try:
            return moved + follow_plan(report)
        except PlanIsOld as old:
            moved += old.moved
            wait_for_the_other()


class PlanIsOld(Exception):
    """Somebody else moved evidence since the plan was made; `moved` was done by then."""

    def __init__(self, moved: int) -> None:
        self.moved = moved


def wait_for_the_other() -> None:
    """Until nobody has moved evidence for a moment; two that plan in turn get nowhere soon."""
    deadline = time.monotonic() + LONGEST_WAIT
    newest, since = newest_move(), time.monotonic()
    while time.monotonic() < min(since + QUIET, deadline):
        time.sleep(QUIET / 10)
        if (now := newest_move()) != newest:
            newest, since = now, time.monotonic()


def newest_move() -> int:
    """The last change of evidence; holders of the hub see those of all others."""
    moves = Change.objects.filter(kind__in=("entry.evidence", "topic.evidence"))
    return moves.order_by("-id").values_list("id", flat=True).first() or 0


def follow_plan(report: Report | None) -> int:
    """One plan and its batches. Raises PlanIsOld."""
    with transaction.atomic():
        hold_hub()
        settle(mark_copies(), set())
    newest = newest_move()
    rows = read_statements()
    plan, hints, involved = make_plan(rows)
    moved = changed_placements(plan)
    by_entry: dict[int | NewEntry | str, list[Placement]] = defaultdict(list)
    for one in moved:
        by_entry[one.entry if one.entry is not None else f"topic:{one.topic}"].append(one)
    groups = list(by_entry.values())
    done = 0
    with transaction.atomic():
        hold_hub()
        if newest_move() != newest:
            raise PlanIsOld(done)
        settle(*drop_stale({row.pk for row in rows}))
        newest = newest_move()
    for batch in batches(groups):
        # What follows from the evidence is written with it: a worker that dies between the two
        # would leave counts and index wrong, and the next one would find nothing to do.
        with transaction.atomic():
            hold_hub()
            if newest_move() != newest:
                raise PlanIsOld(done)
            settle(*write_batch(batch))
            newest = newest_move()
        done += sum(len(group) for group in batch)
        if report:
            report(done, len(moved))
    renew_suggestions(hints)
    renew_involved(involved)
    return len(moved)


def changed_placements(plan: Sequence[Placement]) -> list[Placement]:
    """Only what differs from the rows; people's decisions are not touched."""
    held = {
        e.statement_id: e for e in Evidence.objects.select_related("topic").order_by("statement_id")
    }
    moved = []
    for one in plan:
        row = held.get(one.statement)
        if row is not None and row.method == Evidence.Method.CONFIRMED:
            continue
        same_entry = row is not None and row.entry_id == one.entry and one.entry is not None
        same_topic = (
            row is not None
            and one.entry is None
            and row.topic is not None
            and row.topic.slug == one.topic
        )
        if not (same_entry or same_topic):
            moved.append(one)
    return moved


def batches(groups: Sequence[list[Placement]]) -> Iterable[list[list[Placement]]]:
    """Groups (one entry each) in batches that are quick to write; a group is never split."""
    batch: list[list[Placement]] = []
    size = 0
    for group in groups:
        batch.append(group)
        size += len(group)
        if size >= AT_ONCE or len(batch) >= AT_ONCE // 4:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def drop_stale(current: set[int]) -> tuple[set[int], set[int]]:
    """Evidence of statements that no longer count goes; returns ids of the pages it supported."""
    stale = [
        (pk, entry, topic)
        for pk, statement, entry, topic in Evidence.objects.values_list(
            "pk", "statement_id", "entry_id", "topic_id"
        )
        if statement not in current
    ]
    Evidence.objects.filter(pk__in=[pk for pk, _, _ in stale]).delete()
    return {e for _, e, _ in stale if e}, {t for _, _, t in stale if t}


def write_batch(batch: Sequence[list[Placement]]) -> tuple[set[int], set[int]]:
    """Rows for some pages, inside the caller's transaction; returns ids of all pages touched."""
    statements = [one.statement for group in batch for one in group]
    entries: set[int] = set()
    topics: set[int] = set()
    before = Evidence.objects.filter(statement_id__in=statements)
    for was in before.only("entry_id", "topic_id"):
        entries |= {was.entry_id} if was.entry_id else set()
        topics |= {was.topic_id} if was.topic_id else set()
    before.delete()
    known_topics = {t.slug: t for t in Topic.objects.all()}
    rows = []
    for group in batch:
        entry_id, topic = page_of(group[0], known_topics)
        entries |= {entry_id} if entry_id else set()
        topics |= {topic.pk} if topic else set()
        rows += [
            Evidence(
                statement_id=one.statement,
                entry_id=entry_id,
                topic=topic,
                method=one.method,
                score=one.score,
            )
            for one in group
        ]
    Evidence.objects.bulk_create(rows)
    return entries, topics


def page_of(one: Placement, topics: dict[str, Topic]) -> tuple[int | None, Topic | None]:
    """The id of the entry (made now when it is new), or the topic."""
    if isinstance(one.entry, int):
        return one.entry, None
    if one.entry is None:
        return None, topics.get(one.topic) or fallback_topic()
    slug = one.entry.slug.partition(":")[0]
    taken = Entry.objects.filter(kind=one.entry.kind, slug=slug).exists()
    entry = make_entry(
        kind=one.entry.kind,
        title=one.entry.title,
        slug=free_slug(one.entry.kind, one.entry.title) if taken or len(slug) > 80 else slug,
    )
    return entry.pk, None
