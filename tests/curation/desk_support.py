"""A hub on which two challenges were met by several people, and what its rows say."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from nexus.library.models import Entry

SEATS = [
    ("The seat map sends one query per seat", "One query is sent for each seat", "We joined seats"),
    (
        "Seat map: a query for each seat",
        "A query is sent for each seat",
        "Prefetch all of them in one go",
    ),
]
LABELS = [
    ("The label printer jams", "Paper jams in the label printer queue", "Empty the printer queue"),
    ("Printer jams on labels", "The label printer queue jams", "Clear the queue of the printer"),
]
# Derived from other rows, or a log: not what a merge could lose.
DERIVED = {
    "library.Link", "linkcheck.OutsideLink", "curation.Action", "curation.ActionTarget", "curation.Suggestion",
    "curation.EntryName", "curation.Member", "curation.Cluster",
}  # fmt: skip
COUNTED = {"updated_at", "state"}


def text_of(*challenges: tuple[str, str, str]) -> bytes:
    parts = [
        f"### {title}\n\n**Problem:** {problem}.\n\n**Solution:** {solution}.\n"
        for title, problem, solution in challenges
    ]
    return ("# Notes\n\n## Challenges\n\n" + "\n".join(parts)).encode()


def bring_challenges(make_person: Any, bring: Any) -> tuple[Entry, Entry]:
    """Two people met each of two challenges; returns the pages (seats, labels)."""
    for number, pair in enumerate(zip(SEATS, LABELS, strict=True)):
        bring(make_person(), (f"{number}.md", text_of(*pair)))
    found = Entry.objects.filter(kind="challenge", voice_count=2)
    seats = found.get(evidence__statement__title=SEATS[0][0])
    labels = found.get(evidence__statement__title=LABELS[0][0])
    return seats, labels


def points_to_entries() -> list[tuple[type[models.Model], str]]:
    """Every model and field that leads to an entry."""
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Entry
        and model._meta.app_label != "search"  # the index follows the entries
    ]


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All that people brought or said, as values, by model."""
    kept: dict[str, list[tuple[Any, ...]]] = {}
    wanted = {model for model, _ in points_to_entries()} | {
        apps.get_model(name) for name in ("curation.Decision", "documents.Document")
    }
    for model in wanted | {Entry}:
        if model._meta.label in DERIVED:
            continue
        names = [f.attname for f in model._meta.concrete_fields if f.name not in COUNTED]
        if model._meta.label == "curation.Decision":
            names.remove("id")
        if model._meta.label == "library.Solution":
            names = ["entry_id", "content_hash", "author_id", "voice_count"]
        if model._meta.label == "curation.Evidence":
            names.remove("solution_id")
        kept[model._meta.label] = sorted(model._base_manager.values_list(*names), key=repr)
    return kept
