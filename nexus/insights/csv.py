"""Figures as CSV, one value a line, for a spreadsheet or a notebook."""

from __future__ import annotations

import csv
import io

from nexus.insights.figures import Figures

HEADER = ("table", "label", "url", "column", "unit", "value")
# A cell that begins so would be run as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(figures: Figures) -> str:
    """Every value of every table; values that are left out have no line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for table in figures.tables:
        for row in table.rows:
            for column, value in zip(table.columns, row.values, strict=True):
                if value is not None:
                    label, name = plain(row.label), plain(column.label)
                    writer.writerow((table.key, label, row.url, name, column.unit, value))
    return out.getvalue()


def plain(text: str) -> str:
    """The text, with a mark before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(FORMULA) else text
