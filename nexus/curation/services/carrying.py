"""Another version of a document: what stood on a page goes on standing there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from nexus.common.bulk import update_rows
from nexus.curation.models import Evidence
from nexus.curation.services.settle import settle
from nexus.documents.models import Document, Statement


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of some version; `evidence` is the id of its row, 0 without."""

    pk: int
    document: int
    kind: str
    title: str
    content: str
    evidence: int

    @property
    def same_words(self) -> Hashable:
        return self.document, self.content

    @property
    def same_title(self) -> Hashable:
        return self.document, self.kind, self.title


def carry_evidence(documents: Sequence[Document]) -> None:
    """Evidence of the version before goes to the same words, else to what has the same title.

    So a page keeps its address, its solutions and what people decided when its only voice corrects
    a word. In the caller's transaction; the rest of the old evidence goes with the next run.
    """
    pks = [document.pk for document in documents]
    old = tell(pks, is_current=False, evidence__isnull=False)
    if not old:
        return
    new = tell(pks, is_current=True, evidence__isnull=True)
    same = matched(old, new, lambda told: told.same_words)
    taken = set(same.values())
    corrected = matched(
        [told for told in old if told.evidence not in same],
        [told for told in new if told.pk not in taken],
        lambda told: told.same_title,
    )
    moved = same | corrected
    update_rows("curation_evidence", ["statement_id"], [(pk, row) for row, pk in moved.items()])
    said_anew = Evidence.objects.filter(pk__in=corrected).values_list("entry_id", "topic_id")
    settle({entry for entry, _ in said_anew if entry}, {topic for _, topic in said_anew if topic})


def tell(documents: Sequence[int], **where: bool) -> list[Told]:
    """Statements of these documents, in their order; those of the newest version first."""
    rows = Statement.objects.filter(document__in=documents, **where)
    fields = ("pk", "document_id", "kind", "title", "content_hash", "evidence__pk")
    ordered = rows.order_by("-version__number", "position")
    return [
        Told(pk, document, kind, title, content, evidence or 0)
        for pk, document, kind, title, content, evidence in ordered.values_list(*fields)
    ]


def matched(
    old: Sequence[Told], new: Sequence[Told], alike: Callable[[Told], Hashable]
) -> dict[int, int]:
    """Evidence → the statement that it goes to; of several alike the first to the first."""
    free: dict[Hashable, list[Told]] = defaultdict(list)
    for told in new:
        free[alike(told)].append(told)
    return {told.evidence: free[alike(told)].pop(0).pk for told in old if free.get(alike(told))}
