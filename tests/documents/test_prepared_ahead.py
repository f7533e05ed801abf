"""Files prepared by another process are what they would be here, whatever becomes of it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from nexus.consolidation import Brief, Lexicon, load_lexicon
from nexus.documents.preparing import Asked, prepared
from nexus.documents.services.ahead import Ahead
from tests.faults.processes import wait_for

BRIEF = Brief("Build a service that keeps the orders of a bakery and prints labels for them.")
FILES = [
    Asked(f"{n}.md", text.encode())
    for n, text in enumerate(
        [
            "# Oven notes\n\n## Concepts\n\n- Docker\n- Caching\n\n```python\nprint(1)\n```\n",
            "## Challenges\n\n**Challenge:** Labels jam\n\n**Solution:** Empty the tray first\n",
            "Build a service that keeps the orders of a bakery and prints labels for them.",
            "",
            "caf\u00e9 | of | tables\n--|--|--\na | b | c\n",
        ]
    )
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(Path(settings.NEXUS_CONTENT) / "lexicon")


@pytest.fixture
def ahead() -> Iterator[Ahead]:
    with Ahead(BRIEF) as found:
        yield found


def pid_of(ahead: Ahead) -> int:
    assert ahead.pool is not None
    return ahead.pool.submit(os.getpid).result()


def test_they_are_what_they_would_be_here(ahead: Ahead, lexicon: Lexicon) -> None:
    ahead.announce(FILES, lexicon)
    pid_of(ahead)  # It has done all that came before.
    there = list(ahead.coming.values())
    assert len(there) == len(FILES)
    assert all(future.done() for future in there)
    found = [ahead.prepare(file, lexicon) for file in FILES]
    assert found == [prepared(file, lexicon, BRIEF) for file in FILES]
    assert found[3] == "It is empty."


def test_a_process_that_is_killed_loses_nothing(ahead: Ahead, lexicon: Lexicon) -> None:
    ahead.announce(FILES[:1], lexicon)
    os.kill(pid_of(ahead), signal.SIGKILL)
    ahead.announce(FILES, lexicon)
    found = [ahead.prepare(file, lexicon) for file in FILES]
    assert found == [prepared(file, lexicon, BRIEF) for file in FILES]


def test_another_lexicon_is_another_answer(ahead: Ahead, lexicon: Lexicon) -> None:
    """What was announced under terms that a maintainer has changed since is done anew."""
    ahead.announce(FILES, lexicon)
    bare = Lexicon([])
    assert ahead.prepare(FILES[0], bare) == prepared(FILES[0], bare, BRIEF)
    assert prepared(FILES[0], bare, BRIEF) != prepared(FILES[0], lexicon, BRIEF)
    ahead.announce(FILES, bare)
    pid_of(ahead)
    assert ahead.prepare(FILES[0], bare) == prepared(FILES[0], bare, BRIEF)


def test_a_lexicon_goes_to_another_process_whole(lexicon: Lexicon) -> None:
    copy = pickle.loads(pickle.dumps(lexicon))
    assert copy.stamp == lexicon.stamp
    for name in ("DRF", "postgres 15", "C++", "nothing of the kind"):
        assert copy.resolve(name) == lexicon.resolve(name)
    assert copy.mentions("Redis and Celery") == lexicon.mentions("Redis and Celery")


def test_without_what_all_share_it_is_done_here(
    ahead: Ahead, lexicon: Lexicon, monkeypatch: Any
) -> None:
    monkeypatch.setattr("nexus.documents.services.ahead.learn", print)
    ahead.announce(FILES, lexicon)
    pid_of(ahead)
    found = [ahead.prepare(file, lexicon) for file in FILES]
    assert found == [prepared(file, lexicon, BRIEF) for file in FILES]


ORPHAN = """
import os, sys
if __name__ == "__main__":
    sys.path.insert(0, {root!r})
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    django.setup()
    from nexus.consolidation import Lexicon
    from nexus.documents.preparing import Asked
    from nexus.documents.services.ahead import Ahead
    ahead = Ahead(None)
    ahead.announce([Asked("a.md", b"# A")], Lexicon([]))
    print(*ahead.pool._processes, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_no_orphan_stays(tmp_path: Path) -> None:
    """The worker is killed while the other process is still starting."""
    file = tmp_path / "worker.py"
    file.write_text(ORPHAN.format(root=str(settings.ROOT)), encoding="utf-8")
    done = subprocess.run([sys.executable, file], stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    child = Path("/proc") / done.stdout.decode().strip()
    wait_for("the other process has ended", lambda: not child.exists(), seconds=30)
