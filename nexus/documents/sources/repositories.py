"""Git repositories, fetched shallow into a folder that is thrown away."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

from nexus.common.errors import Invalid
from nexus.common.outside import find_server
from nexus.documents.sources.archives import (
    LARGEST_FILE,
    MOST_FILES,
    File,
    is_hidden,
    is_markdown,
)
from nexus.jobs.progress import Temporary

log = logging.getLogger(__name__)

REMOTE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?/[^\s\x00-\x1f]+\Z")
README = re.compile(r"(?i)readme(?:\.(?:md|markdown|mdown|mkd))?\Z")
SILENT = "its server does not answer"
# What git says, and what it means to who gave the address.
REASONS = {
    "could not read Username": "it is private, or there is no such repository",
    "Authentication failed": "it is private, or there is no such repository",
    "not found": "there is no such repository",
    "does not exist": "there is no such repository",
    "not appear to be a git repository": "there is no such repository",
    "unable to update url base from redirection": "it moved; give its new address",
    "redirect": "it moved; give its new address",
    "Connection refused": SILENT,
    "Failed to connect": SILENT,
    "SSL": "the certificate of its server is not valid",
}
ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_ASKPASS": "true",
}


class Unreachable(Temporary):
    """Its server may answer a moment later."""


def check_address(address: str) -> str:
    """An http(s) address; a local path or file: address only where the settings allow it."""
    if REMOTE.match(address):
        return address
    local = address.removeprefix("file://")
    if settings.NEXUS_ALLOW_LOCAL_REPOSITORIES and local.startswith("/"):
        return local
    raise Invalid(
        f"“{address[:200]}” is not the address of a Git repository; it begins with https://.",
        fields={"repository": "For example https://git.example.org/people/notes"},
    )


def fetch_repository(address: str, *, readme_only: bool) -> list[File]:
    """The Markdown files of a repository's default branch, or only its top README.

    Raises Invalid that says whether it is unreachable, empty, or without Markdown.
    """
    address = check_address(address)
    with tempfile.TemporaryDirectory(prefix="nexus-git-") as folder:
        clone(address, folder)
        files = readmes(Path(folder)) if readme_only else markdown_files(Path(folder))
    if not files:
        missing = "no README" if readme_only else "no Markdown file"
        raise Invalid(f"The repository {address} has {missing}.")
    return files


def refused_because(words: str) -> str:
    """Git's words for people; what it says of servers and paths stays here."""
    for said, reason in REASONS.items():
        if said in words:
            return reason
    return "its server did not give it"


def clone(address: str, folder: str) -> None:
    local = address.startswith("/")
    command = ["git", "-c", "core.symlinks=false", "-c", "http.followRedirects=false"]
    if not local:
        server = find_server(
            address, what=f"The repository {address}", allowed=settings.NEXUS_GIT_HOSTS
        )
        pinned = f"{server.host}:{server.port}:{','.join(server.numbers)}"
        command += ["-c", f"http.curloptResolve={pinned}"]
    command += ["clone", "--quiet", "--depth=1", "--single-branch", "--no-tags"]
    command += ["--filter=blob:limit=10m", "--", address, folder]
    protocols = "file" if local else "http:https"
    environment = {**os.environ, **ENVIRONMENT, "GIT_ALLOW_PROTOCOL": protocols}
    try:
        done = subprocess.run(  # noqa: S603 - the address was checked, and `--` ends the options
            command,
            env=environment,
            capture_output=True,
            timeout=settings.NEXUS_FETCH_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreachable(f"The repository {address} did not answer in time.") from error
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace")
        log.info("git clone failed: %s", words.strip()[-2000:])
        why = refused_because(words)
        kind = Unreachable if why == SILENT else Invalid
        raise kind(f"The repository {address} is unreachable: {why}.")


def readmes(folder: Path) -> list[File]:
    found = sorted(path for path in folder.iterdir() if path.is_file() and README.match(path.name))
    return [read(found[0], found[0].name)] if found else []


def markdown_files(folder: Path) -> list[File]:
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if is_markdown(name) and not is_hidden(name) and path.is_file() and not path.is_symlink():
            found.append(read(path, name))
        if len(found) >= MOST_FILES:
            break
    return found


def read(path: Path, name: str) -> File:
    if path.is_symlink() or path.stat().st_size > LARGEST_FILE:
        return File(name, b"", f"It is a link, or larger than {LARGEST_FILE >> 20} MB.")
    return File(name, path.read_bytes())
