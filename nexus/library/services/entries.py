"""Entries and their leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid, NotFound, Stale
from nexus.common.markdown import render
from nexus.library.events import entries_changed, page_written
from nexus.library.leads import split_lead
from nexus.library.models import Entry, EntryAlias, EntryRedirect, Kind, Link, Revision, Topic
from nexus.library.policies import require_author_or_mentor, require_writer
from nexus.library.services.addresses import free_slug
from nexus.library.services.checks import (
    check_errors,
    check_kind_and_track,
    check_lead_of,
    check_line,
    check_note,
    check_text,
    check_title,
    find_topics,
)
from nexus.library.services.links import (
    LinkResolver,
    reference_of,
    references_to,
    summarise,
    write_links,
)
from nexus.library.services.solved import mark_solved

LONGEST_SUMMARY = 300


def render_lead(entry: Entry) -> None:
    """Fill what is derived from the lead: HTML, contents, summary, versions, solved; links."""
    resolver = LinkResolver()
    rendered = render(entry.lead, resolve=resolver)
    entry.lead_html = rendered.html
    entry.contents = rendered.contents
    if entry.kind == Kind.CHALLENGE:
        fields = split_lead(entry.lead)
        entry.versions = " ".join(fields["versions"].split())[:300]
        entry.field_html = {
            name: render(text, resolve=resolver).html
            for name, text in fields.items()
            if text.strip()
        }
    if not entry.summary:
        entry.summary = summarise(next((s.text for s in rendered.sections if s.text), ""))
    entry.save()
    mark_solved([entry])
    inside = [reference for path in rendered.paths if (reference := reference_of(path))]
    for reference in inside:
        resolver.find(reference)
    write_links(entry, [*rendered.links, *inside], resolver)


def render_fields_anew() -> int:
    """Challenges that an earlier version of the hub wrote have no fields yet; returns how many."""
    old = Entry.objects.filter(kind=Kind.CHALLENGE, field_html={}).exclude(lead="")
    entries = list(old)
    for entry in entries:
        render_lead(entry)
    return len(entries)


def write_revision(entry: Entry, author: Person | None, note: str) -> Revision:
    """Keep the entry's present lead as its next version."""
    entry.version += 1
    entry.save(update_fields=["version"])
    return Revision.objects.create(
        entry=entry,
        version=entry.version,
        title=entry.title,
        lead=entry.lead,
        summary=entry.summary if entry.lead and entry.kind != Kind.CHALLENGE else "",
        author=author,
        note=note,
    )


def mend_links_to(entries: Sequence[Entry]) -> None:
    """Broken references that name one of these entries lead to it from now on."""
    if not entries:
        return
    names = {name.casefold() for entry in entries for name in references_to(entry)}
    broken = Link.objects.filter(target__isnull=True).values_list("source_id", "reference")
    pks = {source for source, reference in broken if reference.casefold() in names}
    sources = list(Entry.objects.filter(pk__in=pks - {entry.pk for entry in entries}))
    for source in sources:
        render_lead(source)
    if sources:
        entries_changed.send(sender=Entry, entries=sources)


def render_links_to(entry: Entry) -> None:
    """Leads that link to an entry say its new title, or that nobody may read it any more."""
    links = Link.objects.filter(target=entry, relation=Link.Relation.MENTIONS)
    sources = list(Entry.objects.filter(pk__in=links.values("source_id")).exclude(pk=entry.pk))
    for source in sources:
        render_lead(source)
    if sources:
        entries_changed.send(sender=Entry, entries=sources)


