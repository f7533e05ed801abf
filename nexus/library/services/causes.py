"""One challenge causes another: said by writers, read from both ends."""

from __future__ import annotations

from django.db import transaction

from nexus.accounts.models import Person
from nexus.accounts.policies import Viewer
from nexus.accounts.services import record_audit
from nexus.common.changes import record_changes
from nexus.common.errors import Conflict, Invalid
from nexus.common.ids import encode_id
from nexus.common.wording import one_of
from nexus.library.models import Entry, Kind, Link
from nexus.library.policies import require_writer

MOST = 50  # of one challenge, in each direction
RELATIONS = {"cause-of": "Cause of", "caused-by": "Caused by"}


def ends_of(entry: Entry, relation: str, other: Entry) -> dict[str, Entry]:
    """{"cause", "effect"} for the services, of what is said from one page. Raises Invalid."""
    if relation not in RELATIONS:
        raise Invalid(
            f"“{relation[:40]}” is no relation.",
            fields={"relation": one_of(RELATIONS)},
        )
    pair = (entry, other) if relation == "cause-of" else (other, entry)
    return dict(zip(("cause", "effect"), pair, strict=True))


@transaction.atomic
def add_cause(*, actor: Viewer, cause: Entry, effect: Entry) -> Link:
    """Say that one challenge causes another; saying it again changes nothing.

    Raises SignInNeeded, NotAllowed, Invalid, Conflict.
    """
    person = require_writer(actor)
    cause, effect = lock_challenges(cause, effect)
    links = Link.objects.filter(relation=Link.Relation.CAUSES)
    there = links.filter(source=cause, target=effect).first()
    if there is not None:
        return there
    if links.filter(source=effect, target=cause).exists():
        raise Invalid(
            f"“{effect.title}” is said to cause “{cause.title}” already. Take that back first.",
            fields={"entry": "It stands there the other way round."},
        )
    if max(links.filter(source=cause).count(), links.filter(target=effect).count()) >= MOST:
        raise Invalid(
            f"A challenge has at most {MOST} causes, and causes at most {MOST} others.",
            fields={"entry": "Take one back first."},
        )
    link = Link.objects.create(
        source=cause,
        target=effect,
        relation=Link.Relation.CAUSES,
        reference=encode_id("entry", effect.pk),
    )
    tell(person, "cause.added", cause, effect)
    return link


@transaction.atomic
def remove_cause(*, actor: Viewer, cause: Entry, effect: Entry) -> None:
    """Take back that one causes the other; nothing happens when nobody says so.

    Raises SignInNeeded, NotAllowed, Invalid, Conflict.
    """
    person = require_writer(actor)
    cause, effect = lock_challenges(cause, effect)
    gone, _ = Link.objects.filter(
        source=cause, target=effect, relation=Link.Relation.CAUSES
    ).delete()
    if gone:
        tell(person, "cause.removed", cause, effect)


def lock_challenges(cause: Entry, effect: Entry) -> tuple[Entry, Entry]:
    """Both as they are now, locked in one order by everybody. Raises Invalid, Conflict."""
    if cause.pk == effect.pk:
        raise Invalid("A challenge does not cause itself.", fields={"entry": "Name another one."})
    pks = sorted((cause.pk, effect.pk))
    rows = {e.pk: e for e in Entry.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    for entry in (cause, effect):
        if entry.pk not in rows or rows[entry.pk].state == Entry.State.RETIRED:
            raise Conflict(f"“{entry.title}” is not here any more. Load the page again.")
        if rows[entry.pk].kind != Kind.CHALLENGE:
            raise Invalid(
                f"“{entry.title}” is no challenge; causes are said of challenges.",
                fields={"entry": "Name a challenge."},
            )
    return rows[cause.pk], rows[effect.pk]


def tell(person: Person, what: str, cause: Entry, effect: Entry) -> None:
    """Audit and change rows of both pages."""
    record_audit(person, what, "entry", cause.pk, effect=encode_id("entry", effect.pk))
    record_changes(what, "entry", sorted((cause.pk, effect.pk)))
