"""Whose voice a statement is."""

from __future__ import annotations

from django.db.models.functions import Coalesce


def voice(statement: str = "") -> Coalesce:
    """The id of its author; of a copy, of who wrote the original, so that both count once.

    `statement` is the path to the statement with its underscores, such as `statement__`.
    """
    document = f"{statement}document__"
    return Coalesce(f"{document}copy_of__author_id", f"{document}author_id")