def make_entry(
    *,
    kind: str,
    title: str,
    slug: str = "",
    lead: str = "",
    summary: str = "",
    author: Person | None = None,
    note: str = "",
    track: str = "",
    state: str = Entry.State.PUBLISHED,
    topics: Sequence[Topic] = (),
    aliases: Iterable[tuple[str, str]] = (),
) -> Entry:
    """An entry with its first revision (none for an empty lead). Inside the caller's transaction.

    For the floors above and the starter content; people come through create_entry. Many without
    a text are made by `bare.make_bare_entries`.
    """
    entry = Entry.objects.create(
        kind=kind,
        title=title,
        slug=slug or free_slug(kind, title),
        lead=lead,
        summary=summary[:300],
        created_by=author,
        track=track,
        state=state,
    )
    place_entry(entry, topics, aliases)
    if lead:
        render_lead(entry)
        write_revision(entry, author, note)
    record_change("entry.created", "entry", entry.pk, public=state == Entry.State.PUBLISHED)
    mend_links_to([entry])
    entries_changed.send(sender=Entry, entries=[entry])
    return entry


def place_entry(entry: Entry, topics: Sequence[Topic], aliases: Iterable[tuple[str, str]]) -> None:
    """Where a new entry stands, and (use, text) of what else it is found by."""
    if topics:
        entry.topics.set(topics)
    EntryAlias.objects.bulk_create(
        [EntryAlias(entry=entry, use=use, text=text) for use, text in dict.fromkeys(aliases)]
    )


@transaction.atomic
def create_entry(
    *,
    actor: Viewer,
    kind: str,
    title: str,
    lead: str = "",
    topics: Sequence[str] = (),
    track: str = "",
    errors: Sequence[str] = (),
    draft: bool = False,
) -> Entry:
    """A new entry by a person. `errors` are literal error texts that it answers.

    Raises SignInNeeded, NotAllowed, Invalid (field pointers), TooLarge.
    """
    person = require_writer(actor)
    check_kind_and_track(kind, track)
    entry = make_entry(
        kind=kind,
        title=check_title(title),
        lead=check_lead_of(kind, lead),
        author=person,
        note="First version",
        track=track,
        state=Entry.State.DRAFT if draft else Entry.State.PUBLISHED,
        topics=find_topics(topics),
        aliases=[(EntryAlias.Use.ERROR, text) for text in check_errors(errors)],
    )
    if not entry.version:
        write_revision(entry, person, "First version")
    record_audit(person, "entry.created", "entry", entry.pk)
    return entry


def lock_entry(pk: int, expected_version: int, expected_title: str | None = None) -> Entry:
    """The entry, locked. Raises NotFound, Stale when somebody saved or renamed it since."""
    entry = Entry.objects.select_for_update().filter(pk=pk).first()
    if entry is None:
        raise NotFound("That entry is not here any more.")
    if entry.version != expected_version or expected_title not in {None, entry.title}:
        raise Stale(
            f"You started from version {expected_version}, and version {entry.version} is the "
            "newest. Nothing was overwritten: look at what changed, then save again.",
            current_version=entry.version,
        )
    return entry


@transaction.atomic
def save_lead(
    *,
    actor: Viewer,
    entry: Entry,
    lead: str,
    expected_version: int,
    expected_title: str | None = None,
    note: str = "",
    title: str | None = None,
    summary: str | None = None,
) -> Entry:
    """A new revision of a lead, from the version the writer started with.

    An empty `summary` is made of the lead; that of a challenge always is.
    A curator's renaming is no version; `expected_title` notices it where it matters.
    Saving what is there already changes nothing. Raises Stale, Invalid, TooLarge, NotAllowed.
    """
    person = require_writer(actor)
    lead, note = check_text(lead, "lead"), check_note(note)
    entry = lock_entry(entry.pk, expected_version, expected_title)
    new_title = entry.title if title is None else check_title(title)
    new_summary = entry.summary if summary is None else check_summary(summary, entry)
    if (lead, new_title, new_summary) == (entry.lead, entry.title, entry.summary):
        return entry
    entry.lead = lead
    entry.of_document = entry.of_document and not lead.strip()
    is_made = entry.kind == Kind.CHALLENGE or (summary is None and not entry.version)
    entry.summary = "" if is_made else new_summary
    if new_title != entry.title:
        change_address(entry, new_title)
    render_lead(entry)
    write_revision(entry, person, note)
    if entry.version == 1:
        page_written.send(sender=Entry, entry=entry, author=person)
    record_audit(person, "entry.saved", "entry", entry.pk, version=entry.version)
    record_change("entry.saved", "entry", entry.pk, public=entry.state == Entry.State.PUBLISHED)
    entries_changed.send(sender=Entry, entries=[entry])
    return entry


