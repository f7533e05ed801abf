"""How mail to people goes out: after the commit, and never too much to one address."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from nexus.common.throttles.charging import accept
from nexus.common.throttles.database import take
from nexus.common.throttles.gcra import Bucket, Limit

log = logging.getLogger(__name__)
# Mail that anybody can have sent, by typing an address.
ASKED_FOR = frozenset(
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "password_reset_key",
        "unknown_account",
    )
)
ASKED = Limit(3, 3 / 60)
# Apart, and wide: who asks for links in somebody's name must not silence what tells that person of
# a changed password.
TOLD = Limit(20, 20 / 60)


def send_after_commit(message: EmailMessage) -> None:
    """Send it once the transaction is kept, or now where there is none. Raises nothing.

    No writer waits for a server of mail, and what was kept is not reported broken by one.
    """
    transaction.on_commit(lambda: send(message), robust=True)


def send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, ValueError) as error:  # SMTP's errors are an OSError; their text names people
        log.error("A mail was not sent: %s.", type(error).__name__)


def charge_mail(template: str, email: str, *, is_signed_in: bool) -> bool:
    """Count a mail against its address; False where it is not to be sent.

    Raises TooMany for somebody who is signed in and asks for one more. A stranger reads the same
    page as ever, which does not tell whose address is known here.
    """
    if not settings.NEXUS_LIMITS_ON:
        return True
    decision = take([bucket_of(template, email)])
    if template in ASKED_FOR and is_signed_in:
        accept(decision)
    return decision.accepted


def bucket_of(template: str, email: str) -> Bucket:
    name, limit = ("mail", ASKED) if template in ASKED_FOR else ("mail-told", TOLD)
    return Bucket(f"{name}:{email.strip().lower()}", name, limit)
