"""Each example of docs/examples says the same in Python and in JavaScript, of a running hub."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.browser.running import ROOT, Hub
from tests.browser.test_typescript_client import token_of

pytestmark = pytest.mark.browser
EXAMPLES = ROOT / "docs" / "examples"
SAID = {
    "01_search": r".+: http://127\.0\.0\.1:\d+/challenges/.+",
    "02_all_pages": r"(\d\d+) challenges",
    "03_entry": r".+(\n- worked for \d+: .+)*",
    "04_unchanged": r"304",
    "05_write_once": r"1 entry",
    "06_edit": r"saved version 2\n412: theirs is version 2",
    "07_receipt": r"worked",
    "08_import": r"done",
    "09_graphql": r"(.+ \(.*\)\n?){3}",
    "10_events": r"entry\.created entry-\d+",
}
RUN = {"python": [sys.executable], "javascript": ["node"]}


@pytest.fixture(scope="module")
def token(hub: Hub) -> str:
    return token_of(hub, "examples")


def test_there_are_ten_of_each() -> None:
    for language in RUN:
        assert [path.stem for path in sorted((EXAMPLES / language).iterdir())] == list(SAID)


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("name", SAID)
def test_it_runs(hub: Hub, token: str, name: str, language: str) -> None:
    (path,) = (EXAMPLES / language).glob(f"{name}.*")
    done = subprocess.run(
        [*RUN[language], path],
        env={**os.environ, "NEXUS_URL": hub.url, "NEXUS_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(SAID[name], done.stdout.strip()), done.stdout
