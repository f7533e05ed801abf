"""Every capability is offered by every face, or a reason says why not."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml
from graphql import GraphQLNamedType, get_named_type

from nexus.cli.main import main
from nexus.graphql.schema import schema
from scripts.write_ledger import COMMANDS, PAGE, WITHOUT, ledger, rows
from scripts.write_schemas import OPENAPI

REASONS = [(face, why) for (_, face), why in WITHOUT.items() if face != "pages"]
# Reasons that name no address: what they stand for is a row of the ledger itself.
EXCUSED = {
    ("GraphQL", "bytes go over REST"): "import_files",
    ("REST", "by bringing it again"): "import_files",
    ("GraphQL", "by bringing it again"): "import_files",
    ("REST", "within list_voices"): "list_voices",
    ("GraphQL", "within list_voices"): "list_voices",
}
NAME = re.compile(r"`([^`]+)`")


def test_commands_are_there_and_do_what_the_hub_can() -> None:
    assert {command for command in COMMANDS.values() if command not in main.commands} == set()
    assert set(COMMANDS) <= {name.partition(": ")[2] for name, _, _ in rows()}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


@cache
def openapi() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(OPENAPI.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return found


def names_of_rest(address: str) -> set[str]:
    """The parameters of an address, and the fields of its answer."""
    read = openapi()["paths"][f"/api/v1/{address}/"]["get"]
    shape = read["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    fields = openapi()["components"]["schemas"][shape.rpartition("/")[2]]["properties"]
    return {*fields, *(one["name"] for one in read["parameters"])}


def names_of_graphql(field: str) -> set[str]:
    """The arguments of a field of Query, and the fields of what it gives."""
    found = schema.graphql_schema.query_type.fields[field]
    kind: GraphQLNamedType = get_named_type(found.type)
    return {*found.args, *getattr(kind, "fields", {})}


def test_every_reason_names_where_it_is_found() -> None:
    offered = {name.partition(": ")[2]: by for name, _, by in rows()}
    assert {one for one in REASONS if not NAME.search(one[1])} == set(EXCUSED)
    assert {offered[instead]["REST"] for instead in EXCUSED.values()} == {"yes"}


@pytest.mark.parametrize(("face", "why"), sorted(set(REASONS)))
def test_what_a_reason_names_is_there(face: str, why: str) -> None:
    """An address, or a field of Query, and then what is asked of it or what it shows."""
    for clause in why.split(";"):
        place, *parts = NAME.findall(clause) or [""]
        if not place:
            continue
        if face == "REST":
            assert set(parts) <= names_of_rest(place)
        else:
            assert {camel(part) for part in parts} <= names_of_graphql(place)


def test_no_face_lacks_a_capability_without_a_reason() -> None:
    lacking = [
        (name, face) for name, _, offered in rows() for face, how in offered.items() if not how
    ]
    assert lacking == []


def test_no_reason_outlives_what_it_excuses() -> None:
    used = {
        (name.partition(": ")[2], face)
        for name, _, offered in rows()
        for face, how in offered.items()
        if how != "yes"
    }
    assert set(WITHOUT) == used


def test_every_write_is_on_all_faces() -> None:
    writes = [row for row in rows() if row[0].endswith((": save_lead", ": erase_document"))]
    assert [set(offered.values()) for _, _, offered in writes] == [{"yes"}, {"yes"}]


def test_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == ledger(), "run make ledger"
