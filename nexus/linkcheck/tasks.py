"""The scheduled look at links to other sites: a few at a time, one by one."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Min
from django.utils import timezone

from nexus.common.asking import Answered
from nexus.jobs.models import Job
from nexus.jobs.progress import Progress
from nexus.linkcheck.gathering import gather
from nexus.linkcheck.models import OutsideLink
from nexus.linkcheck.verdicts import look_at, request, settled, wait_after

# An embedded hub has one worker that goes to other hosts: mail waits for this no longer than so.
MOST_SECONDS = 60.0
MOST_ADDRESSES = 100
# Between two requests to the same host.
PAUSE_SECONDS = 2.0


def check_links(job: Job, progress: Progress) -> dict[str, Any]:
    """Ask what is due, and write down each answer at once; the rest waits for the next time."""
    known = gather()
    due = in_turn(due_addresses())
    began = time.monotonic()
    manners = Manners()
    asked = 0
    for address in due:
        if time.monotonic() - began > MOST_SECONDS:
            break
        progress.report(asked, len(due), "Asking other sites")
        note(address, manners)
        asked += 1
    return {"links": known, "asked": asked, "left": len(due) - asked}


def due_addresses() -> list[str]:
    """Each address once, however many places lead there; what waited longest comes first."""
    due = OutsideLink.objects.filter(due_at__lte=timezone.now())
    first = due.values("address").annotate(first=Min("due_at")).order_by("first", "address")
    return list(first.values_list("address", flat=True)[:MOST_ADDRESSES])


def in_turn(addresses: list[str]) -> list[str]:
    """One of each host, then the next of each: while one host rests, the others are asked."""
    turns: dict[str, int] = {}
    placed = []
    for place, address in enumerate(addresses):
        host = urlsplit(address).hostname or ""
        turns[host] = turns.get(host, 0) + 1
        placed.append((turns[host], place, address))
    return [address for _, _, address in sorted(placed)]


class Manners:
    """No host is asked before it has had its rest, be it for the head of a page or for the page."""

    def __init__(self) -> None:
        self.last: dict[str, float] = {}

    def request(self, method: str, address: str) -> Answered:
        """Wait for the host's turn, and ask. Raises what asking raises."""
        host = urlsplit(address).hostname or ""
        if host in self.last:
            time.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - self.last[host])))
        try:
            return request(method, address)
        finally:
            self.last[host] = time.monotonic()


def note(address: str, manners: Manners) -> None:
    """Ask, and write the answer down for each place that leads there."""
    rows = OutsideLink.objects.filter(address=address)
    before = max(rows.values_list("failures", flat=True), default=0)
    verdict = look_at(address, manners.request)
    failures = before + 1 if verdict.is_failure else 0
    now = timezone.now()
    rows.update(
        state=settled(verdict, failures),
        why=verdict.why[:200],
        leads_to=verdict.leads_to,
        failures=failures,
        asked_at=now,
        due_at=now + wait_after(verdict, failures),
    )
