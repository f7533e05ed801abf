"""The table of faults, as it is printed and as docs/reliability.md keeps it."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.matrix.outcome import Outcome

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reliability.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"


def rows(outcomes: Sequence[Outcome]) -> list[list[str]]:
    found = [["fault", "runs", "acknowledged", "lost", "doubled", "slowest recovery", ""]]
    for one in outcomes:
        if one.skipped:
            found.append([one.name, "0", "", "", "", "", f"not run: {one.skipped}"])
            continue
        lost, doubled = len(one.verdict.lost), len(one.verdict.doubled)
        numbers = [one.runs, one.verdict.acknowledged, lost, doubled]
        slowest = f"{one.slowest:.1f} s" if one.recovered else ""
        note = "; ".join(one.wrong).replace("|", "/") or "as asked"
        found.append([one.name, *map(str, numbers), slowest, note])
    return found


def table(outcomes: Sequence[Outcome]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows(outcomes))
    return "\n".join([head, "|---|--:|--:|--:|--:|--:|---|", *body])


def last_line(outcomes: Sequence[Outcome]) -> str:
    runs = sum(one.runs for one in outcomes)
    lost = sum(len(one.verdict.lost) for one in outcomes)
    doubled = sum(len(one.verdict.doubled) for one in outcomes)
    return f"faults: {runs} runs, {lost} lost, {doubled} doubled"


def keep(outcomes: Sequence[Outcome], command: str) -> None:
    """Into the page, between its two marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = (
        f"`{command}`, {datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}:\n\n"
        f"{table(outcomes)}\n\n`{last_line(outcomes)}`"
    )
    PAGE.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")
