"""Run a small bookshop in a process of its own and compare what it prints with the content."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

from content_files import challenge

BOOKSHOP = {
    "tiny.py": """
        import os, sys
        import django
        from django.conf import settings

        def setup(**extra):
            options = dict(
                SECRET_KEY="only-for-tests-" + "x" * 40,
                DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
                INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth",
                                "rest_framework", "catalog", "shop"],
                DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
                ROOT_URLCONF="__main__", ALLOWED_HOSTS=["*"], USE_TZ=True, MIDDLEWARE=[],
            )
            options.update(extra)
            settings.configure(**options)
            django.setup()

        def migrate():
            from django.core.management import call_command
            call_command("migrate", run_syncdb=True, verbosity=0)
    """,
    "catalog/__init__.py": "",
    "catalog/models.py": """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=100)

        class Book(models.Model):
            title = models.CharField(max_length=100)
            author = models.ForeignKey(Author, models.CASCADE, related_name="books")
            published_at = models.DateTimeField(null=True)
    """,
    "shop/__init__.py": "",
    "shop/models.py": """
        from django.db import models

        class Cart(models.Model):
            user_id = models.IntegerField(unique=True)

        class LooseCart(models.Model):
            user_id = models.IntegerField()

        class Order(models.Model):
            receipt_sent_at = models.DateTimeField(null=True)
    """,
}


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


def run(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> str:
    """Run Python in `folder`; return everything it printed, whatever its exit status."""
    clean = {
        k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "PYTHON", "SECRET"))
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**clean, **(env or {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def bookshop(folder: Path, script: str) -> str:
    """Run a script inside the small bookshop."""
    write_files(folder, {**BOOKSHOP, "main.py": script})
    return run(folder, "main.py")


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_NORMAL = [
    (r"(?:/[\w.\-]+)*/(?=[\w\-]+/[\w\-]+\.py)", "PATH/"),
    (r"\[\d{4}-\d\d-\d\d [\d:,]+: ", "["),
    (r"\bline \d+", "line N"),
    (r"\bport \d+", "port N"),
    (r"(localhost|127\.0\.0\.1):\d+", r"\1:N"),
    (r"\bpid:\d+", "pid:N"),
    (r"\b\d+ seconds", "N seconds"),
    (r"\b\d+ unapplied", "N unapplied"),
    (r"^\(0\.\d+\)", "(TIME)"),
    (r"\[[0-9a-f]{8}-[0-9a-f-]{27}\]", "[ID]"),
]


def normal(text: str) -> list[str]:
    """The lines of a text without what differs from run to run."""
    for pattern, by in _NORMAL:
        text = re.sub(pattern, by, text, flags=re.M)
    return [line.strip() for line in text.split("\n") if line.strip()]


def assert_shows(output: str, slug: str, error: int) -> None:
    """Assert that the output holds the challenge's error text, line after line."""
    wanted = normal(challenge(slug).meta["errors"][error])
    got = iter(normal(output))
    for line in wanted:
        assert any(line in candidate for candidate in got), f"not shown: {line}\n\n{output}"
