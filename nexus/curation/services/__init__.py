"""Bringing together: statements to entries, as evidence; and what people decide about it."""

from nexus.curation.services.choosing import choose_wording, mark_best_solution, rename
from nexus.curation.services.deciding import (
    MOST_AT_ONCE,
    accept_above,
    answer_suggestion,
    skip_question,
)
from nexus.curation.services.merging import merge_entries
from nexus.curation.services.moving import move_statements, split_entry
from nexus.curation.services.naming import (
    add_alias,
    add_term,
    change_term,
    remove_alias,
    remove_term,
)
from nexus.curation.services.refresh import refresh_evidence
from nexus.curation.services.retracting import retract_document
from nexus.curation.services.undoing import undo_action

__all__ = [
    "MOST_AT_ONCE",
    "accept_above",
    "add_alias",
    "add_term",
    "answer_suggestion",
    "change_term",
    "choose_wording",
    "mark_best_solution",
    "merge_entries",
    "move_statements",
    "refresh_evidence",
    "remove_alias",
    "remove_term",
    "rename",
    "retract_document",
    "skip_question",
    "split_entry",
    "undo_action",
]
