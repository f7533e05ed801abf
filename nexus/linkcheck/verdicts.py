"""What an answer says of a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings

from nexus.common.asking import Answered, Unanswered, ask
from nexus.common.errors import Invalid
from nexus.common.outside import Inside
from nexus.linkcheck.gathering import is_askable
from nexus.linkcheck.models import OutsideLink

Request = Callable[[str, str], Answered]
State = OutsideLink.State
HEADERS = {"User-Agent": "Nexus link check", "Accept": "*/*", "Connection": "close"}
DEADLINE_SECONDS = 10.0
GONE = {404, 410}
MOVED = {301, 308}  # for good; other redirects are for now
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
    # The address that the server names instead.
    leads_to: str = ""


def request(method: str, address: str) -> Answered:
    """Raises Unanswered, and Invalid where the address may not be asked."""
    return ask(
        method,
        address,
        headers=HEADERS,
        allowed=settings.NEXUS_LINK_CHECK_HOSTS,
        deadline=DEADLINE_SECONDS,
    )


def look_at(address: str, request: Request = request) -> Verdict:
    """Ask for the head; where a server cannot give that alone, for the page, which is not read.

    `request` may wait before it asks.
    """
    try:
        answer = request("HEAD", address)
        if answer.status >= 400 and answer.status != 429:
            answer = request("GET", address)
    except Inside:
        return Verdict(State.PRIVATE, "Is on a private network, which the hub does not ask.")
    except (Unanswered, Invalid) as error:
        return Verdict(State.UNSURE, str(error), is_failure=True)
    if leads_to := moved_to(address, answer):
        why = f"Its server says that it moved for good ({answer.status})."
        return Verdict(State.MOVED, why, leads_to=leads_to)
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


def moved_to(address: str, answer: Answered) -> str:
    """Where a permanent redirect leads, as a link could name it; it is not asked."""
    if answer.status not in MOVED:
        return ""
    try:
        found = urljoin(address, answer.location).partition("#")[0]
    except ValueError:
        return ""
    is_link = found.startswith(("https://", "http://")) and is_askable(found)
    return found if is_link and found != address and len(found) <= OutsideLink.LONGEST else ""


def settled(verdict: Verdict, failures: int) -> str:
    """The state, once it was asked often enough."""
    is_lasting = verdict.is_failure and failures >= MOST_FAILURES
    return State.BROKEN if is_lasting else verdict.state


def wait_after(verdict: Verdict, failures: int) -> timedelta:
    """Until it is asked again: longer with each failure."""
    if not verdict.is_failure:
        return max(WELL_FOR, verdict.after)
    return max(timedelta(days=2 ** min(failures - 1, MOST_DOUBLINGS)), verdict.after)
