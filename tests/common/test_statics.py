"""What browsers load is compressed well where it is small, and quickly where it is not."""

from __future__ import annotations

import random
from pathlib import Path

import brotli
import pytest

from nexus.common.statics import BEST, QUICK, SMALL, HubStaticFilesStorage

WORDS = ["margin", "padding", "colour", "border", "display", "grid", "flex", "none", "auto"]


def style(size: int) -> bytes:
    """A style sheet of that many bytes, always the same."""
    chance = random.Random(1)
    return " ".join(chance.choices(WORDS, k=size // 4)).encode()[:size]


@pytest.mark.parametrize(("size", "quality"), [(SMALL - 1, BEST), (SMALL, QUICK)])
def test_each_file_is_compressed_for_its_size(tmp_path: Path, size: int, quality: int) -> None:
    source = style(size)
    (tmp_path / "page.css").write_bytes(source)
    storage = HubStaticFilesStorage(location=tmp_path)
    assert {name for _, name in storage.compress_files(["page.css"])} == {
        "page.css.br",
        "page.css.gz",
    }
    packed = (tmp_path / "page.css.br").read_bytes()
    assert brotli.decompress(packed) == source
    assert packed == brotli.compress(source, quality=quality)
    assert packed != brotli.compress(source, quality={BEST: QUICK, QUICK: BEST}[quality])
