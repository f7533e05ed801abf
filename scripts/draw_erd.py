"""Write docs/erd.md: the tables and their relations as Mermaid, drawn from the models."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "erd.md"
APPS = (
    *("common", "accounts", "jobs", "library", "documents", "curation", "search", "webhooks"),
    *("mail", "linkcheck"),
)
HEAD = """# The relational model

Drawn from the models by `make erd`; a test fails when it is out of date. One diagram for each app;
a table of another app stands without its columns. PK is the primary key, FK a reference, UK unique.
"""


def draw() -> str:
    """The whole page."""
    from django.apps import apps

    parts = [HEAD]
    for label in APPS:
        models = sorted(apps.get_app_config(label).get_models(), key=lambda m: m.__name__)
        parts.append(f"## {label}\n\n```mermaid\nerDiagram")
        parts += [draw_model(model) for model in models]
        parts += [line for model in models for line in draw_relations(model)]
        parts.append("```\n")
    return "\n".join(parts)


def draw_model(model: type) -> str:
    columns = [
        f"    {column_type(field)} {field.column}{column_keys(field)}"
        for field in model._meta.concrete_fields  # type: ignore[attr-defined]
    ]
    return "\n".join([f"  {model.__name__} {{", *columns, "  }"])


def column_type(field: object) -> str:
    if field.remote_field:  # type: ignore[attr-defined]
        return "bigint"
    return type(field).__name__.removesuffix("Field").lower()


def column_keys(field: object) -> str:
    keys = []
    if field.primary_key:  # type: ignore[attr-defined]
        keys.append("PK")
    if field.remote_field:  # type: ignore[attr-defined]
        keys.append("FK")
    if field.unique and not field.primary_key:  # type: ignore[attr-defined]
        keys.append("UK")
    return f" {','.join(keys)}" if keys else ""


def draw_relations(model: type) -> list[str]:
    lines = []
    for field in model._meta.concrete_fields:  # type: ignore[attr-defined]
        if field.remote_field:
            many = "o|" if field.one_to_one else "o{"
            one = "|o" if field.null else "||"
            lines.append(
                f"  {field.related_model.__name__} {one}--{many} {model.__name__} : {field.name}"
            )
    for field in model._meta.many_to_many:  # type: ignore[attr-defined]
        lines.append(f"  {model.__name__} }}o--o{{ {field.related_model.__name__} : {field.name}")
    return lines


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    TARGET.write_text(draw(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
