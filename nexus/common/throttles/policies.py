"""How much each role may ask for, and how an operator says otherwise. No Django here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nexus.common.throttles.gcra import Limit

Limits = dict[tuple[str, str], Limit]
ROLES = ("anonymous", "reader", "learner", "mentor", "maintainer")
# Answers that are kept in memory cost next to nothing; each web process counts them by itself.
KEPT = "kept"
# What is counted apart: `graphql` in points of cost, `sign-in` in attempts, the rest in requests.
SCOPES = ("read", KEPT, "write", "search", "import", "graphql", "sign-in")
WHOLE_ADDRESS = "address"

# (at once, a minute). An anonymous reader is an address, and a class shares one.
TABLE: dict[str, dict[str, tuple[int, float]]] = {
    "anonymous": {
        "read": (600, 1200),
        KEPT: (6000, 12_000),
        "write": (60, 60),
        "search": (120, 240),
        "import": (10, 10),
        "graphql": (10_000, 10_000),
        "sign-in": (60, 60),
    },
    "reader": {
        "read": (600, 1200),
        "write": (60, 60),
        "search": (120, 240),
        "import": (10, 10),
        "graphql": (10_000, 10_000),
    },
    "learner": {
        "read": (600, 1200),
        "write": (120, 120),
        "search": (120, 240),
        "import": (20, 20),
        "graphql": (10_000, 20_000),
    },
    "mentor": {
        "read": (1200, 2400),
        "write": (300, 300),
        "search": (240, 480),
        "import": (60, 60),
        "graphql": (20_000, 40_000),
    },
    "maintainer": {
        "read": (1200, 2400),
        "write": (600, 600),
        "search": (240, 480),
        "import": (120, 120),
        "graphql": (20_000, 40_000),
    },
}
# All that comes from one address, whoever is signed in: many accounts are no way around.
ADDRESS_REQUESTS = (3000, 6000)
# A token's share of its person's limit: a program that runs wild leaves the pages usable.
TOKEN_SHARE = 0.5
# Attempts for one e-mail address: from one network, and from anywhere. The second is wide, so
# that nobody can lock somebody else out for long.
SIGN_IN_HERE = Limit(10, 1)
SIGN_IN_ANYWHERE = Limit(100, 2)

RULE = re.compile(r"([a-z]+)\.([a-z-]+)=([0-9]{1,9})/([smh])(?:\+([0-9]{1,9}))?")
MINUTES = {"s": 1 / 60, "m": 1, "h": 60}


def defaults() -> Limits:
    """{(role, scope): limit} of a hub whose operator says nothing."""
    table = {
        (role, scope): Limit(*sizes)
        for role, scopes in TABLE.items()
        for scope, sizes in scopes.items()
    }
    return {**table, **{(role, WHOLE_ADDRESS): Limit(*ADDRESS_REQUESTS) for role in ROLES}}


def parse_limits(rules: Iterable[str]) -> Limits:
    """The defaults with rules such as `learner.search=120/m+40` (a rate, and at once) laid over.

    Raises ValueError with a sentence for the operator.
    """
    limits = defaults()
    for rule in rules:
        found = RULE.fullmatch(rule)
        if found is None:
            raise ValueError(f"“{rule}” is no limit: expected role.scope=120/m+40 (s, m or h)")
        role, scope, rate, unit, burst = found.groups()
        if (role, scope) not in limits:
            raise ValueError(
                f"“{role}.{scope}”: the roles are {', '.join(ROLES)}, the scopes "
                f"{', '.join((*SCOPES, WHOLE_ADDRESS))}; only anonymous has kept and sign-in"
            )
        if int(rate) == 0 or burst == "0":
            raise ValueError(f"“{rule}” would refuse everything: use 1 or more")
        limits[role, scope] = Limit(int(burst or rate), int(rate) / MINUTES[unit])
    return limits


def share(limit: Limit, part: float) -> Limit:
    """A part of a limit, never less than one."""
    return Limit(max(1, int(limit.burst * part)), limit.per_minute * part)


def rules_of(limits: Mapping[tuple[str, str], Limit]) -> list[tuple[str, str, Limit]]:
    """(role, scope, limit) in the order in which people read them."""
    order = [*SCOPES, WHOLE_ADDRESS]
    return sorted(
        ((role, scope, limit) for (role, scope), limit in limits.items()),
        key=lambda rule: (order.index(rule[1]), ROLES.index(rule[0])),
    )
