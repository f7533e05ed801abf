"""Which rows of an export stand in Markdown files, and in which."""

from __future__ import annotations

from typing import Any

from nexus.keeping.codec import encode
from nexus.keeping.tables import Table

# A file is made for each row of these; its children are the rows that belong to it alone.
ENTRY = "library_entry"
DOCUMENT = "documents_document"
BLOB = "documents_blob"
VERSION = "documents_documentversion"
CHILDREN = {
    ENTRY: {
        "library_entryalias": "entry_id",
        "library_entryredirect": "entry_id",
        "library_entry_topics": "entry_id",
        "library_revision": "entry_id",
        "library_solution": "entry_id",
        "library_receipt": "entry_id",
        "library_link": "source_id",
        "curation_evidence": "entry_id",
    },
    DOCUMENT: {
        VERSION: "document_id",
        "documents_statement": "document_id",
    },
}
# What the hub worked out from the rest: it stands apart, under `computed/`, so that the Markdown
# holds what people wrote and decided.
COMPUTED = {
    ENTRY: ["lead_html", "field_html", "contents"],
    "library_solution": ["html"],
    VERSION: ["text", "html", "contents", "heading_lines", "other_lines", "masked_lines"],
}
SPREAD = {*CHILDREN, *(name for children in CHILDREN.values() for name in children)}
Columns = dict[str, Any]


def row_of(table: Table, instance: Any) -> Columns:
    """Column → encoded value."""
    return {one.attname: encode(one, getattr(instance, one.attname)) for one in table.fields}


def part_row(name: str, row: Columns) -> tuple[Columns, Columns]:
    """What is for readers, and what the hub computed."""
    apart = set(COMPUTED.get(name, ()))
    return (
        {key: value for key, value in row.items() if key not in apart},
        {key: value for key, value in row.items() if key in apart},
    )
