"""A page that only documents told of gets a text: its voices are what the text is about."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from nexus.accounts.models import Person
from nexus.common.ids import encode_id
from nexus.curation.journal import Journal
from nexus.curation.models import Action, Decision, Evidence
from nexus.curation.services.acting import Act, record
from nexus.curation.services.decisions import look_again_at, pair
from nexus.documents.models import NAMED_KINDS
from nexus.library.models import Entry

# Where a person put a statement, it stays.
PUT_BY_A_PERSON = Q(method=Evidence.Method.CONFIRMED, decided_by__isnull=False)


def keep_voices(entry: Entry, author: Person) -> Action | None:
    """Let the words on this page, and those like them that come later, be this page's.

    Until now they were found here because nobody had written of them. Technologies and concepts
    are found by name. What was decided of a content before stays. All of it is one action of the
    author, None where nothing was to be decided. In the caller's transaction.
    """
    if entry.kind in NAMED_KINDS:
        return None
    here = encode_id("entry", entry.pk)
    told = Evidence.objects.filter(entry=entry).exclude(method=Evidence.Method.CONFIRMED)
    contents = set(told.values_list("statement__content_hash", flat=True))
    act = Act(author, Journal(author))
    act.journal.note_created(decide_of(contents, here, author))
    if not act.journal.lines:
        return None
    act.about(here, *contents)
    act.text = f"Kept the voices of “{entry.title}” with its first text"
    return record(act, Action.Kind.KEEP)


def decide_of(contents: Collection[str], here: str, author: Person) -> list[Decision]:
    """New decisions that these contents are of this entry; what was decided before stays.

    Without the lock of curators and imports, which nobody takes who has an entry locked.
    """
    about = Decision.objects.filter(Q(left=here) | Q(right=here))
    before = set(about.values_list("pk", flat=True))
    Decision.objects.bulk_create(
        (
            Decision(left=left, right=right, verdict=Decision.Verdict.SAME, person=author)
            for left, right in sorted(pair(content, here) for content in contents)
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
    made = about.filter(verdict=Decision.Verdict.SAME, person=author).order_by("pk")
    return [row for row in made if row.pk not in before]


def let_go_of(pages: Collection[int]) -> None:
    """Have the next run ask where the words on these pages belong, as if nobody had kept them.

    What people put there stays. In the caller's transaction, which counts these pages anew; a run
    that finds words on a written page leaves them on it (ADR 8), so they leave it now.
    """
    kept = Evidence.objects.filter(entry__in=pages).exclude(PUT_BY_A_PERSON)
    look_again_at(*kept.values_list("statement__content_hash", flat=True).distinct())
    kept.delete()
