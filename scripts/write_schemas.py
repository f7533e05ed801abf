"""Write nexus/graphql/schema.graphql and docs/openapi.yaml from the code.

python scripts/write_schemas.py            writes both
python scripts/write_schemas.py --check    says which is out of date, and fails
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
SDL = ROOT / "nexus" / "graphql" / "schema.graphql"
OPENAPI = ROOT / "docs" / "openapi.yaml"


def schemas() -> Mapping[Path, bytes]:
    """What both files should hold. Needs Django set up."""
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiYamlRenderer

    from nexus.graphql.schema import schema

    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    described = generator.get_schema(request=None, public=True)
    renderer: Any = OpenApiYamlRenderer()
    yaml: bytes = renderer.render(described, renderer_context={})
    return {SDL: f"{str(schema).strip()}\n".encode(), OPENAPI: yaml}


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    django.setup()
    stale = [
        path for path, text in schemas().items() if not path.exists() or path.read_bytes() != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run scripts/write_schemas.py")
        return 1 if stale else 0
    for path in stale:
        path.write_bytes(schemas()[path])
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
