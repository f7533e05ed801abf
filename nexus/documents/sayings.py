"""What is said of the files of an import: each sentence once, however many files it is said of."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from nexus.documents.models import ImportItem


@dataclass(slots=True)
class Said:
    """A sentence, of how many files it is said, and what the first of them are called."""

    text: str
    is_refusal: bool = False  # nothing of these files came in
    count: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def files(self) -> str:
        """ "a.md, b.md and 7 more"."""
        more = self.count - len(self.names)
        return ", ".join(self.names) + (f" and {more:,} more" if more else "")

    def __str__(self) -> str:
        """In one line of a terminal."""
        if self.count == 1:
            return f"{self.names[0]}: {self.text}"
        return f"{self.count:,} files: {self.text} ({self.files})"


def what_was_said(items: QuerySet[ImportItem], *, names: int = 3) -> list[Said]:
    """The sentences in the order in which they were first said, with so many names each."""
    found: dict[tuple[str, bool], Said] = {}
    rows = items.exclude(error="").order_by("position").values_list("error", "state", "name")
    for text, state, name in rows.iterator():
        is_refusal = state == ImportItem.State.FAILED
        said = found.setdefault((text, is_refusal), Said(text, is_refusal))
        said.count += 1
        if len(said.names) < names:
            said.names.append(name)
    return list(found.values())
