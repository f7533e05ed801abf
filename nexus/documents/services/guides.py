"""Which documents are read whole, as guides, and what is said of one in which nothing was found."""

from __future__ import annotations

from django.utils import timezone

from nexus.common.text import one_line
from nexus.consolidation import is_told_by_a_learner
from nexus.documents.models import Document
from nexus.documents.parsing import Prepared
from nexus.library.models import Entry, Kind
from nexus.library.services.entries import make_entry

# Ordinary documentation with a "Best practices" section tells far less of what was learned.
LEARNER_SHARE = 0.15
HELP = "headings such as “Challenges” or “Technologies” with a list below them are understood"
NOTHING = f"Nothing was recognised in it, so it stands on no page: {HELP}."
A_GUIDE = (
    f"Nothing was recognised in it: it is read whole, as a guide. If it tells of learning, {HELP}."
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


def said_of(document: Document, prepared: Prepared) -> str:
    """What whoever brought it hears, where nothing was recognised; else nothing."""
    if prepared.parsed.statements:
        return ""
    guide = document.guide
    return A_GUIDE if guide is not None and guide.state == Entry.State.PUBLISHED else NOTHING


def guide_of(document: Document, prepared: Prepared) -> Entry | None:
    """The guide entry of a document without learner sections, made or brought up to date."""
    guide = document.guide
    if guide is not None and guide.version:
        return guide  # People wrote, named or retired it.
    if not is_guide(prepared):
        if guide is not None:
            Entry.objects.filter(pk=guide.pk).update(
                state=Entry.State.RETIRED, updated_at=timezone.now()
            )
        return guide
    summary = one_line(
        next((s.text for s in prepared.rendered.sections if s.text.strip()), ""), limit=160
    )
    if guide is None:
        return make_entry(
            kind=Kind.GUIDE,
            title=prepared.title[:200],
            summary=summary,
            author=document.author,
            track=document.track,
            of_document=True,
            announce=False,
        )
    guide.title, guide.summary = prepared.title[:200], summary
    guide.state = Entry.State.PUBLISHED
    guide.save(update_fields=["title", "summary", "state", "updated_at"])
    return guide
