"""Which addresses entries and documents lead to, from their rendered texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet

from nexus.documents.models import Document
from nexus.library.models import Entry, Solution
from nexus.linkcheck.models import OutsideLink

HREF = re.compile(r'href="(https?://[^"]+)"')
AT_ONCE = 500
# An entry or a document, by id.
Place = tuple[int | None, int | None]
Rows = dict[tuple[Place, str], int]


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


def texts() -> Iterator[tuple[Place, str]]:
    """(place, rendered text) of what readers can read."""
    published = Entry.objects.filter(state=Entry.State.PUBLISHED)
    for entry in published.only("pk", "lead_html").order_by("pk").iterator(chunk_size=50):
        yield (entry.pk, None), entry.lead_html
    solutions = Solution.objects.filter(entry__in=published).only("entry_id", "html")
    for solution in solutions.order_by("pk").iterator(chunk_size=50):
        yield (solution.entry_id, None), solution.html
    documents = Document.objects.filter(current__isnull=False).order_by("pk")
    for pk, text in documents.values_list("pk", "current__html").iterator(chunk_size=50):
        yield (None, pk), text


def gather() -> int:
    """Make the rows what the texts say; what was found out stays. Returns how many there are."""
    wanted = {(place, address) for place, text in texts() for address in addresses_in(text)}
    known = rows_of(OutsideLink.objects.all())
    new = sorted(wanted - known.keys(), key=lambda key: (key[1], key[0][0] or 0, key[0][1] or 0))
    fresh = [
        OutsideLink(entry_id=entry, document_id=document, address=address)
        for (entry, document), address in new
    ]
    for begin in range(0, len(fresh), AT_ONCE):
        write(fresh[begin : begin + AT_ONCE])
    remove([pk for key, pk in known.items() if key not in wanted])
    return len(wanted)


@transaction.atomic
def write(fresh: Sequence[OutsideLink]) -> None:
    """Only what the texts still say: they may have been changed or erased since they were read.

    Places that somebody is writing to at this moment are left for the next time, so that nothing
    waits for them here.
    """
    entries = Entry.objects.filter(pk__in={link.entry_id for link in fresh})
    entries = entries.only("pk").select_for_update(skip_locked=True)
    documents = Document.objects.filter(pk__in={link.document_id for link in fresh})
    documents = documents.only("pk").select_for_update(skip_locked=True)
    held = {(entry.pk, None) for entry in entries} | {(None, one.pk) for one in documents}
    there = [link for link in fresh if (link.entry_id, link.document_id) in held]
    OutsideLink.objects.bulk_create(there, ignore_conflicts=True)
    forget_in_entries(list(entries))
    forget_in_documents(list(documents))


def forget_in_entries(entries: Sequence[Entry]) -> None:
    """Addresses that no text of these entries has any more: what was erased is kept nowhere."""
    pks = [entry.pk for entry in entries]
    known = rows_of(OutsideLink.objects.filter(entry__in=pks))
    if not known:
        return
    leads = Entry.objects.filter(pk__in=pks).values_list("pk", "lead_html")
    solutions = Solution.objects.filter(entry__in=pks).values_list("entry_id", "html")
    keep(known, [((pk, None), text) for pk, text in (*leads, *solutions)])


def forget_in_documents(documents: Sequence[Document]) -> None:
    """The same of documents: of one that was erased nothing is left."""
    pks = [document.pk for document in documents]
    known = rows_of(OutsideLink.objects.filter(document__in=pks))
    if not known:
        return
    current = Document.objects.filter(pk__in=pks, current__isnull=False)
    found = current.values_list("pk", "current__html")
    keep(known, [((None, pk), text) for pk, text in found])


def keep(known: Rows, there: Sequence[tuple[Place, str]]) -> None:
    """Of what is known only what these texts hold."""
    held = {(place, address) for place, text in there for address in addresses_in(text)}
    remove([pk for key, pk in known.items() if key not in held])


def rows_of(links: QuerySet[OutsideLink]) -> Rows:
    rows = links.values_list("pk", "entry_id", "document_id", "address")
    return {((entry, document), address): pk for pk, entry, document, address in rows}


def remove(pks: list[int]) -> None:
    for begin in range(0, len(pks), AT_ONCE):
        OutsideLink.objects.filter(pk__in=pks[begin : begin + AT_ONCE]).delete()
