"""The guides that documents are read whole as, and what is said where nothing was found."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from nexus.common.bulk import update_rows
from nexus.common.text import one_line
from nexus.documents.models import Document
from nexus.documents.parsing import Prepared
from nexus.library.models import Entry, Kind
from nexus.library.services.bare import Bare, make_bare_entries
from nexus.library.services.entries import mend_links_to

HELP = "headings such as “Challenges” or “Technologies” with a list below them are understood"
NOTHING = f"Nothing was recognised in it, so it stands on no page: {HELP}."
A_GUIDE = (
    f"Nothing was recognised in it: it is read whole, as a guide. If it tells of learning, {HELP}."
)
RETRACTED = (
    "It was retracted: it stands there, and nothing it says counts until that is taken back."
)


def said_of(document: Document, prepared: Prepared | None = None) -> str:
    """What whoever brought it hears: that it was retracted, or nothing was recognised; else "".

    Without `prepared` its text is the one that is there already.
    """
    if document.retracted_at:
        return RETRACTED
    if prepared is None or prepared.parsed.statements:
        return ""
    guide = document.guide
    return A_GUIDE if guide is not None and guide.state == Entry.State.PUBLISHED else NOTHING


def write_guides(read: Sequence[tuple[Document, Prepared]]) -> None:
    """The guide entries of documents without learner sections, made or brought up to date."""
    fresh = []
    for document, prepared in read:
        if document.guide is not None:
            renew_guide(document.guide, prepared)
        elif prepared.is_whole:
            fresh.append((document, prepared))
    mend_links_to([document.guide for document, _ in read if document.guide is not None])
    make_guides(fresh)


def renew_guide(guide: Entry, prepared: Prepared) -> None:
    if guide.version:
        return  # People wrote, named or retired it.
    if not prepared.is_whole:
        Entry.objects.filter(pk=guide.pk).update(
            state=Entry.State.RETIRED, updated_at=timezone.now()
        )
        return
    guide.title, guide.summary = prepared.title[:200], summary_of(prepared)
    guide.state = Entry.State.PUBLISHED
    guide.save(update_fields=["title", "summary", "state", "updated_at"])


def make_guides(read: Sequence[tuple[Document, Prepared]]) -> None:
    guides = make_bare_entries(
        [
            Bare(
                kind=Kind.GUIDE,
                title=prepared.title[:200],
                summary=summary_of(prepared),
                author_id=document.author_id,
                track=document.track,
                of_document=True,
            )
            for document, prepared in read
        ]
    )
    for (document, _), guide in zip(read, guides, strict=True):
        document.guide = guide
    update_rows("documents_document", ["guide_id"], [(d.guide_id, d.pk) for d, _ in read])


def summary_of(prepared: Prepared) -> str:
    first = next((s.text for s in prepared.rendered.sections if s.text.strip()), "")
    return one_line(first, limit=160)
