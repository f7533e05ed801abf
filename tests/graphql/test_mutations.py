"""Every mutation: what it answers when it works, and the shape of its error when it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.mutation_table import HAPPY, WRONG, Call
from tests.graphql_support import ask, data
from tests.policies.selections import SCHEMA
from tests.policies.walk import filled, snapshot
from tests.policies.world import World

pytestmark = pytest.mark.django_db


def text_of(call: Call, hub: World) -> str:
    return f"mutation {{ {call.name}({call.arguments.format(**hub.ids)}) {{ {call.fields} }} }}"


def matches(wanted: Any, found: Any) -> bool:
    """Equal, where `...` is anything but nothing."""
    if wanted is ...:
        return found is not None
    if isinstance(wanted, dict) and isinstance(found, dict):
        return wanted.keys() == found.keys() and all(matches(wanted[k], found[k]) for k in wanted)
    return bool(wanted == found)


def test_every_mutation_is_here() -> None:
    assert SCHEMA.mutation_type is not None
    assert [call.name for call in HAPPY] == list(SCHEMA.mutation_type.fields)
    assert [call.name for call in WRONG] == list(SCHEMA.mutation_type.fields)


@pytest.mark.parametrize("call", HAPPY, ids=lambda call: call.name)
def test_it_works(hub: World, call: Call) -> None:
    found = data(hub.client(call.who), text_of(call, hub))[call.name]
    assert matches(filled(call.answer, hub), found), found


@pytest.mark.parametrize("call", WRONG, ids=lambda call: call.name)
def test_it_says_what_is_wrong(hub: World, call: Call) -> None:
    before = snapshot()
    answer = ask(hub.client(call.who), text_of(call, hub))
    assert answer["data"] == {call.name: None}
    (error,) = answer["errors"]
    assert error["path"] == [call.name]
    assert error["message"]
    extensions = error["extensions"]
    code, status, fields = call.answer
    assert (extensions["code"], extensions["status"]) == (code, status)
    assert list(extensions.get("fields", {})) == fields
    assert snapshot() == before


def test_a_stale_save_names_the_version_to_start_from(hub: World) -> None:
    (call,) = (call for call in WRONG if call.name == "saveEntry")
    (error,) = ask(hub.client(call.who), text_of(call, hub))["errors"]
    assert error["extensions"] == {"code": "stale", "status": 409, "current_version": 2}
