"""A mail as it is kept: sealed, since it may carry a link that lets its reader in."""

from __future__ import annotations

import json
from email.utils import formatdate, make_msgid, parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from nexus.common.sealing import seal, unseal

USE = "nexus.mail"


def new_message_id(message: EmailMessage) -> str:
    """An id that no other mail has, of the domain that the mail comes from."""
    _, address = parseaddr(message.from_email)
    return make_msgid(domain=address.rpartition("@")[2] or "localhost")


def wrap(message: EmailMessage, message_id: str) -> str:
    """All of a mail but files, which no mail of the hub has. Raises ValueError for one with any."""
    if message.attachments:
        raise ValueError("Mail of the hub carries no files.")
    alternatives = getattr(message, "alternatives", [])
    said = {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": message.to,
        "cc": message.cc,
        "bcc": message.bcc,
        "reply_to": message.reply_to,
        # When it was written; a mail that is sent again is the same mail.
        "headers": {"Date": formatdate(), **message.extra_headers, "Message-ID": message_id},
        "alternatives": [[str(text), kind] for text, kind in alternatives],
    }
    return seal(json.dumps(said), USE)


def unwrap(sealed: str, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail again, to be sent over a connection. Raises Sealed."""
    return EmailMultiAlternatives(connection=connection, **json.loads(unseal(sealed, USE)))
