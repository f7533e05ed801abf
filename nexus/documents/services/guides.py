"""Which documents are read whole, as guides, and what is said of one in which nothing was found."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from nexus.common.text import one_line, slugify
from nexus.consolidation import is_told_by_a_learner
from nexus.documents.models import Document
from nexus.documents.parsing import Prepared
from nexus.library.models import Entry, Kind
from nexus.library.services.addresses import free_slugs
from nexus.library.services.entries import make_entry

# Ordinary documentation with a "Best practices" section tells far less of what was learned.
LEARNER_SHARE = 0.15
HELP = "headings such as “Challenges” or “Technologies” with a list below them are understood"
NOTHING = f"Nothing was recognised in it, so it stands on no page: {HELP}."
A_GUIDE = (
    f"Nothing was recognised in it: it is read whole, as a guide. If it tells of learning, {HELP}."
)
RETRACTED = (
    "It was retracted: it stands there, and nothing it says counts until that is taken back."
)


def is_guide(prepared: Prepared) -> bool:
    """Ordinary documentation: without learner sections, or mostly something else to read.

    Such a page keeps the few statements it has, and stays readable and searchable whole. What a
    learner tells is never one, however little of it was recognised: it is evidence (ADR 6).
    """
    parsed = prepared.parsed
    if not any(section.text.strip() for section in prepared.rendered.sections):
        return False  # A title alone is nothing to read.
    if is_told_by_a_learner(parsed):
        return False
    told = {n for s in parsed.statements for n in range(s.lines[0], s.lines[1] + 1)}
    return len(told) < LEARNER_SHARE * max(parsed.line_count, 1)


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
        elif is_guide(prepared):
            fresh.append((document, prepared))
    make_guides(fresh)


def renew_guide(guide: Entry, prepared: Prepared) -> None:
    if guide.version:
        return  # People wrote, named or retired it.
    if not is_guide(prepared):
        Entry.objects.filter(pk=guide.pk).update(
            state=Entry.State.RETIRED, updated_at=timezone.now()
        )
        return
    guide.title, guide.summary = prepared.title[:200], summary_of(prepared)
    guide.state = Entry.State.PUBLISHED
    guide.save(update_fields=["title", "summary", "state", "updated_at"])


def make_guides(read: Sequence[tuple[Document, Prepared]]) -> None:
    titles = [prepared.title[:200] for _, prepared in read]
    slugs = free_slugs([(Kind.GUIDE, slugify(title)) for title in titles])
    for (document, prepared), title, slug in zip(read, titles, slugs, strict=True):
        document.guide = make_entry(
            kind=Kind.GUIDE,
            title=title,
            slug=slug,
            summary=summary_of(prepared),
            author=document.author,
            track=document.track,
            of_document=True,
            announce=False,
        )
    Document.objects.bulk_update([document for document, _ in read], ["guide"])


def summary_of(prepared: Prepared) -> str:
    first = next((s.text for s in prepared.rendered.sections if s.text.strip()), "")
    return one_line(first, limit=160)
