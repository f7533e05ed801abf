"""The note in the data folder that tells who can sign in to a hub that was just made."""

from __future__ import annotations

from pathlib import Path

NOTE = "first-sign-in.txt"


def write_note(data: Path, email: str, password: str) -> None:
    """For the eyes of who runs the hub."""
    note = data / NOTE
    note.touch(mode=0o600)
    note.write_text(f"{email}\n{password}\n", encoding="utf-8")


def read_note(data: Path) -> tuple[str, str] | None:
    """(e-mail, password), while the note is there and as it was written."""
    note = data / NOTE
    lines = note.read_text(encoding="utf-8").split() if note.exists() else []
    return (lines[0], lines[1]) if len(lines) == 2 else None


def drop_old_note(data: Path) -> None:
    """A note whose password signs nobody in any more goes."""
    from nexus.accounts.models import Person

    if told := read_note(data):
        email, password = told
        person = Person.objects.filter(email=email).first()
        if person is None or not person.check_password(password):
            (data / NOTE).unlink()
