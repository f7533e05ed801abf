"""What an operator does wrong ends in a sentence, never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def nexus(*arguments: str, **environment: str) -> tuple[int, str]:
    """The command in a process of its own; its exit code and all it said."""
    names = ("DATABASE_URL", "CACHE_URL", "BROKER_URL", "NEXUS_DATA", "DJANGO_SETTINGS_MODULE")
    kept = {key: value for key, value in os.environ.items() if key not in names}
    done = subprocess.run(
        [sys.executable, "-m", "nexus.cli.main", *arguments],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PORT", "99999", "PORT=99999: expected 1 to 65535"),
        ("NEXUS_OPEN", "perhaps", "NEXUS_OPEN=perhaps: expected one of"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL cannot be used: expected postgres://"),
        ("CACHE_URL", "http://x", "CACHE_URL cannot be used: expected redis://"),
        ("BROKER_URL", "redis://x", "BROKER_URL cannot be used: expected amqp://"),
        (
            "DATABASE_URL",
            "postgres://u:p[w@[::1/hub",
            "DATABASE_URL cannot be read: expected postgres://",
        ),
        ("DATABASE_URL", "postgres://u:s3cret#1@h/hub", "DATABASE_URL cannot be read: expected"),
        ("CACHE_URL", "redis://[::1:6379/0", "CACHE_URL cannot be read: expected redis://"),
        ("BROKER_URL", "amqp://u:p@h:port//", "BROKER_URL cannot be read: expected amqp://"),
        ("NEXUS_MAIL_URL", "smtp://u:p@[::1", "NEXUS_MAIL_URL cannot be read: expected smtp://"),
        ("NEXUS_MAIL_URL", "smtp://u:p@h:99999", "a port is a number up to 65535. (nexus.E011)"),
        (
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "https://[x]",
            "OTEL_EXPORTER_OTLP_ENDPOINT cannot be read",
        ),
        ("NEXUS_OIDC_URL", "https://[::1", "NEXUS_OIDC_URL cannot be read: expected https://id."),
        (
            "NEXUS_ERROR_DSN",
            "https://[::1",
            "NEXUS_ERROR_DSN cannot be read: expected https://key@",
        ),
        ("NEXUS_ERROR_DSN", "https://h/1", "NEXUS_ERROR_DSN cannot be used: expected https://key@"),
        ("NEXUS_API_ORIGINS", "https://[::1", "NEXUS_API_ORIGINS: “https://[::1” is no origin"),
        ("NEXUS_ORIGINS", "https://[::1", "NEXUS_ORIGINS: “https://[::1” is no origin"),
        ("NEXUS_SECRET_KEY", "x", "NEXUS_SECRET_KEY is too short: 32 characters at least"),
        ("NEXUS_CONTENT", "/nope", "NEXUS_CONTENT=/nope cannot be used: it holds no topics.toml"),
        ("NEXUS_DATA", "/dev/null/hub", "cannot be used: Not a directory"),
    ],
)
def test_a_setting_that_cannot_be_used(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    environment = {"NEXUS_DATA": str(tmp_path), variable: value}
    code, text = nexus("doctor", **environment)
    assert code == 1
    assert said in text
    assert text.endswith("(nexus.E011)\n")
    assert ("Traceback" in text, "s3cret" in text) == (False, False)


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    missing = f"sqlite:///{tmp_path}/no/such/folder/hub.sqlite3"
    code, text = nexus("import", __file__, NEXUS_DATA=str(tmp_path), DATABASE_URL=missing)
    assert code == 1
    assert "The database does not answer" in text
    assert "Traceback" not in text


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    code, text = nexus("consolidate", str(tmp_path), "--report", str(tmp_path / "no" / "r.json"))
    assert (code, "Traceback" in text) == (1, False)
    assert "cannot be written" in text


def test_a_folder_that_no_hub_has_started_in(tmp_path: Path) -> None:
    """`import` prepares the hub itself; the same again adds nothing."""
    (tmp_path / "notes.md").write_text("# Notes\n\nWords.\n", encoding="utf-8")
    data = {"NEXUS_DATA": str(tmp_path / "data")}
    code, text = nexus("import", str(tmp_path / "notes.md"), **data)
    assert (code, "1 new" in text) == (0, True), text
    if (database := tmp_path / "data" / "nexus.sqlite3").exists():
        assert database.stat().st_mode & 0o777 == 0o600, "for its owner alone"
        assert (database.parent / "mail").stat().st_mode & 0o777 == 0o700, "its links let people in"
    code, text = nexus("import", str(tmp_path / "notes.md"), **data)
    assert (code, "1 already here" in text) == (0, True), text
    code, text = nexus("import", str(tmp_path / "nothing.md"), **data)
    assert (code, "neither a file nor a folder" in text) == (1, True), text
