"""The schemas that stand in the tree are what the code answers with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from graphql import build_schema

from scripts.write_schemas import OPENAPI, SDL, schemas


@pytest.mark.parametrize("path", [SDL, OPENAPI], ids=lambda path: path.name)
def test_is_up_to_date(path: Path) -> None:
    assert path.read_bytes() == schemas()[path], "run scripts/write_schemas.py"


def test_nothing_is_guessed_and_all_of_it_is_valid() -> None:
    """As `spectacular --fail-on-warn --validate` would say it."""
    reset_generator_stats()  # type: ignore[no-untyped-call]
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found = generator.get_schema(request=None, public=True)
    told = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    assert told == []
    validate_schema(found)


def test_writing_twice_gives_the_same() -> None:
    assert schemas() == schemas()


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(OPENAPI.read_text())
    return found


def test_the_hub_serves_the_same_description(described: dict[str, Any], db: None) -> None:
    served = yaml.safe_load(Client().get("/api/v1/schema").content)
    assert served == described


LISTS = (
    "entries solutions receipts topics documents statements evidence revisions people cohorts "
    "imports"
).split()


@pytest.mark.parametrize("name", LISTS)
def test_each_resource_has_a_list_and_an_item(described: dict[str, Any], name: str) -> None:
    paths = described["paths"]
    answer = paths[f"/api/v1/{name}/"]["get"]["responses"]["200"]
    page = answer["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    properties = described["components"]["schemas"][page]["properties"]
    assert list(properties) == ["results", "next", "previous"]
    item = "slug" if name == "topics" else "id"
    assert "get" in paths[f"/api/v1/{name}/{{{item}}}/"]


def test_no_operation_is_described_twice(described: dict[str, Any]) -> None:
    names = [op["operationId"] for path in described["paths"].values() for op in path.values()]
    assert len(names) == len(set(names))


def test_the_sdl_is_a_schema() -> None:
    schema = build_schema(SDL.read_text())
    assert schema.query_type is not None
    assert {"solutions", "receipts", "revisions", "node"} <= set(schema.query_type.fields)
