"""Words that were quoted and are erased: what quotes them is rendered anew, without them."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import transaction

from nexus.common.changes import record_change
from nexus.common.markdown import render
from nexus.library.events import entries_changed
from nexus.library.models import Entry, Solution
from nexus.library.services.entries import render_lead
from nexus.library.services.links import LinkResolver

# Looser than the syntax: rendering once too often is cheap, a quotation that stays is not.
QUOTED = re.compile(r"statement:\D{0,12}(\d{1,18})")


def quotes(text: str, statement_pks: Collection[int]) -> bool:
    return any(int(number) in statement_pks for number in QUOTED.findall(text))


@transaction.atomic
def drop_quotations(statement_pks: Collection[int]) -> None:
    """To be called when the statements are gone; leads and solutions keep what people wrote."""
    touched: dict[int, Entry] = {}
    for entry in Entry.objects.filter(lead__contains="statement:"):
        if quotes(entry.lead, statement_pks):
            render_lead(entry)
            touched[entry.pk] = entry
    solutions = Solution.objects.filter(text__contains="statement:").select_related("entry")
    for solution in solutions:
        if quotes(solution.text, statement_pks):
            solution.html = render(solution.text, resolve=LinkResolver()).html
            solution.save(update_fields=["html"])
            touched.setdefault(solution.entry_id, solution.entry)
    for pk in touched:
        record_change("entry.saved", "entry", pk)
    if touched:
        entries_changed.send(sender=Entry, entries=list(touched.values()))
