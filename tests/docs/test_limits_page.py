"""The page of limits says what the code does."""

from __future__ import annotations

import re

from nexus.common.throttles.gcra import Limit
from nexus.common.throttles.policies import ROLES, SIGN_IN_ANYWHERE, SIGN_IN_HERE, defaults
from nexus.graphql import cost, pricing
from nexus.graphql.views import DEEPEST
from tests.docs.test_docs import read


def test_the_table_of_limits_is_the_codes() -> None:
    written = {}
    for scope, cells in re.findall(
        r"^\| `([a-z-]+)` \|[^|]*\|(.*)\|$", read("docs/limits.md"), re.M
    ):
        for role, cell in zip(ROLES, cells.split("|"), strict=True):
            if found := re.fullmatch(r"(\d+) \+ (\d+)/m", cell.strip()):
                written[role, scope] = Limit(int(found[1]), int(found[2]))
    assert written == defaults()


def test_the_sentences_about_passwords_and_queries_are_true() -> None:
    page = " ".join(read("docs/limits.md").split())
    assert (Limit(10, 1), Limit(100, 2)) == (SIGN_IN_HERE, SIGN_IN_ANYWHERE)
    assert "10 times at once for one e-mail address from one network address, then once a" in page
    assert "100 times at once from anywhere, then twice a minute" in page
    assert f"more than {pricing.MOST_COST:,} points" in page
    assert (
        f"at most {cost.LONGEST:,} characters, {cost.MOST_TOKENS:,} tokens, {cost.MOST_FIELDS:,} "
        f"fields with fragments written out, {cost.MOST_ALIASES} aliases, {cost.MOST_DIRECTIVES} "
        f"directives and {DEEPEST} levels"
    ) in page
