"""An import with the second process and one without it write the same rows."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.documents.models import Document, DocumentVersion, ImportItem, Statement
from nexus.documents.services import ahead as ahead_module
from nexus.documents.services import import_files, run
from nexus.documents.services.ahead import Ahead
from nexus.library.models import Entry
from tests.support import run_to_end

BRIEF = "Build a service that keeps the orders of a bakery and prints labels for them."
TELLING = "# Oven {n}\n\n## Technologies\n\n- Redis\n- Docker\n\n## Challenges\n\n"
TEXTS = [
    *(
        f"{TELLING.format(n=n)}### Label {n} jams\n\n**Problem:** Paper jams in tray {n}.\n\n"
        f"**Solution:** Empty tray {n} first.\n".encode()
        for n in range(6)
    ),
    b"",
    b"\x00\x01\x02\xff\xfe\xfd",
    "caf\u00e9 | of | tables\n--|--|--\na | b | c\n".encode("utf-16"),
    f"# Pasted\n\n## Best practices\n\n- {BRIEF}\n- Write a test before the fix\n".encode(),
    b"---\nauthor: Wanda Nobody\n---\n# Wanda\n\nWrite to wanda@example.test.\n",
    TELLING.format(n=0).encode() + b"### Ovens cool\n\nWanda Nobody saw it.\n",
]
FILES = [(f"{n:02}.md", text) for n, text in enumerate(TEXTS)]
WRITTEN: list[type[models.Model]] = [Document, DocumentVersion, Statement, ImportItem, Entry]


def rows() -> dict[str, list[str]]:
    """All that an import writes, but for ids and times."""
    found = {}
    for model in WRITTEN:
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not isinstance(field, models.ForeignKey | models.DateTimeField)
            and not field.primary_key
        ]
        found[model.__name__] = sorted(map(repr, model._base_manager.values_list(*names)))
    places = Evidence.objects.values_list("statement__title", "entry__title", "topic__slug")
    return {**found, "Evidence": sorted(map(repr, places))}


def brought(person: Person) -> dict[str, list[str]]:
    """What an import of all files writes; nothing of it stays."""
    with transaction.atomic():
        batch = import_files(actor=person, files=FILES, brief=BRIEF.encode())
        assert run_to_end(batch).state == "done"
        found = rows()
        transaction.set_rollback(True)
    return found


def test_the_rows_are_the_same(learner: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(run, "AT_ONCE", 3)
    monkeypatch.setattr(run, "AHEAD", 4)
    here: list[str] = []
    announce, prepared = Ahead.announce, ahead_module.prepared

    def announce_and_wait(self: Ahead, *told: Any, **more: Any) -> None:
        announce(self, *told, **more)
        for coming in self.coming.values():
            coming.future.result()

    def prepare_here(asked: Any, *told: Any) -> Any:
        here.append(asked.name)
        return prepared(asked, *told)

    monkeypatch.setattr(ahead_module, "prepared", prepare_here)
    monkeypatch.setattr(Ahead, "announce", announce_and_wait)
    with_process = brought(learner)
    # Those that are written first are done while the others are announced.
    assert sorted(here) == ["00.md", "01.md", "02.md"]
    here.clear()
    monkeypatch.setattr(Ahead, "announce", lambda *_, **__: None)
    without = brought(learner)
    assert len(here) == len(FILES)
    assert with_process == without
    assert {name: len(found) for name, found in without.items()}["ImportItem"] == len(FILES)
    assert len(without["Statement"]) > 12
