"""What an action changed, row by row, so that it can be undone as it was done.

Each line is {"model", "pk", "did", "was", "now"}: "changed" keeps the fields as they were and as
they were left, "deleted" the whole row, "created" only the key. Undoing goes through the lines
backwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from nexus.accounts.models import Person

Line = dict[str, Any]


def label(row: models.Model) -> str:
    return row._meta.label


class Journal:
    """Writes rows and remembers how they were. Inside the caller's transaction."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.lines: list[Line] = []

    def change(self, row: models.Model, **values: Any) -> None:
        """Set fields of a row and save them."""
        was = {f.attname: getattr(row, f.attname) for f in fields_of(row) if f.name in values}
        for name, value in values.items():
            setattr(row, name, value)
        if any(getattr(row, attname) != before for attname, before in was.items()):
            row.save(update_fields=list(values))
            self._note(row, "changed", was, {name: getattr(row, name) for name in was})

    def change_all(self, rows: Iterable[models.Model], **values: Any) -> None:
        for row in rows:
            self.change(row, **values)

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self._note(row, "created", {})

    def note_created(self, rows: Iterable[models.Model]) -> None:
        """Remember rows that were written together."""
        for row in rows:
            self._note(row, "created", {})

    def delete(self, row: models.Model) -> None:
        self._note(row, "deleted", {f.attname: getattr(row, f.attname) for f in fields_of(row)})
        row.delete()

    def _note(
        self,
        row: models.Model,
        did: str,
        was: Mapping[str, Any],
        now: Mapping[str, Any] | None = None,
    ) -> None:
        line = {"model": label(row), "pk": row.pk, "did": did, "was": plain(was)}
        self.lines.append({**line, "now": plain(now)} if now else line)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them, with every microsecond of a time."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def left_as(lines: Sequence[Line], model: type[models.Model], name: str) -> dict[int, Any]:
    """Row → the value of this field that the action left it with, where it changed that."""
    return {
        line["pk"]: line["now"][name]
        for line in lines
        if line["model"] == model._meta.label and name in line.get("now", {})
    }


def rows_of(lines: Sequence[Line], model: type[models.Model]) -> set[int]:
    """Ids of the rows of a model that an action wrote, changed or removed."""
    return {line["pk"] for line in lines if line["model"] == model._meta.label}


def fields_of(row: models.Model | type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return row._meta.concrete_fields


def undo(lines: Sequence[Line]) -> None:
    """Put rows back as they were. A row that is gone since is left gone."""
    for line in reversed(lines):
        model = apps.get_model(line["model"])
        manager = model._base_manager
        if line["did"] == "created":
            manager.filter(pk=line["pk"]).delete()
        elif line["did"] == "changed":
            if (was := without_what_is_gone(model, line["was"])) is not None:
                manager.filter(pk=line["pk"]).update(**was)
        elif (was := as_it_may_return(model, line["was"])) is not None:
            model(**was).save(force_insert=True)
            # What is set when a row is made (auto_now_add) is put back too.
            manager.filter(pk=line["pk"]).update(**was)


def as_it_may_return(model: type[models.Model], was: Mapping[str, Any]) -> dict[str, Any] | None:
    """A deleted row's values; None when what it leans on is gone or something took its place."""
    values = without_what_is_gone(model, was)
    if values is None:
        return None
    for field in model._meta.concrete_fields:
        value = values[field.attname]
        if value is not None and field.unique and exists(model, **{field.attname: value}):
            return None
    for constraint in model._meta.constraints:
        names = constraint.fields if isinstance(constraint, models.UniqueConstraint) else ()
        found = {f.attname: values[f.attname] for f in fields_of(model) if f.name in names}
        if found and exists(model, **found):
            return None
    return values


def without_what_is_gone(
    model: type[models.Model], was: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Values that lead to no row that is gone: such a key is empty, as deleting that row left it.

    None where the row would have gone with it (CASCADE): then it has no such place any more.
    """
    values = dict(was)
    for field in model._meta.concrete_fields:
        value = was.get(field.attname)
        if value is None or not isinstance(field, models.ForeignKey):
            continue
        if not exists(field.related_model, pk=value):
            if field.remote_field.on_delete is not models.SET_NULL:
                return None
            values[field.attname] = None
    return values


def exists(model: type[models.Model], **where: Any) -> bool:
    return model._base_manager.filter(**where).exists()
