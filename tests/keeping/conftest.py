"""One filled hub on each database, made once; empty places to restore into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.stores import own_database
from tests.keeping.hubs import FILL, Place

DATABASES = ["sqlite", "postgresql"]
NewPlace = Callable[[str], Place]


@pytest.fixture(scope="session")
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewPlace]:
    """An empty data folder, with an empty PostgreSQL database when that is asked for."""
    numbers = count()
    with ExitStack() as stack:

        def make(database: str) -> Place:
            if database == "postgresql" and connection.vendor != "postgresql":
                pytest.skip("needs PostgreSQL (make test-services)")
            folder = tmp_path_factory.mktemp(f"hub{next(numbers)}")
            url = stack.enter_context(own_database()) if database == "postgresql" else ""
            return Place(folder, url)

        yield make


@pytest.fixture(scope="session")
def filled(new_place: NewPlace) -> Callable[[str], Place]:
    made: dict[str, Place] = {}

    def get(database: str) -> Place:
        if database not in made:
            place = new_place(database)
            place.python(FILL)
            made[database] = place
        return made[database]

    return get


@pytest.fixture
def v1() -> Path:
    """A backup that format 1 wrote; it is never written anew."""
    return Path(__file__).parent / "fixtures" / "backup-v1.zip"
