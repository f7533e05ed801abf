"""Bring evidence up to date: for what came since the last run, or for everything anew."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count

from django.db import transaction
from django.db.models import QuerySet

from nexus.common.hub import hold_hub
from nexus.common.models import Change
from nexus.curation.models import Fit, Member, Pending
from nexus.curation.services.asking import Report, ask_later, ask_what_moved
from nexus.curation.services.batches import Pace, batches
from nexus.curation.services.clustering.anchors import (
    Library,
    read_anchors,
    read_library,
    read_stamps,
    stamps_of,
)
from nexus.curation.services.clustering.fitting import WEIGHTS
from nexus.curation.services.clustering.mending import (
    Mended,
    Touched,
    forget_unused,
    mend_groups,
    touched_fits,
)
from nexus.curation.services.clustering.names import place_names
from nexus.curation.services.clustering.placements import Placement
from nexus.curation.services.clustering.placing import place_members
from nexus.curation.services.clustering.profiles import Stored, maker, voice_profiles
from nexus.curation.services.clustering.rows import (
    CLUSTERED,
    NAMED,
    Contents,
    StatementRow,
    parts_of,
)
from nexus.curation.services.clustering.settling import (
    Settled,
    note_pages,
    settle_groups,
    write_settled,
)
from nexus.curation.services.clustering.sql import span_of_members
from nexus.curation.services.clustering.whole import (
    Whole,
    drop_whole,
    end_whole,
    make_current,
    plan_whole,
)
from nexus.curation.services.copies import mark_copies
from nexus.curation.services.evidence import (
    changed_placements,
    drop_all_stale,
    drop_stale,
    still_counting,
    write_evidence,
)
from nexus.curation.services.involving import renew_involved
from nexus.curation.services.settle import settle
from nexus.curation.services.suggestions import suggest_anew
from nexus.documents.caches import lexicon

# Contents mended in one transaction: at first, and at most.
MENDED = (30, 400)
# Statements whose evidence is written in one transaction.
WRITTEN = (30, 2000)
# A hub of fewer voices is done anew each time, which takes no longer and fits it best.
FEW = 2000
# As many new voices as that share of those of the fit ask for another one.
GROWN = 0.5
# Longer than a batch takes.
QUIET = 1.0
LONGEST_WAIT = 60.0
STEPS = 3 * len(CLUSTERED)  # that a plan says of itself (`fitting.fit_kind`)


def told(done: int, todo: int) -> str:
    return f"Bringing together: {done} of {todo} statements"


class PlanIsOld(Exception):
    """Somebody else moved evidence since the plan was made; `moved` was done by then."""

    def __init__(self, moved: int) -> None:
        self.moved = moved


def refresh_evidence(*, report: Report | None = None, whole: bool = False) -> int:
    """Make the evidence rows what documents and decisions say; returns how many statements moved.

    What a person confirmed stays where they put it. Idempotent; safe to repeat after a crash, and
    beside another process that does the same. `whole` fits everything anew.
    """
    with transaction.atomic():
        hold_hub()
        settle(mark_copies(), set())
    if whole or needs_fit():
        return refresh_whole(report)
    moved = mend(report)
    ask_what_moved(report)
    return moved


def mend(report: Report | None = None) -> int:
    """Bring together what is pending; what it moved is left to be asked about."""
    moved, todo, left = 0, Pending.objects.count(), 1
    pace = Pace(*MENDED)
    if not todo and not entries_changed():
        return 0
    while left:
        with pace.step(min(pace.size, todo)):
            moved += mend_some(pace.size)
        left = Pending.objects.count()
        if report:
            report(max(0, todo - left), todo, told(max(0, todo - left), todo))
    return moved


def entries_changed() -> bool:
    """Whether an entry was written, renamed or retired since voices were compared with it."""
    anchors, stamps = read_anchors(), read_stamps()
    return any(stamps_of(anchors[kind], lexicon()) != stamps[kind] for kind in CLUSTERED)


def needs_fit() -> bool:
    """Whether there is no finished fit, or one that is too small for what came since."""
    fits = Fit.objects.filter(
        is_current=True, is_placed=True, weights=WEIGHTS.version, made_by=maker(lexicon())
    )
    sizes = list(fits.values_list("voices", flat=True))
    voices = sum(sizes)
    if len(sizes) < len(CLUSTERED) or voices < FEW:
        return True
    new = Pending.objects.values("key").distinct().count()
    room = (1 + GROWN) * voices - new
    return new > 0 and members_of(fits, room) > room


def members_of(fits: QuerySet[Fit], most: float) -> int:
    """How many voices stand in these fits, or any number between that and `most`.

    Ids are given one after the other: their span is known at once, and counting a hundred
    thousand rows takes a while.
    """
    span = span_of_members()
    return span if span <= most else Member.objects.filter(fit__in=fits).count()


def refresh_whole(report: Report | None) -> int:
    """Everything anew: who finds evidence moved by another plans again."""
    moved = 0
    while True:
        try:
            return moved + follow_plan(report)
        except PlanIsOld as old:
            moved += old.moved
            wait_for_the_other()


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
    newest = newest_move()
    waiting = list(Pending.objects.values_list("pk", flat=True))
    step = count(1)

    def say(text: str) -> None:
        if report:
            report(next(step), STEPS, text)

    whole = plan_whole(lexicon(), say)
    groups = changed_placements(whole.placements)
    old, newest = begin_plan(whole, newest)
    done = write_plan(whole, groups, newest, report)
    suggest_anew(whole.fits, whole.apart)
    renew_involved(None)
    with transaction.atomic():
        for some in parts_of(waiting):
            Pending.objects.filter(pk__in=some).delete()
    end_whole(whole, old)
    return done


def begin_plan(whole: Whole, newest: int) -> tuple[list[Fit], int]:
    """Make a plan the current one; (fits that were so before, the last move). Raises PlanIsOld."""
    with transaction.atomic():
        hold_hub()
        is_old = newest_move() != newest
        if not is_old:
            old = make_current(whole)
            stale = drop_all_stale(whole.current)
            settle(stale.entries, stale.topics)
            return old, newest_move()
    drop_whole(whole)
    raise PlanIsOld(0)


def write_plan(
    whole: Whole, groups: Sequence[Sequence[Placement]], newest: int, report: Report | None
) -> int:
    """Evidence where the plan puts it, batch by batch; returns how many statements moved.

    Raises PlanIsOld. What follows from the evidence is written with it: a worker that dies between
    the two would leave counts and index wrong, and the next one would find nothing to do.
    """
    todo, done = sum(len(group) for group in groups), 0
    fits = [fitted.fit for fitted in whole.fits]
    for batch in batches(groups, Pace(*WRITTEN)):
        with transaction.atomic():
            hold_hub()
            if newest_move() != newest:
                raise PlanIsOld(done)
            written = write_evidence(still_counting(batch))
            note_pages(fits, written.made)
            settle(written.entries, written.topics)
            newest = newest_move()
        done += sum(len(group) for group in batch)
        if report:
            report(done, todo, told(done, todo))
    return done


@transaction.atomic
def mend_some(most: int) -> int:
    """Bring a few contents together, with all that follows; returns how many statements moved."""
    hold_hub()
    waiting = list(Pending.objects.order_by("pk").values_list("pk", "key")[:most])
    keys = {key for _, key in waiting}
    library = read_library(lexicon())
    contents = Contents()
    rows_of = contents.of(keys)
    by_kind: dict[str, dict[str, list[StatementRow]]] = defaultdict(dict)
    for key, rows in rows_of.items():
        by_kind[rows[0].kind][key] = rows
    named = [row for kind in NAMED for rows in by_kind[kind].values() for row in rows]
    placements = place_names(named, library.lexicon, library.homes)
    settled = []
    said = (rows[0] for kind in sorted(CLUSTERED) for rows in by_kind[kind].values())
    profiles = voice_profiles(said, library.lexicon)
    for touched in touched_fits(keys, library):
        here = {key: profiles[key] for key in by_kind[touched.fit.kind]}
        if touched.is_idle(here):
            continue
        found, mended = settle_touched(touched, here, library, contents)
        moved = {
            key for key, page in found.place.items() if found.members[key].entry_id != page
        } | (keys & found.place.keys())
        placements += place_members(found, contents.of(moved), library, moved)
        settled.append((found, mended, (moved & found.place.keys()) | mended.moved))
    stale = drop_stale(keys, {row.pk for rows in rows_of.values() for row in rows})
    groups = changed_placements(placements, [one.statement for one in placements])
    written = write_evidence(groups)
    for found, mended, _ in settled:
        write_settled(found, written.made, mended.left)
    entries = written.entries | stale.entries
    settle(entries, written.topics | stale.topics)
    ask_later([(found.fit, moved, mended.left) for found, mended, moved in settled])
    renew_involved(sorted(entries))
    forget_unused(keys - rows_of.keys())
    Pending.objects.filter(pk__in=[pk for pk, _ in waiting]).delete()
    return sum(len(group) for group in groups)


def settle_touched(
    touched: Touched, here: Mapping[str, Stored], library: Library, contents: Contents
) -> tuple[Settled, Mended]:
    """The groups of a fit with what came to it, and the pages that they stand on now."""
    mended = mend_groups(touched, here, library)
    found = settle_groups(
        touched.fit,
        mended.groups,
        library,
        mended.names,
        left=mended.left,
        read_rows=contents.of,
        titles_of=mended.names_of_pages(library.lexicon),
    )
    return found, mended
