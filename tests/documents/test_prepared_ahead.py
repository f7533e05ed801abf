"""Files prepared by another process are what they would be here, whatever becomes of it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from nexus.consolidation import Brief, Lexicon, load_lexicon
from nexus.documents.parsing import Names
from nexus.documents.preparing import Asked, prepare_as_learned, prepared
from nexus.documents.services import ahead as ahead_module
from nexus.documents.services.ahead import LARGEST_COMING, MOST_COMING, Ahead
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
def ahead(lexicon: Lexicon) -> Iterator[Ahead]:
    with Ahead(BRIEF, lexicon) as found:
        yield found


def pid_of(ahead: Ahead) -> int:
    assert ahead.pool is not None
    return ahead.pool.submit(os.getpid).result()


def told(files: list[Asked]) -> dict[int, Asked]:
    return dict(enumerate(files))


def asked_of(ahead: Ahead, files: list[Asked]) -> list[Any]:
    return [ahead.prepare(place, file) for place, file in enumerate(files)]


@pytest.fixture
def here(monkeypatch: Any) -> list[str]:
    """Names of what was prepared in this process."""
    names: list[str] = []

    def prepare_here(asked: Asked, *rest: Any) -> Any:
        names.append(asked.name)
        return prepared(asked, *rest)

    monkeypatch.setattr(ahead_module, "prepared", prepare_here)
    return names


def test_they_are_what_they_would_be_here(ahead: Ahead, lexicon: Lexicon, here: list[str]) -> None:
    ahead.announce(told(FILES))
    pid_of(ahead)  # It has done all that came before.
    there = list(ahead.coming.values())
    assert len(there) == len(FILES)
    assert all(one.future.done() for one in there)
    found = asked_of(ahead, FILES)
    assert here == []
    assert found == [prepared(file, lexicon, BRIEF) for file in FILES]
    assert found[3] == "It is empty."


def test_another_text_at_a_place_is_another_answer(ahead: Ahead, lexicon: Lexicon) -> None:
    """The names that are hidden in it may be others by now."""
    ahead.announce(told(FILES))
    pid_of(ahead)
    other = Asked(FILES[0].name, FILES[0].data, Names(frozenset({"Oven notes"}), frozenset()))
    assert ahead.prepare(0, other) == prepared(other, lexicon, BRIEF)
    assert prepared(other, lexicon, BRIEF) != prepared(FILES[0], lexicon, BRIEF)


def test_a_process_that_is_killed_loses_nothing(ahead: Ahead, lexicon: Lexicon) -> None:
    ahead.announce(told(FILES[:1]))
    os.kill(pid_of(ahead), signal.SIGKILL)
    ahead.announce(told(FILES))
    assert asked_of(ahead, FILES) == [prepared(file, lexicon, BRIEF) for file in FILES]


def test_another_lexicon_is_another_answer(ahead: Ahead, lexicon: Lexicon) -> None:
    """What was announced under terms that a maintainer has changed since is done anew."""
    bare = Lexicon([])
    assert prepared(FILES[0], bare, BRIEF) != prepared(FILES[0], lexicon, BRIEF)
    ahead.announce(told(FILES))
    before = [one.future for one in ahead.coming.values()]
    ahead.use(bare)
    assert ahead.coming == {}
    assert before[-1].cancelled(), "nobody waits for it"
    assert ahead.prepare(0, FILES[0]) == prepared(FILES[0], bare, BRIEF)
    ahead.announce(told(FILES))
    pid_of(ahead)
    assert ahead.prepare(0, FILES[0]) == prepared(FILES[0], bare, BRIEF)


def test_a_lexicon_goes_to_another_process_whole(lexicon: Lexicon) -> None:
    copy = pickle.loads(pickle.dumps(lexicon))
    assert copy.stamp == lexicon.stamp
    for name in ("DRF", "postgres 15", "C++", "nothing of the kind"):
        assert copy.resolve(name) == lexicon.resolve(name)
    assert copy.mentions("Redis and Celery") == lexicon.mentions("Redis and Celery")


def test_without_what_all_share_it_is_done_here(
    ahead: Ahead, lexicon: Lexicon, monkeypatch: Any
) -> None:
    monkeypatch.setattr(ahead_module, "learn", print)
    ahead.announce(told(FILES))
    pid_of(ahead)
    assert asked_of(ahead, FILES) == [prepared(file, lexicon, BRIEF) for file in FILES]


def test_whoever_waits_does_what_comes_last(
    ahead: Ahead, lexicon: Lexicon, here: list[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(ahead_module, "ENOUGH", 1)
    ahead.announce(told(FILES))
    first = ahead.coming[0].future
    wait_for("it was handed over, to a process that starts", lambda: first.running())
    found = asked_of(ahead, FILES)
    assert here[0] == FILES[-1].name
    assert len(here) == len(set(here)) < len(FILES)
    assert found == [prepared(file, lexicon, BRIEF) for file in FILES]


def test_one_that_cannot_be_prepared_hurts_no_other(
    ahead: Ahead, lexicon: Lexicon, monkeypatch: Any
) -> None:
    def prepare_or_break(asked: Asked, *rest: Any) -> Any:
        if asked.name == FILES[-1].name:
            raise RecursionError(asked.name)
        return prepared(asked, *rest)

    monkeypatch.setattr(ahead_module, "prepared", prepare_or_break)
    monkeypatch.setattr(ahead_module, "ENOUGH", 1)
    ahead.announce(told(FILES))
    first = ahead.coming[0].future
    wait_for("it was handed over, to a process that starts", lambda: first.running())
    assert asked_of(ahead, FILES[:-1]) == [prepared(file, lexicon, BRIEF) for file in FILES[:-1]]
    with pytest.raises(RecursionError):
        ahead.prepare(len(FILES) - 1, FILES[-1])


class Quick(Executor):
    """Another process that is always quicker than this one."""

    def submit(self, work: Any, /, *words: Any, **more: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result("prepared there" if work is prepare_as_learned else None)
        return done


def test_a_quick_process_is_not_told_of_more_than_is_written(
    ahead: Ahead, lexicon: Lexicon, here: list[str]
) -> None:
    """However far it could be ahead: what it did is used, and none of it is made twice."""
    batch, last = 20, 2000
    ahead.pool = Quick()  # type: ignore[assignment]
    for start in range(0, last, batch):
        ahead.forget_before(start)
        first = max(start, ahead.announced + 1)
        later = range(first, min(first + ahead.room, last))
        ahead.announce({n: Asked(f"{n}.md", b"# A") for n in later})
        ahead.announced = max(ahead.announced, *later) if later else ahead.announced
        assert len(ahead.coming) <= MOST_COMING
        for place in range(start, start + batch):
            assert ahead.prepare(place, Asked(f"{place}.md", b"# A")) == "prepared there"
    assert here == []


def test_there_is_no_room_for_more_than_a_few_megabytes(ahead: Ahead, lexicon: Lexicon) -> None:
    ahead.pool = Quick()  # type: ignore[assignment]
    large = Asked("a.md", b"x" * (LARGEST_COMING // 2))
    ahead.announce({0: large})
    assert ahead.room == MOST_COMING - 1, "it is done, so nothing waits"
    ahead.announce({1: large})
    assert ahead.room == 0
    ahead.forget_before(1)
    assert ahead.room == MOST_COMING - 1


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
    ahead = Ahead(None, Lexicon([]))
    ahead.announce({{0: Asked("a.md", b"# A")}})
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
