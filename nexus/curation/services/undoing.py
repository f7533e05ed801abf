"""Taking an action back: rows as they were, the newest of what hangs together first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.accounts.services import record_audit
from nexus.common.errors import Conflict, NotAllowed, NotFound
from nexus.common.hub import hold_hub
from nexus.common.ids import decode_id, encode_id
from nexus.curation import journal
from nexus.curation.models import Action, ActionTarget, Decision, Evidence
from nexus.curation.services.copies import mark_copies
from nexus.curation.services.decisions import look_again_at
from nexus.curation.services.forgetting import FORGOTTEN
from nexus.curation.services.handing_back import hand_back, solutions_of
from nexus.curation.services.naming import announce
from nexus.curation.services.settle import settle
from nexus.curation.services.writing import let_go_of
from nexus.documents.events import documents_changed
from nexus.documents.models import Document, RetractedSource
from nexus.documents.services.erased import retracted_with, retraction_digests
from nexus.jobs.services import create_job
from nexus.library.models import Entry, EntryRedirect
from nexus.library.services.entries import render_lead
from nexus.library.services.receipts import count_receipts

# What says nothing of where words belong.
OF_NAMES = (Action.Kind.RENAME, Action.Kind.WORDING, Action.Kind.BEST)


@transaction.atomic
def undo_action(*, actor: Viewer, action_pk: int) -> Action:
    """Undo an action, by who did it or by any mentor.

    Raises Conflict when it is undone already, when a later action built on it (that one has to be
    undone first), or when a writer gave the entry another title since: so nobody's work is lost by
    the way.
    """
    person = require(actor, Role.READER, "undo an action")
    hold_hub()
    action = Action.objects.select_for_update().filter(pk=action_pk).first()
    if action is None:
        raise NotFound("There is no such action.")
    refuse_who_may_not(person, action)
    if action.undone_at is not None:
        raise Conflict("This is undone already.")
    refuse_when_built_on(action)
    refuse_when_retitled(action)
    take_back(action)
    if action.kind == Action.Kind.LEXICON:
        announce(person)
    action.undone_at, action.undone_by = timezone.now(), person
    action.save(update_fields=["undone_at", "undone_by"])
    record_audit(person, "curation.undone", "action", action.pk)
    return action


def role_to_undo(action: Action) -> Role:
    """The role from which one may undo what another person did."""
    return Role.MAINTAINER if action.kind == Action.Kind.LEXICON else Role.MENTOR


def refuse_who_may_not(person: Person, action: Action) -> None:
    role = role_to_undo(action)
    if action.person_id != person.pk and not is_at_least(person, role):
        raise NotAllowed(f"Only who did this, or a {role.label.lower()}, can undo it.")


def refuse_when_built_on(action: Action) -> None:
    """What a writer kept takes nothing from what was decided before, and no name from its page."""
    keys = ActionTarget.objects.filter(action=action).values("key")
    later = Action.objects.filter(
        pk__gt=action.pk, undone_at__isnull=True, targets__key__in=keys
    ).exclude(kind=Action.Kind.KEEP)
    if action.kind == Action.Kind.KEEP:
        later = later.exclude(kind__in=OF_NAMES)
    last = later.order_by("-pk").first()
    if last is not None:
        raise Conflict(f"Something was done on top of it: “{last.text}”. Undo that first.")


def refuse_when_retitled(action: Action) -> None:
    """Writers change titles too, without an action."""
    left = journal.left_as(action.journal, Entry, "title")
    for entry in Entry.objects.filter(pk__in=left).order_by("pk"):
        title = left[entry.pk]
        # Of erased words, the log does not know any more what the title was.
        if title not in {entry.title, FORGOTTEN.capitalize()}:
            raise Conflict(
                f"The title was changed since, from “{title}” to “{entry.title}”. Rename the entry "
                f"if it should have another one; to undo this after all, edit the entry and give "
                f"it the title “{title}” again first."
            )


def take_back(action: Action) -> None:
    """The rows, then all that follows from them."""
    pages = pages_of(action)
    before = Entry.objects.in_bulk(pages)
    evidence = journal.rows_of(action.journal, Evidence)
    touched = places_of(evidence)
    look_again_at(*decided_in(action.journal))
    released = brought_again(action)
    fixes = solutions_of(evidence)
    journal.undo(action.journal)
    for place, pks in places_of(evidence).items():
        touched[place] |= pks
    for entry in Entry.objects.filter(pk__in=pages):
        was = before[entry.pk]
        if was.slug != entry.slug:
            EntryRedirect.objects.get_or_create(
                kind=entry.kind, slug=was.slug, defaults={"entry": entry}
            )
    hand_back(action, pages, fixes)
    for entry in Entry.objects.filter(pk__in=pages):
        count_receipts(entry, None)
    for linking in Entry.objects.filter(links__target__in=pages).distinct():
        render_lead(linking)
        touched["entry"].add(linking.pk)
    if action.kind == Action.Kind.KEEP:
        let_go_of(pages)
        place_again()
    release_documents(released)
    recounted = bring_back([*documents_of(action), *released])
    settle(touched["entry"] | set(pages) | recounted, touched["topic"])


def decided_in(lines: Sequence[journal.Line]) -> set[str]:
    """What decisions that an action wrote or dropped were about."""
    ours = [line for line in lines if line["model"] == "curation.Decision"]
    keys = {line["was"][side] for line in ours if line["was"] for side in ("left", "right")}
    rows = Decision.objects.filter(pk__in=[line["pk"] for line in ours])
    return keys.union(*rows.values_list("left", "right"))


def brought_again(action: Action) -> list[Document]:
    """Documents that came retracted because this action retracted their bytes.

    One that another action retracted stays so, and that action remembers its bytes from now on.
    """
    own = documents_of(action)
    for document in retracted_with(sources_of(action)):
        other = None if document in own else standing_retraction(document, but=action)
        if other is not None:
            hand_on_sources(action, other, document)
    return [
        document
        for document in retracted_with(sources_of(action))
        if document not in own and standing_retraction(document, but=action) is None
    ]


def sources_of(action: Action) -> dict[str, int]:
    """The bytes that it remembered as retracted: digest → row."""
    rows = journal.rows_of(action.journal, RetractedSource)
    return dict(RetractedSource.objects.filter(pk__in=rows).values_list("digest", "pk"))


def standing_retraction(document: Document, *, but: Action) -> Action | None:
    """The first other action that retracted this very document and was not undone."""
    done = Action.objects.filter(kind=Action.Kind.RETRACT, undone_at=None).exclude(pk=but.pk)
    return (
        done.filter(targets__key=encode_id("document", document.pk))
        .defer("journal")
        .order_by("pk")
        .first()
    )


def hand_on_sources(action: Action, other: Action, document: Document) -> None:
    """The lines of a journal that remember bytes of this document move to the other's."""
    sources = sources_of(action)
    rows = {sources[one] for one in retraction_digests(document) if one in sources}
    name = RetractedSource._meta.label
    moved = [one for one in action.journal if one["model"] == name and one["pk"] in rows]
    action.journal = [one for one in action.journal if one not in moved]
    other.journal = [*other.journal, *moved]
    for changed in (action, other):
        changed.save(update_fields=["journal"])


