"""`[[statement:12]]` in a lead: the learner's words, and where they stand."""

from __future__ import annotations

from nexus.common.ids import PATTERN
from nexus.common.markdown.render import Resolved
from nexus.common.text import one_line, whole_number
from nexus.documents.models import Statement


def quote_statement(reference: str) -> Resolved | None:
    """The quotation of "statement:12" or "statement:statement-12"; None when it is gone."""
    text = reference.removeprefix("statement:")
    found = PATTERN.match(text)
    number = whole_number(found[2] if found else text)
    if number is None:
        return None
    statement = Statement.objects.filter(pk=number).first()
    if statement is None:
        return None
    line = statement.first_line
    return Resolved(
        url=f"/documents/{statement.document_id}#L{line}",
        label=f"source, line {line}",
        quote=one_line(statement.text, limit=400),
    )
