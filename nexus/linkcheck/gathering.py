"""Which addresses entries lead to, from their rendered texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.db.models import QuerySet

from nexus.library.models import Entry, Solution
from nexus.linkcheck.models import OutsideLink

HREF = re.compile(r'href="(https?://[^"]+)"')
AT_ONCE = 500


def addresses_in(rendered: str) -> set[str]:
    """Addresses of other sites in rendered Markdown, without the part that no server sees."""
    found = {html.unescape(one).partition("#")[0] for one in HREF.findall(rendered)}
    return {one for one in found if len(one) <= OutsideLink.LONGEST and is_askable(one)}


def is_askable(address: str) -> bool:
    """A host, no password, nothing that a request could not hold."""
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def texts() -> Iterator[tuple[int, str]]:
    """(entry, rendered text) of what anybody can read."""
    published = Entry.objects.filter(state=Entry.State.PUBLISHED)
    for entry in published.only("pk", "lead_html").order_by("pk").iterator(chunk_size=50):
        yield entry.pk, entry.lead_html
    solutions = Solution.objects.filter(entry__in=published).only("entry_id", "html")
    for solution in solutions.order_by("pk").iterator(chunk_size=50):
        yield solution.entry_id, solution.html


def gather() -> int:
    """Make the rows what the texts say; what was found out stays. Returns how many there are."""
    wanted = {(pk, address) for pk, text in texts() for address in addresses_in(text)}
    known = rows_of(OutsideLink.objects.all())
    fresh = [OutsideLink(entry_id=pk, address=one) for pk, one in sorted(wanted - known.keys())]
    OutsideLink.objects.bulk_create(fresh, batch_size=AT_ONCE, ignore_conflicts=True)
    remove([pk for key, pk in known.items() if key not in wanted])
    return len(wanted)


def forget(entries: Sequence[Entry]) -> None:
    """Addresses that no text of these entries has any more: what was erased is kept nowhere."""
    pks = [entry.pk for entry in entries]
    known = rows_of(OutsideLink.objects.filter(entry__in=pks))
    if not known:
        return
    leads = Entry.objects.filter(pk__in=pks).values_list("pk", "lead_html")
    solutions = Solution.objects.filter(entry__in=pks).values_list("entry_id", "html")
    there = {(pk, one) for pk, text in (*leads, *solutions) for one in addresses_in(text)}
    remove([pk for key, pk in known.items() if key not in there])


def rows_of(links: QuerySet[OutsideLink]) -> dict[tuple[int, str], int]:
    """(entry, address) → row."""
    return {(entry, one): pk for pk, entry, one in links.values_list("pk", "entry_id", "address")}


def remove(pks: list[int]) -> None:
    for begin in range(0, len(pks), AT_ONCE):
        OutsideLink.objects.filter(pk__in=pks[begin : begin + AT_ONCE]).delete()
