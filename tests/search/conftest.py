"""A hub with the shipped content, loaded once for each module of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from nexus.library.content import load_content


@pytest.fixture(scope="module")
def content(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Starter entries, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_content(Path(settings.NEXUS_CONTENT))
        yield
        transaction.set_rollback(True)
