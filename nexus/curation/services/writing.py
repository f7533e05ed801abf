"""A page that only documents told of gets a text: its voices are what the text is about."""

from __future__ import annotations

from nexus.accounts.models import Person
from nexus.common.ids import encode_id
from nexus.curation.models import Decision, Evidence
from nexus.curation.services.decisions import pair
from nexus.documents.models import NAMED_KINDS
from nexus.library.models import Entry


def keep_voices(entry: Entry, author: Person) -> None:
    """Let the words on this page, and those like them that come later, be this page's.

    Until now they were found here because nobody had written of them. Technologies and concepts
    are found by name. What was decided of a content before stays. In the caller's transaction.
    """
    if entry.kind in NAMED_KINDS:
        return
    here = encode_id("entry", entry.pk)
    told = Evidence.objects.filter(entry=entry).exclude(method=Evidence.Method.CONFIRMED)
    pairs = (
        pair(content, here) for content in told.values_list("statement__content_hash", flat=True)
    )
    Decision.objects.bulk_create(
        (
            Decision(left=left, right=right, verdict=Decision.Verdict.SAME, person=author)
            for left, right in sorted(set(pairs))
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
