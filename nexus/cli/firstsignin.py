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
    """(e-mail, password), while the note is there, as it was written, and still true."""
    from nexus.accounts.models import Person

    note = data / NOTE
    lines = note.read_text(encoding="utf-8").split() if note.exists() else []
    if len(lines) != 2:
        return None
    email, password = lines
    person = Person.objects.filter(email=email).first()
    return (email, password) if person is not None and person.check_password(password) else None
