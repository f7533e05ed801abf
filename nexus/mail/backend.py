"""Django's way to send mail, which here writes it down for a worker."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from nexus.jobs.services import create_job
from nexus.mail.envelopes import new_message_id, wrap
from nexus.mail.models import KIND, Mail


class QueueBackend(BaseEmailBackend):
    """Mail and its job are rows of the transaction of their cause: kept with it, or not at all.

    `NEXUS_MAIL_BACKEND` names what the worker sends by.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Says how many will be sent."""
        with transaction.atomic():
            for message in email_messages:
                queue_mail(message)
        return len(email_messages)


def queue_mail(message: EmailMessage) -> Mail:
    """Inside the transaction of its cause."""
    message_id = new_message_id(message)
    mail = Mail.objects.create(message_id=message_id, sealed=wrap(message, message_id))
    create_job(kind=KIND, payload={"mail": message_id}, requested_by=None)
    return mail
