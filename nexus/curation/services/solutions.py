"""Fixes that documents tell, the same ones as one solution with its voices.

A row is known by the evidence that leads to it, so it keeps its receipts while its group grows,
splits or is worded anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import linebreaks

from nexus.common.bulk import insert_objects, update_rows
from nexus.consolidation import group_alike
from nexus.curation.models import Evidence
from nexus.curation.services.clustering.rows import is_fix
from nexus.curation.voices import voice
from nexus.library.models import Entry, Kind, Receipt, Solution
from nexus.library.services.receipts import count_receipts

FIX_FIELDS = ("statement__content_hash", "statement__solution", "voice")
MOST_COMPARED = 400  # fixes of one entry; further ones stand alone


@dataclass(frozen=True, slots=True)
class Fix:
    """A statement's way out, as its evidence has it."""

    evidence: int
    entry: int
    solution: int | None
    content: str
    text: str
    voice: int


def compose_solutions(entry_pks: Sequence[int]) -> None:
    """Make the solutions of these challenges what their evidence says. In the caller's transaction.

    Solutions that people wrote are left alone; composed ones without evidence go, unless somebody
    gave a receipt on them or a curator marked them.
    """
    fixes: dict[int, list[Fix]] = defaultdict(list)
    for fix in read_fixes(entry_pks):
        fixes[fix.entry].append(fix)
    there: dict[int, dict[int, Solution]] = defaultdict(dict)
    for solution in Solution.objects.filter(entry_id__in=entry_pks, content_hash__isnull=False):
        there[solution.entry_id][solution.pk] = solution
    settled: list[tuple[Solution, list[Fix]]] = []
    left: list[Solution] = []
    for entry in sorted(fixes.keys() | there.keys()):
        groups = group_fixes(fixes[entry])
        rows = choose_rows(groups, there[entry])
        chosen = {row.pk for row in rows if row is not None}
        settled += [
            (row or Solution(entry_id=entry), g) for row, g in zip(rows, groups, strict=True)
        ]
        left += [row for pk, row in there[entry].items() if pk not in chosen]
    write_rows(settled, left)
    leave_rows(left, {(row.entry_id, row.content_hash): row for row, _ in settled})


def read_fixes(entry_pks: Sequence[int]) -> list[Fix]:
    """What the evidence of these challenges says of a way out, in more than a word or two."""
    rows = Evidence.objects.filter(entry_id__in=entry_pks, entry__kind=Kind.CHALLENGE)
    fields = ("pk", "entry_id", "solution_id", *FIX_FIELDS)
    told = rows.annotate(voice=voice("statement__")).values_list(*fields)
    fixes = [fix for row in told if is_fix((fix := Fix(*row)).text)]
    return sorted(fixes, key=lambda fix: (fix.content, fix.evidence))


def group_fixes(fixes: Sequence[Fix]) -> list[list[Fix]]:
    """The same ways together, the most central wording first; larger groups first."""
    by_content: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        by_content[fix.content].append(fix)
    texts = {content: rows[0].text for content, rows in by_content.items()}
    compared = dict(sorted(texts.items())[:MOST_COMPARED])
    groups = group_alike(compared) + [(c, [c]) for c in sorted(texts.keys() - compared.keys())]
    found = []
    for head, contents in groups:
        rest = [fix for content in contents if content != head for fix in by_content[content]]
        found.append([*by_content[head], *rest])
    return sorted(found, key=lambda g: (-len(g), g[0].content))


def choose_rows(
    groups: Sequence[Sequence[Fix]], rows: Mapping[int, Solution]
) -> list[Solution | None]:
    """The row of each group: the one most of its evidence has, else one in its words, else none.

    Evidence chooses before words do, so that no group takes the row that another one's voices have.
    """
    free = dict(rows)
    chosen: list[Solution | None] = []
    for group in groups:
        counts = Counter(f.solution for f in group if f.solution in free)
        best = min(counts, key=lambda pk: (-counts[pk], pk or 0), default=None)
        chosen.append(free.pop(best) if best is not None else None)
    by_words = {row.content_hash: pk for pk, row in free.items()}
    for place, group in enumerate(groups):
        if chosen[place] is None:
            found = [by_words[f.content] for f in group if by_words.get(f.content) in free]
            chosen[place] = free.pop(min(found)) if found else None
    return chosen


def write_rows(settled: Sequence[tuple[Solution, Sequence[Fix]]], left: Sequence[Solution]) -> None:
    """Give the rows what their groups say, and the evidence its rows."""
    changed = [row for row, group in settled if take_words(row, group) and row.pk]
    # An entry has each wording once: rows that exchange theirs let go of them first.
    letting_go = [row.pk for row in (*changed, *left)]
    if letting_go:
        Solution.objects.filter(pk__in=letting_go).update(content_hash=None)
    make_rows([row for row, _ in settled if row.pk is None])
    update_rows(
        "library_solution",
        ["text", "html", "content_hash", "voice_count"],
        [(row.text, row.html, row.content_hash, row.voice_count, row.pk) for row in changed],
    )
    point_evidence({f.evidence: row.pk for row, g in settled for f in g if f.solution != row.pk})


def make_rows(new: Sequence[Solution]) -> None:
    """Write new rows; each learns its id, by its words, which an entry has once."""
    insert_objects(new)
    if not new:
        return
    made = Solution.objects.filter(entry_id__in={row.entry_id for row in new})
    ids = {
        (entry, content): pk
        for pk, entry, content in made.values_list("pk", "entry_id", "content_hash")
    }
    for row in new:
        row.pk = ids[row.entry_id, row.content_hash]


def take_words(row: Solution, group: Sequence[Fix]) -> bool:
    """Set what the group says, in memory; whether anything differs."""
    said = (group[0].text, group[0].content, len({fix.voice for fix in group}))
    if said == (row.text, row.content_hash, row.voice_count):
        return False
    row.text, row.content_hash, row.voice_count = said
    row.html = linebreaks(row.text, autoescape=True)
    return True


def point_evidence(moved: Mapping[int, int]) -> None:
    rows = [(solution, evidence) for evidence, solution in moved.items()]
    update_rows("curation_evidence", ["solution_id"], rows)


def leave_rows(
    left: Sequence[Solution], holders: Mapping[tuple[int, str | None], Solution]
) -> None:
    """Rows that no evidence has any more: those that people spoke of stay, the others go.

    `left` still has in memory the words it let go of; where another row now holds them, what
    people said goes to that one.
    """
    if not left:
        return
    pks = [row.pk for row in left]
    spoken_of = set(Receipt.objects.filter(solution__in=pks).values_list("solution_id", flat=True))
    marked = Entry.objects.filter(best_solution__in=pks).values_list("best_solution_id", flat=True)
    kept = spoken_of | set(marked)
    for row in left:
        if row.pk not in kept:
            continue
        holder = holders.get((row.entry_id, row.content_hash))
        if holder is None:
            row.voice_count = 0
            row.save(update_fields=["content_hash", "voice_count"])
        else:
            fold_into(holder, row)
    Solution.objects.filter(pk__in=set(pks) - kept).delete()


def fold_into(holder: Solution, row: Solution) -> None:
    """What people said of a row is said of the one that now has its words."""
    told = holder.receipts.values_list("person_id", flat=True)
    row.receipts.exclude(person_id__in=list(told)).update(solution=holder)
    Entry.objects.filter(best_solution=row).update(best_solution=holder)
    row.delete()
    count_receipts(holder.entry, holder)
