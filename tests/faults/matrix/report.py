"""The table of faults, as it is printed and as docs/reliability.md keeps it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.matrix.outcome import Outcome

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reliability.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
HEAD = ["fault", "runs", "acknowledged", "lost", "doubled", "slowest recovery", "", "run at"]
RULE = "|---|--:|--:|--:|--:|--:|---|---|"
Row = list[str]


def row_of(one: Outcome) -> Row:
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    if one.skipped:
        return [one.name, "0", "0", "0", "0", "", f"not run: {one.skipped}", when]
    verdict = one.verdict
    numbers = [one.runs, verdict.acknowledged, len(verdict.lost), len(verdict.doubled)]
    slowest = f"{one.slowest:.1f} s" if one.recovered else ""
    note = "; ".join(one.wrong).replace("|", "/") or "as asked"
    return [one.name, *map(str, numbers), slowest, note, when]


def rows_of(outcomes: Iterable[Outcome]) -> list[Row]:
    return [row_of(one) for one in outcomes]


def table(rows: Sequence[Row]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (HEAD, *rows)]
    return "\n".join([lines[0], RULE, *lines[1:]])


def last_line(rows: Sequence[Row]) -> str:
    runs, _, lost, doubled = (sum(int(row[at]) for row in rows) for at in range(1, 5))
    return f"faults: {runs} runs, {lost} lost, {doubled} doubled"


def kept_rows(text: str) -> list[Row]:
    """What the page holds of earlier runs."""
    cells = [[c.strip() for c in line.split("|")[1:-1]] for line in text.splitlines()]
    return [row for row in cells if len(row) == len(HEAD) and row[1].isdigit()]


def keep(new: Sequence[Row], command: str) -> None:
    """Into the page: these rows, and those of faults that were not run this time as they were."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    kept, _, after = rest.partition(END)
    rows = {row[0]: row for row in (*kept_rows(kept), *new)}
    made = (
        f"Last command: `{command}`, {os.cpu_count()} cores shared with other work, "
        f"{platform.system()}, Python {platform.python_version()}.\n\n"
        f"{table(list(rows.values()))}\n\n`{last_line(list(rows.values()))}`"
    )
    PAGE.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")
