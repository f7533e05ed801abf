"""One pair of web processes for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.hubs import Pair, pair_of


@pytest.fixture(scope="package")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with pair_of(tmp_path_factory.mktemp("live")) as running:
        yield running
