"""Whose voice a statement is."""

from __future__ import annotations

from django.db.models.functions import Coalesce


def voice(statement: str = "") -> Coalesce:
    """The id of its author; of a copy, of who wrote the original, so that both count once.

    `statement` is the path to the statement with its underscores, such as `statement__`.
    """
    return voice_of_document(f"{statement}document__")


def voice_of_document(document: str = "") -> Coalesce:
    """The same, by the path to the document."""
    return Coalesce(f"{document}copy_of__author_id", f"{document}author_id")
