"""Which database has which index."""

from __future__ import annotations

import pytest
from django.db import connection

from nexus.search.models import SearchPage

pytestmark = pytest.mark.django_db


def test_the_index_that_sqlite_alone_reads() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, SearchPage._meta.db_table)
    assert ("search_page_in_brief" in found) == (connection.vendor == "sqlite")