def release_documents(documents: Sequence[Document]) -> None:
    """They count again."""
    for document in documents:
        document.retracted_at = None
        document.save(update_fields=["retracted_at"])


def bring_back(documents: Sequence[Document]) -> set[int]:
    """Documents that count again: what they say now stands where they said it before.

    A job brings the rest of their words to their pages. Returns ids of entries to be counted anew.
    """
    if not documents:
        return set()
    recounted = mark_copies(back=[d.pk for d in documents])
    documents_changed.send(sender=Document, documents=documents)
    # What another version, brought in between, does not say any more.
    unsaid = Evidence.objects.filter(statement__document__in=documents, statement__is_current=False)
    recounted |= {pk for pk in unsaid.values_list("entry_id", flat=True) if pk}
    unsaid.delete()
    place_again()
    return recounted


def place_again() -> None:
    """Have a job bring to their pages what waits for it."""
    create_job(kind="consolidation", payload={"whole": False}, requested_by=None)


def pages_of(action: Action) -> list[int]:
    keys = action.targets.filter(key__startswith="entry-").values_list("key", flat=True)
    return sorted(decode_id("entry", key) for key in keys)


def documents_of(action: Action) -> list[Document]:
    keys = action.targets.filter(key__startswith="document-").values_list("key", flat=True)
    return list(Document.objects.filter(pk__in=[decode_id("document", key) for key in keys]))


def places_of(evidence: set[int]) -> dict[str, set[int]]:
    """Where evidence stands: entry and topic ids."""
    rows = Evidence.objects.filter(pk__in=evidence).values_list("entry_id", "topic_id")
    found: dict[str, set[int]] = {"entry": set(), "topic": set()}
    for entry, topic in rows:
        found["entry"] |= {entry} if entry else set()
        found["topic"] |= {topic} if topic else set()
    return found


def may_undo(person: Person, action: Action) -> bool:
    """For pages: whether to offer it; the service looks again."""
    return action.undone_at is None and (
        action.person_id == person.pk or is_at_least(person, role_to_undo(action))
    )
