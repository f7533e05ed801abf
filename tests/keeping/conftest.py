"""Hubs on each database: empty ones to restore into, and copies of some that are made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from django.db import connection

from tests.faults.stores import own_database
from tests.keeping.hubs import FILL, MIGRATE, Place

DATABASES = ["sqlite", "postgresql"]
Made = Callable[[str], Place]
BackupOf = Callable[[str], Path]


class NewPlace(Protocol):
    """Where a hub may be; with `like`, a copy of that one."""

    def __call__(self, database: str, like: Place | None = None) -> Place: ...


@pytest.fixture(scope="session")
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewPlace]:
    """An empty data folder, with an empty PostgreSQL database when that is asked for."""
    numbers = count()
    with ExitStack() as stack:

        def make(database: str, like: Place | None = None) -> Place:
            if database == "postgresql" and connection.vendor != "postgresql":
                pytest.skip("needs PostgreSQL (make test-services)")
            folder = tmp_path_factory.mktemp(f"hub{next(numbers)}")
            if like is not None:
                shutil.copytree(like.data, folder, dirs_exist_ok=True)
            url = ""
            if database == "postgresql":
                url = stack.enter_context(own_database(like.database if like else ""))
            return Place(folder, url)

        yield make


@pytest.fixture(scope="session")
def migrated(new_place: NewPlace) -> Made:
    """A hub of one's own with all tables and nothing in them, as after the first migration.

    Whoever restores into an empty folder makes the tables first; that is tested where it matters.
    """
    made: dict[str, Place] = {}

    def get(database: str) -> Place:
        if database not in made:
            made[database] = new_place(database)
            made[database].python(MIGRATE)
        copy = new_place(database, made[database])
        (copy.data / "secret_key").unlink(missing_ok=True)  # each hub makes one for itself
        return copy

    return get


@pytest.fixture(scope="session")
def filled(migrated: Made) -> Made:
    """One filled hub on each database, for who does not change it."""
    made: dict[str, Place] = {}

    def get(database: str) -> Place:
        if database not in made:
            made[database] = migrated(database)
            made[database].python(FILL)
        return made[database]

    return get


@pytest.fixture(scope="session")
def own_filled(new_place: NewPlace, filled: Made) -> Made:
    """A filled hub of one's own."""
    return lambda database: new_place(database, filled(database))


@pytest.fixture(scope="session")
def backup_of(filled: Made, tmp_path_factory: pytest.TempPathFactory) -> BackupOf:
    """A backup of the filled hub on a database."""
    made: dict[str, Path] = {}

    def get(database: str) -> Path:
        if database not in made:
            file = tmp_path_factory.mktemp("backup") / "filled.zip"
            filled(database).does("backup", file)
            made[database] = file
        return made[database]

    return get


@pytest.fixture
def v1() -> Path:
    """A backup that format 1 wrote; it is never written anew."""
    return Path(__file__).parent / "fixtures" / "backup-v1.zip"
