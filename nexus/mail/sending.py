"""The job that sends a mail, and what follows from how that went."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from nexus.common.errors import Invalid
from nexus.common.sealing import Sealed
from nexus.jobs.models import Job
from nexus.jobs.progress import GaveUp, Progress, Temporary
from nexus.mail.envelopes import unwrap
from nexus.mail.models import Mail

log = logging.getLogger(__name__)
# After each attempt that failed so long; after the last one none follows. A day in all, while the
# links that mail carries are good for three.
PAUSES = (10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
# Of these it is known that no server was sent the mail.
NEVER_SENT = (ConnectionRefusedError, socket.gaierror, ValueError)
REFUSED = 500  # from here on a server of mail means it (RFC 5321, 4.2.1)


def send_mail(job: Job, progress: Progress) -> dict[str, Any]:
    """One attempt. Raises Temporary, GaveUp, and Invalid where there is nothing left to send."""
    mail = begin(job.payload["mail"], progress)
    if mail.sent_at is None:
        try:
            unwrap(mail.sealed, get_connection(settings.NEXUS_MAIL_BACKEND)).send()
        except Sealed as error:
            settle(mail)
            raise Invalid("It was sealed by another signing key.") from error
        except (OSError, ValueError) as error:  # SMTP's errors are an OSError
            put_off(mail, error)
        except Exception:  # before it was sent: what goes wrong on the way is an OSError
            settle(mail)
            raise
        settle(mail, sealed="", sent_at=timezone.now())
    return {"attempts": mail.attempts, "repeats": mail.repeats}


def begin(message_id: str, progress: Progress) -> Mail:
    """Note that an attempt begins, before it does: who dies in it leaves that behind."""
    with transaction.atomic():
        progress.hold()
        mail = Mail.objects.select_for_update().filter(message_id=message_id).first()
        if mail is None or not (mail.sealed or mail.sent_at):
            raise Invalid("What it said is not kept any more. Who it was for can ask for another.")
        if mail.sent_at is None:
            if mail.begun_at is not None:
                mail.repeats += 1
                log.warning("%s is sent again: the last attempt did not end", mail.message_id)
            mail.attempts += 1
            mail.begun_at = timezone.now()
            mail.save(update_fields=["attempts", "repeats", "begun_at"])
    return mail


def settle(mail: Mail, **fields: Any) -> None:
    """The attempt under way has ended."""
    Mail.objects.filter(pk=mail.pk).update(begun_at=None, **fields)


def put_off(mail: Mail, error: OSError | ValueError) -> None:
    """Raises Temporary, or GaveUp where another attempt would go no better.

    A server that did not answer may have taken the mail: such an attempt has no end, and one that
    follows is a repeat. Errors of mail name people; what is said here, and kept, does not.
    """
    code = answer_of(error)
    if code or isinstance(error, NEVER_SENT):
        settle(mail)
    what = (
        f"The server of mail said {code}." if code else f"It was not taken: {type(error).__name__}."
    )
    if is_final(error, code):
        raise GaveUp(what) from error
    if mail.attempts > len(PAUSES):
        raise GaveUp(f"{what} Tried {mail.attempts} times.") from error
    raise Temporary(what, wait=timedelta(seconds=PAUSES[mail.attempts - 1])) from error


def answer_of(error: Exception) -> int:
    """The number that a server of mail answered; 0 where it answered none."""
    if isinstance(error, SMTPRecipientsRefused):
        return min((code for code, _ in error.recipients.values()), default=0)
    return int(error.smtp_code) if isinstance(error, SMTPResponseException) else 0


def is_final(error: Exception, code: int) -> bool:
    """A mail that cannot be written, or that its server does not want.

    A password that the server does not know is the operator's to mend.
    """
    if isinstance(error, SMTPAuthenticationError):
        return False
    return isinstance(error, ValueError) or code >= REFUSED
