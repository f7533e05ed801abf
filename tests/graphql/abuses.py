"""Requests made to keep a hub busy, as bodies of a POST to `/graphql`."""

from __future__ import annotations

import json
from typing import Any

NODE = "{ edges { node { id } } }"


def query(text: str, **variables: Any) -> bytes:
    return json.dumps({"query": text, "variables": variables}).encode()


def nested(depth: int) -> str:
    return "{ entries { edges { node " + "{ involved " * depth + "{ id }" + " }" * depth + " } } }"


def bomb(levels: int) -> str:
    """Fragments that each spread the one before ten times."""
    parts = [f"fragment F{n} on Query {{ {f'...F{n - 1} ' * 10} }}" for n in range(1, levels)]
    return f"{{ ...F{levels - 1} }} fragment F0 on Query {{ hub {{ name }} }} {' '.join(parts)}"


ABUSES = {
    "deep": query(nested(40)),
    "deeper than Python": query(nested(5_000)),
    "wide": query("{ " + "hub { name } " * 1_500 + "}"),
    "aliased": query("{ " + " ".join(f"a{n}: entries {NODE}" for n in range(150)) + " }"),
    "aliased without end": query("{ " + " ".join(f"a{n}: entries {NODE}" for n in range(3_000)) + " }"),
    "circular fragments": query("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
    "fragment of itself": query("{ entries { edges { node { ...E } } } } fragment E on Entry { involved { ...E } }"),
    "fragment bomb": query(bomb(12)),
    "fragment bomb that is not used": query("{ hub { name } } " + bomb(12).partition("}")[2]),
    "batched": json.dumps([{"query": "{ hub { name } }"}] * 500).encode(),
    "field duplication": query("{ hub { " + "name " * 9_000 + "} }"),
    "object duplication": query("{ " + "hub { name } " * 900 + "} #" + " hub { name } " * 900),
    "children duplicated": query("{ " + f"hub {{ {'name ' * 30} }} " * 30 + "}"),
    "fragments duplicated": query("{ hub { " + " ".join(f"...F{n}" for n in range(30)) + " } } " + " ".join(f"fragment F{n} on Hub {{ {'name ' * 30} }}" for n in range(30))),
    "chained fragments": query("{ ...F90 } fragment F0 on Query { hub { name } } " + " ".join(f"fragment F{n} on Query {{ ...F{n - 1} a{n}: hub {{ name }} }}" for n in range(1, 91)) + nested(20)),
    "directives": query("{ hub { name " + "@include(if: true) " * 200 + "} }"),
    "unknown directives": query("{ hub { name " + "@a " * 9_000 + "} }"),
    "huge variables": query("query($a: String) { hub { name } }", a="x" * 5_000_000),
    "many variables": query("query($a: [Int]) { hub { name } }", a=list(range(500_000))),
    "deep variables": b'{"query": "{ hub { name } }", "variables": {"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    "variable definitions": query("query(" + " ".join(f"$a{n}: Int" for n in range(5_000)) + ") { hub { name } }"),
    "deep variable type": query("query($a: " + "[" * 4_000 + "Int" + "]" * 4_000 + ") { hub { name } }"),
    "deep list literal": query("{ entries(kind: " + "[" * 4_000 + "]" * 4_000 + f") {NODE} }}"),
    "many operations": query(" ".join(f"query Q{n} {{ hub {{ name }} }}" for n in range(900))),
    "introspection flood": query("{ " + " ".join(f"a{n}: __schema {{ types {{ fields {{ type {{ fields {{ name }} }} }} }} }}" for n in range(60)) + " }"),
    "deep introspection": query("{ __schema { types " + "{ fields { type " * 8 + "{ name }" + " } }" * 8 + " } }"),
    "list sizes multiplied": query("{ entries(first: 100) { edges { node " + "{ involved " * 9 + "{ id }" + " }" * 9 + " } } }"),
    "a page too large": query(f"{{ entries(first: 1000000) {NODE} }}"),
    "long text": query("{ hub { name } } #" + "x" * 200_000),
    "commas": query("{ hub { name } " + "," * 99_000 + "] }"),
    "not closed": query("{ a " * 20_000),
}  # fmt: skip


def in_other_words(body: bytes, number: int) -> bytes:
    """The same request with a comment of its own, where it is one that has a text."""
    try:
        asked = json.loads(body)
    except RecursionError:
        return body
    if isinstance(asked, dict):
        asked["query"] += f" #{number}"
    return json.dumps(asked).encode()
