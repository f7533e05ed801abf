"""Writes on the library: policy → lock → write → revision, audit, change, events → object."""

from nexus.library.services.causes import RELATIONS, add_cause, ends_of, remove_cause
from nexus.library.services.entries import (
    create_entry,
    publish_entry,
    restore_revision,
    retire_entry,
    save_lead,
    set_topics,
)
from nexus.library.services.receipts import give_receipt, withdraw_receipt
from nexus.library.services.solutions import add_solution
from nexus.library.services.topics import create_topic

__all__ = [
    "RELATIONS",
    "add_cause",
    "add_solution",
    "create_entry",
    "create_topic",
    "ends_of",
    "give_receipt",
    "publish_entry",
    "remove_cause",
    "restore_revision",
    "retire_entry",
    "save_lead",
    "set_topics",
    "withdraw_receipt",
]
