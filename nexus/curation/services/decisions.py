"""Decisions of people as clustering takes them."""

from __future__ import annotations

from collections.abc import Iterable

from nexus.common.ids import decode_id, encode_id
from nexus.consolidation import Decisions
from nexus.curation.journal import Journal
from nexus.curation.models import Decision, Pending
from nexus.curation.services.clustering.names import TAKES_WORDS
from nexus.library.models import MOST_MERGES, Entry

ENTRY = "entry-"


def read_decisions() -> Decisions:
    """Every decision. What was said of a merged entry is said of the one it became part of.

    Decisions of an entry that takes no words rest until it does.
    """
    heirs = read_heirs()
    rows = list(Decision.objects.order_by("left", "right"))
    named = {
        decode_id("entry", follow(key, heirs))
        for row in rows
        for key in (row.left, row.right)
        if key.startswith(ENTRY)
    }
    entries = set(Entry.objects.filter(TAKES_WORDS, pk__in=named).values_list("pk", flat=True))
    same: set[tuple[str, str]] = set()
    different: set[tuple[str, str]] = set()
    placed: dict[str, str] = {}
    for row in rows:
        keys = [follow(key, heirs) for key in (row.left, row.right)]
        if any(k.startswith(ENTRY) and decode_id("entry", k) not in entries for k in keys):
            continue
        left, right = sorted(keys)
        if row.verdict == Decision.Verdict.PLACED:
            content, entry = (right, left) if left.startswith(ENTRY) else (left, right)
            placed[content] = entry
        elif left != right:
            (same if row.verdict == Decision.Verdict.SAME else different).add((left, right))
    return Decisions(tuple(sorted(same)), tuple(sorted(different - same)), placed)


def read_heirs() -> dict[int, int]:
    """Merged entry → the entry that it became part of in the end."""
    into = dict(Entry.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    heirs: dict[int, int] = {}
    for pk in into:
        last: int = pk
        for _ in range(MOST_MERGES):
            following = into.get(last)
            if following is None:
                break
            last = following
        heirs[pk] = last
    return heirs


def follow(key: str, heirs: dict[int, int]) -> str:
    """The key of the heir, for a merged entry; any other key as it is."""
    if not key.startswith(ENTRY):
        return key
    pk = decode_id("entry", key)
    return encode_id("entry", heirs.get(pk, pk))


def pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def write_decision(journal: Journal, a: str, b: str, verdict: str) -> None:
    """Say it of a pair; what was said before of the pair is replaced."""
    left, right = pair(a, b)
    before = Decision.objects.filter(left=left, right=right).first()
    if before is not None and before.verdict == verdict:
        return
    if before is not None:
        journal.delete(before)
    look_again_at(left, right)
    journal.create(Decision(left=left, right=right, verdict=verdict, person=journal.person))


def forget_home(journal: Journal, contents: Iterable[str]) -> None:
    """Drop what was said of the entry that these contents are of."""
    verdicts = (Decision.Verdict.SAME, Decision.Verdict.PLACED)
    rows = Decision.objects.filter(
        right__in=set(contents), left__startswith=ENTRY, verdict__in=verdicts
    ) | Decision.objects.filter(
        left__in=set(contents), right__startswith=ENTRY, verdict__in=verdicts
    )
    look_again_at(*contents)
    for row in rows:
        journal.delete(row)


def look_again_at(*keys: str) -> None:
    """Have the next run ask where these contents belong. In the caller's transaction."""
    contents = sorted({key for key in keys if not key.startswith(ENTRY)})
    Pending.objects.bulk_create((Pending(key=key) for key in contents), batch_size=500)
