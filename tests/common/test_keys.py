"""Keys in a Redis that hubs and versions share."""

from __future__ import annotations

from pathlib import Path

from config.keys import code_hash, hub_keys

DATA = Path("/data")


def test_hubs_are_told_apart_by_their_database() -> None:
    one = hub_keys("postgres://me:old@db.example:5432/one", DATA)
    assert one == hub_keys("postgres://you:new@db.example:5432/one?sslmode=require", DATA)
    assert one.startswith("nexus-")
    others = {
        hub_keys("postgres://me@db.example:5432/two", DATA),
        hub_keys("postgres://me@db.example:5433/one", DATA),
        hub_keys("", DATA),
        hub_keys("", Path("/other")),
    }
    assert len(others | {one}) == 5


def test_versions_are_told_apart_by_their_code(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "bread.py").write_text("warm = 1\n")
    first = code_hash(tmp_path)
    (tmp_path / "notes.txt").write_text("no code")
    assert code_hash(tmp_path) == first
    (tmp_path / "deep" / "bread.py").write_text("warm = 2\n")
    second = code_hash(tmp_path)
    (tmp_path / "deep" / "bread.py").rename(tmp_path / "bread.py")
    assert len({first, second, code_hash(tmp_path)}) == 3
