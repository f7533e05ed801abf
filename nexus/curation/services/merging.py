"""Two entries are one thing: all that stands on the one goes to the other."""

from __future__ import annotations

from nexus.accounts.policies import Viewer
from nexus.common.errors import Invalid
from nexus.common.ids import encode_id
from nexus.curation.models import Action, Decision, Evidence, Suggestion
from nexus.curation.services.acting import Act, acting, lock_live_entry
from nexus.curation.services.decisions import forget_home, write_decision
from nexus.curation.services.moving import hold_words
from nexus.curation.services.taking_along import take_solution, twins_on
from nexus.library.models import Entry, EntryAlias, EntryRedirect, Kind, Link, Receipt
from nexus.library.services.entries import render_lead
from nexus.library.services.receipts import count_receipts


def merge_entries(*, actor: Viewer, entry: Entry, into: Entry) -> Action:
    """Make `entry` a part of `into`; its address and its names lead there from now on.

    Evidence, solutions, receipts, names, addresses, involvements and topics move; the revisions
    stay with the merged entry, which history shows. New words like those that moved follow them.
    Raises SignInNeeded, NotAllowed, Invalid, Conflict.
    """
    with acting(actor, Action.Kind.MERGE, "merge entries") as act:
        join_entries(act, entry.pk, into.pk)
    assert act.action is not None
    return act.action


def join_entries(act: Act, source_pk: int, target_pk: int) -> None:
    """The merge itself, inside an action."""
    if source_pk == target_pk:
        raise Invalid("An entry cannot be merged into itself.", fields={"into": "Another entry."})
    source, target = lock_live_entry(source_pk), lock_live_entry(target_pk)
    if source.kind != target.kind or source.kind == Kind.GUIDE:
        raise Invalid(
            f"“{source.title}” and “{target.title}” are not of one kind.",
            fields={"into": "Choose an entry of the same kind; guides are not merged."},
        )
    if source.version and not target.version:
        raise Invalid(
            f"Only “{source.title}” has a text that people wrote. Merge “{target.title}” into it.",
            fields={"into": "Merge the other way round."},
        )
    act.text = f"Merged “{source.title}” into “{target.title}”"
    act.about(encode_id("entry", source.pk), encode_id("entry", target.pk))
    act.entries |= {source.pk, target.pk}
    hold_words(act, target)
    move_words(act, source, target)
    move_contributions(act, source, target)
    move_names(act, source, target)
    move_suggestions(act, source, target)
    act.journal.change(source, merged_into=target, state=Entry.State.RETIRED)
    for linking in Entry.objects.filter(links__target=source).exclude(pk=source.pk).distinct():
        render_lead(linking)
        act.entries.add(linking.pk)


def move_words(act: Act, source: Entry, target: Entry) -> None:
    """Evidence, and the decision that such words are the target's."""
    evidence = list(Evidence.objects.filter(entry=source).select_related("statement"))
    contents = {row.statement.content_hash for row in evidence}
    forget_home(act.journal, contents)
    for content in sorted(contents):
        act.about(content)
        write_decision(act.journal, content, encode_id("entry", target.pk), Decision.Verdict.SAME)
    act.journal.change_all(
        evidence, entry=target, method=Evidence.Method.CONFIRMED, decided_by=act.person
    )


def move_contributions(act: Act, source: Entry, target: Entry) -> None:
    """Solutions with their receipts; receipts that a person has not given there already."""
    twins = twins_on(target)
    for solution in source.solutions.all():
        take_solution(act, solution, target, twins.get(solution.content_hash))
    given = set(target.receipts.filter(solution=None).values_list("person_id", "outcome"))
    for receipt in Receipt.objects.filter(entry=source, solution=None):
        if (receipt.person_id, receipt.outcome) not in given:
            act.journal.change(receipt, entry=target)
    if target.best_solution_id is None and source.best_solution_id is not None:
        act.journal.change(target, best_solution=source.best_solution)
    count_receipts(source, None)
    count_receipts(target, None)


def move_suggestions(act: Act, source: Entry, target: Entry) -> None:
    """Questions about the source are about the target; those between the two are answered."""
    asked = Suggestion.objects.filter(entry__in=[source, target])
    for suggestion in asked.select_related("statement__evidence"):
        evidence = getattr(suggestion.statement, "evidence", None)
        if evidence is not None and evidence.entry_id == target.pk:
            act.journal.delete(suggestion)
        else:
            act.journal.change(suggestion, entry=target)


def move_names(act: Act, source: Entry, target: Entry) -> None:
    """Aliases and old addresses; the source's own title and address become ones."""
    known = {(a.use, a.text.casefold()) for a in target.aliases.all()}
    known.add((EntryAlias.Use.NAME, target.title.casefold()))
    for alias in source.aliases.all():
        if (alias.use, alias.text.casefold()) not in known:
            act.journal.change(alias, entry=target)
            known.add((alias.use, alias.text.casefold()))
    if (EntryAlias.Use.NAME, source.title.casefold()) not in known:
        act.journal.create(EntryAlias(entry=target, use=EntryAlias.Use.NAME, text=source.title))
    act.journal.change_all(source.old_addresses.all(), entry=target)
    act.journal.create(EntryRedirect(kind=source.kind, slug=source.slug, entry=target))
    involved = set(target.links.filter(relation=Link.Relation.INVOLVES).values_list("reference"))
    for link in source.links.filter(relation=Link.Relation.INVOLVES):
        if (link.reference,) not in involved:
            act.journal.change(link, source=target)
    move_causes(act, source, target)
    there = set(target.topics.values_list("pk", flat=True))
    through = Entry.topics.through
    for row in through.objects.filter(entry=source):
        if row.topic_id not in there:
            act.journal.create(through(entry_id=target.pk, topic_id=row.topic_id))


def move_causes(act: Act, source: Entry, target: Entry) -> None:
    """What causes the source and what it causes; not what is said of the target either way."""
    causes = Link.objects.filter(relation=Link.Relation.CAUSES)
    known = {target.pk}
    known |= set(causes.filter(source=target).values_list("target_id", flat=True))
    known |= set(causes.filter(target=target).values_list("source_id", flat=True))
    for link in causes.filter(source=source).exclude(target__in=known):
        act.journal.change(link, source=target)
    for link in causes.filter(target=source).exclude(source__in=known):
        act.journal.change(link, target=target, reference=encode_id("entry", target.pk))
