"""A long document costs what it holds, and not that times its statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.accounts.models import Person
from nexus.documents.models import Document, Statement
from nexus.documents.selectors import get_document, list_documents

pytestmark = pytest.mark.django_db
TEXT = b"## Tools\n- Redis\n- Docker\n\n## Best practices\n- Warm the oven early\n"


def test_statements_are_counted_apart_from_the_rows(maintainer: Person, bring: Any) -> None:
    """Grouped with them, each statement carries the text of its document: 24 GB for one of 2 MB."""
    bring(maintainer, ("told.md", TEXT), ("story.md", b"# Bread\n\nNo list of anything.\n"))
    told, story = Document.objects.order_by("name").reverse()
    Statement.objects.filter(document=told, name="Docker").update(is_current=False)
    with CaptureQueriesContext(connection) as asked:
        one = get_document(viewer=maintainer, pk=told.pk)
        listed = {d.pk: d.statement_count for d in list_documents(viewer=maintainer)}
    assert one.statement_count == 2
    assert listed == {told.pk: 2, story.pk: 0}
    grouped = [q["sql"].partition("GROUP BY")[2] for q in asked.captured_queries]
    assert not any("documentversion" in by.partition(")")[0] for by in grouped)
