"""Commands in processes of their own, which begin with the libraries loaded.

To load them takes most of the time of a short command. The process that all are forked from has
read no settings and opened nothing; how a command starts from nothing is tested in tests/cli.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

LIBRARIES = [
    "nexus.consolidation",
    "celery.app.base",
    "click",
    "cryptography.hazmat.primitives.asymmetric.ec",
    "django.contrib.postgres.fields",
    "django.core.management",
    "django.forms",
    "django.template.backends.django",
    "django.urls",
    "graphene",
    "graphql_relay",
    "jwt",
    "psycopg_pool",
    "redis",
    "requests",
    "structlog.dev",
]
PATIENCE = 300

forking = multiprocessing.get_context("forkserver")
forking.set_forkserver_preload(LIBRARIES)


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def nexus(*arguments: str, environment: Mapping[str, str]) -> Done:
    """The `nexus` command with these arguments, and with these variables alone."""
    return finished(run_command, arguments, environment)


def python(code: str, *, environment: Mapping[str, str]) -> Done:
    """A program, with these variables alone."""
    return finished(run_code, [code], environment)


def finished(
    work: Callable[..., None], words: Sequence[str], environment: Mapping[str, str]
) -> Done:
    """Start, wait, and read what was said."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = forking.Process(target=begin, args=(work, words, dict(environment), out, err))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
        assert process.exitcode is not None
        return Done(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def begin(
    work: Callable[..., None],
    words: Sequence[str],
    environment: dict[str, str],
    out: Path,
    err: Path,
) -> None:
    """In the new process: its own variables and files, then the work."""
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, out), (2, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    work(*words)


def run_command(*arguments: str) -> None:
    sys.argv = ["nexus", *arguments]
    from nexus.cli.main import main

    main()


def run_code(code: str) -> None:
    exec(compile(code, "<test>", "exec"), {"__name__": "__main__"})
