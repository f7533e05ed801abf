"""What an answer says of a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from nexus.common.asking import Answered, Unanswered, ask
from nexus.common.errors import Invalid
from nexus.common.outside import Inside
from nexus.linkcheck.models import OutsideLink

State = OutsideLink.State
HEADERS = {"User-Agent": "Nexus link check", "Accept": "*/*", "Connection": "close"}
DEADLINE_SECONDS = 10.0
GONE = {404, 410}
# A server that is away for a moment is not gone: so often in a row, over days.
MOST_FAILURES = 3
WELL_FOR = timedelta(days=14)
MOST_DOUBLINGS = 5  # a day, and so a month at most


@dataclass(frozen=True, slots=True)
class Verdict:
    """`is_failure`: it led nowhere, for now or for good."""

    state: str
    why: str = ""
    is_failure: bool = False
    # The server said when to come again.
    after: timedelta = timedelta()


def look_at(address: str) -> Verdict:
    """Ask for the head; where a server cannot give that alone, for the page, which is not read."""
    try:
        answer = request("HEAD", address)
        if answer.status >= 400 and answer.status != 429:
            answer = request("GET", address)
    except Inside:
        return Verdict(State.PRIVATE, "Is on a private network, which the hub does not ask.")
    except (Unanswered, Invalid) as error:
        return Verdict(State.UNSURE, str(error), is_failure=True)
    if answer.status < 400:
        return Verdict(State.WELL)
    if answer.status in GONE:
        return Verdict(State.BROKEN, f"Its server says {answer.status}.", is_failure=True)
    # 401, 403, 429 and the like: there is something, not for programs. 5xx may pass.
    return Verdict(
        State.UNSURE,
        f"Its server says {answer.status}.",
        is_failure=answer.status >= 500,
        after=timedelta(seconds=answer.retry_after),
    )


def request(method: str, address: str) -> Answered:
    return ask(
        method,
        address,
        headers=HEADERS,
        allowed=settings.NEXUS_LINK_CHECK_HOSTS,
        deadline=DEADLINE_SECONDS,
    )


def settled(verdict: Verdict, failures: int) -> str:
    """The state, once it was asked often enough."""
    is_lasting = verdict.is_failure and failures >= MOST_FAILURES
    return State.BROKEN if is_lasting else verdict.state


def wait_after(verdict: Verdict, failures: int) -> timedelta:
    """Until it is asked again: longer with each failure."""
    if not verdict.is_failure:
        return max(WELL_FOR, verdict.after)
    return max(timedelta(days=2 ** min(failures - 1, MOST_DOUBLINGS)), verdict.after)
