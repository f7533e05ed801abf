"""How an entry is named, and which of its solutions is best."""

from __future__ import annotations

from nexus.accounts.policies import Viewer
from nexus.common.errors import Invalid
from nexus.common.ids import encode_id
from nexus.curation.journal import Journal
from nexus.curation.models import Action, Evidence
from nexus.curation.services.acting import Act, acting, lock_live_entry
from nexus.curation.services.moving import hold_words
from nexus.documents.models import NAMED_KINDS
from nexus.library.models import Entry, EntryAlias, EntryRedirect, Solution
from nexus.library.services.addresses import free_slug
from nexus.library.services.checks import check_title
from nexus.library.services.entries import mend_links_to


def rename(*, actor: Viewer, entry: Entry, title: str) -> Action | None:
    """Another title and address; the old address redirects. None when it has that title."""
    title = check_title(title)
    with acting(actor, Action.Kind.RENAME, "rename an entry") as act:
        entry = lock_live_entry(entry.pk)
        act.text = f"Renamed “{entry.title}” to “{title}”"
        act.about(encode_id("entry", entry.pk))
        act.entries.add(entry.pk)
        if title != entry.title:
            keep_page(act, entry)
        retitle(act.journal, entry, title)
    return act.action


def choose_wording(*, actor: Viewer, entry: Entry, statement_pk: int) -> Action | None:
    """Let the words of one statement name the entry and come first among its voices.

    Raises Invalid when the statement does not stand on this entry.
    """
    with acting(actor, Action.Kind.WORDING, "choose the wording of an entry") as act:
        entry = lock_live_entry(entry.pk)
        row = Evidence.objects.filter(entry=entry, statement_id=statement_pk)
        found = row.select_related("statement").first()
        if found is None:
            raise Invalid(
                "That statement does not stand on this entry.",
                fields={"statement": "Choose one of its statements."},
            )
        act.text = f"Chose the wording “{found.statement.title}” for “{entry.title}”"
        act.about(encode_id("entry", entry.pk))
        act.entries.add(entry.pk)
        if entry.wording != found.statement.content_hash:
            keep_page(act, entry)
        act.journal.change(entry, wording=found.statement.content_hash)
        retitle(act.journal, entry, found.statement.title[:200])
    return act.action


def mark_best_solution(*, actor: Viewer, entry: Entry, solution: Solution | None) -> Action | None:
    """Put one solution first, or none. Raises Invalid when it is another entry's."""
    with acting(actor, Action.Kind.BEST, "mark the best solution") as act:
        entry = lock_live_entry(entry.pk)
        if solution is not None and solution.entry_id != entry.pk:
            raise Invalid(
                "That solution is of another challenge.", fields={"solution": "Not here."}
            )
        act.text = (
            f"Marked the best solution of “{entry.title}”"
            if solution
            else f"No solution of “{entry.title}” is marked best"
        )
        act.about(encode_id("entry", entry.pk))
        act.entries.add(entry.pk)
        if entry.best_solution_id != (solution.pk if solution else None):
            keep_page(act, entry)
        act.journal.change(entry, best_solution=solution)
    return act.action


def keep_page(act: Act, entry: Entry) -> None:
    """What was chosen for a page holds as long as its words: they find it again, come what may.

    Technologies and concepts are found by name.
    """
    if entry.kind not in NAMED_KINDS:
        hold_words(act, entry)


def retitle(journal: Journal, entry: Entry, title: str) -> None:
    """Title and address; the address it had redirects.

    Words come to technologies and concepts by name, so the name it had stays one of them.
    """
    if title == entry.title:
        return
    if entry.kind in NAMED_KINDS:
        keep_name(journal, entry)
    slug = free_slug(entry.kind, title, but=entry.pk)
    if slug != entry.slug:
        for old in EntryRedirect.objects.filter(kind=entry.kind, slug=slug, entry=entry):
            journal.delete(old)
        journal.create(EntryRedirect(kind=entry.kind, slug=entry.slug, entry=entry))
    journal.change(entry, title=title, slug=slug)
    mend_links_to([entry])


def keep_name(journal: Journal, entry: Entry) -> None:
    name = EntryAlias.Use.NAME
    if not entry.aliases.filter(use=name, text__iexact=entry.title).exists():
        journal.create(EntryAlias(entry=entry, use=name, text=entry.title))
