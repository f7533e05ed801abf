"""The page of a document: its blocks beside what stands in them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from nexus.accounts.models import Person
from nexus.documents.models import Document

# In Markdown one paragraph, in which two statements begin further down.
TEXT = (
    "# Bread\n\nWe baked all summer in the old oven of the village, which was long and warm.\n"
    "Key Technologies\nRedis: Keeps the orders of the day.\nDocker: Packs the bakery.\n"
)


def test_nothing_stands_between_a_line_and_its_block(
    client: Client, make_person: Any, bring: Any
) -> None:
    """Each row is three cells of a grid: one more would move all that follow."""
    mentor: Person = make_person("mentor")
    bring(mentor, ("bread.md", TEXT.encode()))
    client.force_login(mentor)
    page = client.get(Document.objects.get().get_absolute_url()).content.decode()
    rows = page.split('<div class="line-row"')[1:]
    assert len(rows) == 2
    for row in rows:
        between = row[row.index("</a>") + len("</a>") : row.index('<div class="block')]
        assert between.strip() == ""
    assert re.findall(r'<span class="line-anchor" id="(L\d+)">', page) == ["L5", "L6"]
