"""How much mail goes to one address."""

from __future__ import annotations

from django.conf import settings

from nexus.common.throttles.charging import accept
from nexus.common.throttles.database import take
from nexus.common.throttles.gcra import Bucket, Limit

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
