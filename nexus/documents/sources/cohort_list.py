"""`cohort.csv`: which repository or file is whose, in which cohort, on which track."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from nexus.accounts.models import Track
from nexus.common.errors import Invalid

COLUMNS = ("source", "person", "cohort", "track")
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One line: where the document is, and whose."""

    source: str
    person: str
    cohort: str
    track: str

    @property
    def is_repository(self) -> bool:
        return "://" in self.source or self.source.startswith("/")


def read_cohort_list(data: bytes) -> list[CohortRow]:
    """Rows of a CSV with the header source,person,cohort,track (any order, any case).

    Raises Invalid that names the line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("cohort.csv is not UTF-8. Save it as “CSV UTF-8”.") from error
    if "\x00" in text:
        raise Invalid("cohort.csv holds a NUL. Save it as “CSV UTF-8”.")
    reader = csv.DictReader(io.StringIO(text))
    rows = []
    try:
        header = {(name or "").strip().lower(): name for name in reader.fieldnames or []}
        if "source" not in header:
            raise Invalid(f"cohort.csv needs a first line with {','.join(COLUMNS)}.")
        for number, record in enumerate(reader, 2):
            values = {c: (record.get(header.get(c, "")) or "").strip() for c in COLUMNS}
            if not values["source"]:
                continue
            values["track"] = values["track"].lower()
            if values["track"] and values["track"] not in Track.values:
                raise Invalid(f"Line {number}: the track is backend or frontend.")
            rows.append(CohortRow(**values))
    except csv.Error as error:
        raise Invalid(f"cohort.csv cannot be read: {error}.") from error
    if not rows:
        raise Invalid("cohort.csv names no source.")
    if len(rows) > MOST_ROWS:
        raise Invalid(f"cohort.csv has {len(rows):,} lines; {MOST_ROWS:,} at most.")
    return rows