def check_summary(summary: str, entry: Entry) -> str:
    """Raises Invalid."""
    summary = check_line(summary)
    if entry.kind == Kind.CHALLENGE and summary != entry.summary:
        raise Invalid(
            "The summary of a challenge is made of its text.",
            fields={"summary": "Change the symptom instead."},
        )
    if len(summary) > LONGEST_SUMMARY:
        raise Invalid(
            "That summary is too long.",
            fields={"summary": f"Use at most {LONGEST_SUMMARY} characters."},
        )
    return summary


def change_address(entry: Entry, title: str) -> None:
    """Give the entry a new title and slug; its old address redirects for ever."""
    slug = free_slug(entry.kind, title, but=entry.pk)
    if slug != entry.slug:
        EntryRedirect.objects.filter(kind=entry.kind, slug=slug, entry=entry).delete()
        EntryRedirect.objects.create(kind=entry.kind, slug=entry.slug, entry=entry)
    entry.title, entry.slug = title, slug
    entry.save(update_fields=["title", "slug"])
    mend_links_to([entry])
    render_links_to(entry)


def restore_revision(
    *,
    actor: Viewer,
    entry: Entry,
    version: int,
    expected_version: int,
    expected_title: str | None = None,
) -> Entry:
    """An older title, summary and lead become the newest version; history only grows.

    The summary stays where the version kept none: hubs before 0009 kept that of the newest alone.
    """
    revision = entry.revisions.filter(version=version).first()
    if revision is None:
        raise NotFound(f"There is no version {version} of this entry.")
    return save_lead(
        actor=actor,
        entry=entry,
        lead=revision.lead,
        title=revision.title,
        summary=summary_to_restore(entry, revision),
        expected_version=expected_version,
        expected_title=expected_title,
        note=f"Restored version {version}",
    )


def summary_to_restore(entry: Entry, revision: Revision) -> str | None:
    """None leaves it to the lead, or as it is; without a lead there was nothing to sum up."""
    if entry.kind == Kind.CHALLENGE:
        return None
    return revision.summary or None if revision.lead else ""


@transaction.atomic
def set_topics(*, actor: Viewer, entry: Entry, topics: Sequence[str]) -> Entry:
    """Where the entry stands on the topic map."""
    person = require_writer(actor)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    entry.topics.set(find_topics(topics))
    record_audit(person, "entry.topics-set", "entry", entry.pk, topics=list(topics))
    record_change("entry.saved", "entry", entry.pk)
    entries_changed.send(sender=Entry, entries=[entry])
    return entry


def set_state(person: Person, entry: Entry, state: str, action: str) -> Entry:
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.state != state:
        public = Entry.State.PUBLISHED in (entry.state, state)
        entry.state = state
        entry.save(update_fields=["state", "updated_at"])
        record_audit(person, action, "entry", entry.pk)
        record_change(action, "entry", entry.pk, public=public)
        render_lead(entry)
        if state == Entry.State.PUBLISHED:
            mend_links_to([entry])
        else:
            render_links_to(entry)
        entries_changed.send(sender=Entry, entries=[entry])
    return entry


@transaction.atomic
def publish_entry(*, actor: Viewer, entry: Entry) -> Entry:
    """A draft becomes readable for everybody."""
    person = require_author_or_mentor(actor, entry, "publish this entry")
    return set_state(person, entry, Entry.State.PUBLISHED, "entry.published")


@transaction.atomic
def retire_entry(*, actor: Viewer, entry: Entry) -> Entry:
    """Take an entry out of the reference; nothing of it is deleted, and publishing undoes it."""
    person = require(actor, Role.MENTOR, "retire an entry")
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if not entry.version and entry.state != Entry.State.RETIRED:
        # A person's word, so that evidence does not bring the entry back.
        write_revision(entry, person, "Retired")
    return set_state(person, entry, Entry.State.RETIRED, "entry.retired")
