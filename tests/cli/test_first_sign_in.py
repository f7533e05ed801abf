"""The note of the first sign-in is told while it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from nexus.cli.firstsignin import NOTE, drop_old_note, read_note, write_note
from tests.conftest import MakePerson

pytestmark = pytest.mark.django_db


def test_a_note_goes_once_the_password_is_another(tmp_path: Path, make_person: MakePerson) -> None:
    person = make_person()
    person.set_password("clear-water-19")
    person.save()
    drop_old_note(tmp_path)
    write_note(tmp_path, person.email, "clear-water-19")
    drop_old_note(tmp_path)
    assert read_note(tmp_path) == (person.email, "clear-water-19")
    person.set_password("deep-water-20")
    person.save()
    drop_old_note(tmp_path)
    assert not (tmp_path / NOTE).exists()
