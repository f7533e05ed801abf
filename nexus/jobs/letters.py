"""Dead letters: what was tried and given up, for maintainers to look at, send again or drop."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import record_audit
from nexus.common.errors import Invalid, NotFound
from nexus.jobs.models import DeadLetter, Job, Outbox
from nexus.jobs.services import send_again, settle_letters


def list_letters(*, viewer: Viewer, settled: bool | None = None) -> QuerySet[DeadLetter]:
    """All, what waits for a decision, or what was decided; newest first.

    Raises SignInNeeded, NotAllowed.
    """
    require(viewer, Role.MAINTAINER, "see dead letters")
    letters = DeadLetter.objects.select_related("job", "settled_by").order_by("-id")
    return letters if settled is None else letters.filter(settled_at__isnull=not settled)


def get_letter(*, viewer: Viewer, pk: int) -> DeadLetter:
    """One of them, whatever became of it. Raises SignInNeeded, NotAllowed, NotFound."""
    require(viewer, Role.MAINTAINER, "see dead letters")
    letter = DeadLetter.objects.select_related("job", "settled_by").filter(pk=pk).first()
    if letter is None:
        raise NotFound("There is no such letter.")
    return letter


@transaction.atomic
def resend_letter(*, actor: Viewer, letter: DeadLetter) -> DeadLetter:
    """Its job is done after all; of a message without one, the same bytes go to its queue.

    Raises SignInNeeded, NotAllowed, Invalid.
    """
    person = require(actor, Role.MAINTAINER, "send a dead letter again")
    letter = hold_open(letter)
    if letter.job_id:
        job = Job.objects.select_for_update().get(pk=letter.job_id)
        if job.is_finished:
            send_again(job)
    else:
        Outbox.objects.create(topic="letter", payload={"letter": letter.pk})
    settle_letters(DeadLetter.objects.filter(pk=letter.pk), person, DeadLetter.Fate.SENT)
    record_audit(person, "letter.sent", "letter", letter.pk)
    return get_letter(viewer=person, pk=letter.pk)


@transaction.atomic
def drop_letter(*, actor: Viewer, letter: DeadLetter) -> DeadLetter:
    """Nothing more is done about it; its row stays until the clean-up.

    Raises SignInNeeded, NotAllowed, Invalid.
    """
    person = require(actor, Role.MAINTAINER, "drop a dead letter")
    letter = hold_open(letter)
    settle_letters(DeadLetter.objects.filter(pk=letter.pk), person, DeadLetter.Fate.DROPPED)
    record_audit(person, "letter.dropped", "letter", letter.pk)
    return get_letter(viewer=person, pk=letter.pk)


def hold_open(letter: DeadLetter) -> DeadLetter:
    """Locked: two maintainers decide one after the other, and the second is told."""
    held = DeadLetter.objects.select_for_update().get(pk=letter.pk)
    if held.settled_at is not None:
        raise Invalid("Somebody decided about this letter already.")
    return held
