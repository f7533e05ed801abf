"""Every type of page: axe finds nothing in either theme, and nothing runs off the side."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from tests.browser.places import PLACES, name_of

pytestmark = pytest.mark.browser
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_axe_finds_nothing(open_page: Open, place: tuple[str, str]) -> None:
    for theme, width in (("light", 1280), ("dark", 390)):
        page = open_page(place[0], role=place[1], theme=theme, width=width)
        violations = Axe().run(page).response["violations"]
        found = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations]
        assert found == [], f"{theme}, {width} px"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_off_the_side(open_page: Open, width: int) -> None:
    roles = ("", "learner", "mentor", "maintainer")
    pages = {role: open_page(role=role, width=width) for role in roles}
    wide = {}
    for path, role in PLACES:
        pages[role].goto(path)
        if over := pages[role].evaluate(OVERFLOW):
            wide[path] = over
    assert wide == {}
