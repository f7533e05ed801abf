"""Writes docs/capabilities.md: what the hub can do, and which face offers it.

A capability is a public function of a services or selectors module that takes its `actor` or its
`viewer` by name. A face offers it when its code refers to it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "capabilities.md"
FACES = {"pages": "web", "REST": "rest", "GraphQL": "graphql"}
FLOORS = (
    *("accounts", "library", "documents", "curation", "search", "insights", "jobs"),
    *("webhooks", "linkcheck"),
)
MODULES = ("services", "selectors", "contributions", "desk", "lexicon", "letters")
# What the `nexus` command does too, from a terminal: name of the function → command.
COMMANDS = {
    "import_files": "import",
    "import_repository": "import",
    "import_cohort": "import",
    "bring_version": "edits",
    "save_lead": "edits",
    "set_topics": "edits",
}
# What pages alone show, and how the APIs give the same: an address or a field of Query, and what of
# it. A test finds each of them in both schemas.
PAGES_ONLY = {
    "find_question": "`suggestions`, by `ids`",
    "entries_of_document": "`evidence`, by `document`",
    "entries_of_documents": "`evidence`, by `document`",
    "list_copies": "`documents`, by `copy_of`",
    "changed_for": "`revisions`, by `created_after`",
    "drafts_of": "`entries`, by `state`",
    "facets_of_kind": "`search`, its `facets`",
    "get_revision": "`revisions`, by `entry` and `version`",
    "open_challenges_of": "`entries`, by `solved`; `receipts`, by `person`",
    "topic_tree": "`topics`, by `parent`",
    "written_by": "`revisions`, by `author`",
}
# What the APIs alone give one by one or across entries, and where pages show it.
APIS_ONLY = {
    "find_heir": "the old address redirects",
    "get_action": "the log",
    "get_evidence": "the entry's page",
    "get_suggestion": "the desk",
    "list_evidence": "the entry's page",
    "list_backlinks": "the entry's page, with what is related",
    "get_statement": "the document's page",
    "list_statements": "the document's page",
    "get_receipt": "the entry's page",
    "get_revision_by_id": "by version",
    "get_solution": "the entry's page",
    "list_all_receipts": "the entry's page",
    "list_all_revisions": "the entry's history",
    "list_all_solutions": "the entry's page",
    "list_receipts": "the entry's page",
    "list_topics": "the topic map",
}
# Why a face does without: (name of the function, face) → reason.
WITHOUT: dict[tuple[str, str], str] = {
    **{(name, face): why for name, why in PAGES_ONLY.items() for face in ("REST", "GraphQL")},
    **{(name, "pages"): why for name, why in APIS_ONLY.items()},
    ("get_entry_at", "REST"): "`entries`, by `ids`",
    ("get_entry_page", "REST"): "`entries`, by `ids`; `receipts`, by `person`",
    ("get_entry_page", "GraphQL"): "`entry`, by `slug`; `receipts`, by `person`",
    ("count_by_kind", "REST"): "`entries`, by `kind`, uncounted",
    ("count_by_kind", "GraphQL"): "`entries`, by `kind`, its `totalCount`",
    ("what_is_told", "REST"): "`entries/{id}`, its `voices`; `entries/{id}/related`, its `seen`",
    ("what_is_told", "GraphQL"): "`entry`, its `voices`; `related`, its `seen`",
    ("when_seen", "pages"): "within what_is_told",
    ("find_heir", "pages"): "old addresses redirect",
    ("import_files", "GraphQL"): "bytes go over REST",
    ("list_voices", "GraphQL"): "`entry`, its `voices`",
    ("list_receipts", "GraphQL"): "`receipts`, by `entry`",
    ("list_revisions", "GraphQL"): "`entry`, its `revisions`",
    **{("bring_version", face): "by bringing it again" for face in FACES},
    **{("as_voice", face): "within list_voices" for face in FACES},
    **{("as_voices", face): "within list_voices" for face in ("pages", "REST")},
}
HEAD = """# Capabilities

What the hub can do, and which face offers it. Written by `make ledger` from the code; a test fails
when a face lacks a capability without a reason. Signing in and up is allauth's, on pages alone. The
command line is for who runs the hub; the last column names the command that does the same, where
there is one.

| capability | what it does | pages | REST | GraphQL | command |
|---|---|---|---|---|---|
"""


def modules_of(floor: str) -> Iterator[ModuleType]:
    """The floor's modules of services and selectors, with those inside packages."""
    for name in MODULES:
        try:
            module = importlib.import_module(f"nexus.{floor}.{name}")
        except ModuleNotFoundError:
            continue
        yield module
        for inner in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield importlib.import_module(f"{module.__name__}.{inner.name}")


def is_capability(function: Any) -> bool:
    parameters = inspect.signature(function).parameters
    return any(
        name in parameters and parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        for name in ("actor", "viewer")
    )


def capabilities() -> dict[Any, str]:
    """Function → its floor and name, such as "library: save_lead"."""
    found = {}
    for floor in FLOORS:
        for module in modules_of(floor):
            for name, function in inspect.getmembers(module, inspect.isfunction):
                here = function.__module__ == module.__name__
                if here and not name.startswith("_") and is_capability(function):
                    found[function] = f"{floor}: {name}"
    return found


def used_by(face: str) -> set[Any]:
    """Every object of the hub's modules that the face's code refers to."""
    found: set[Any] = set()
    for path in sorted((ROOT / "nexus" / face).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        known: dict[str, Any] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nexus"):
                for alias in node.names:
                    known[alias.asname or alias.name] = load(str(node.module), alias.name)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and not isinstance(known.get(node.id), ModuleType):
                found.add(inspect.unwrap(known[node.id]) if callable(known.get(node.id)) else None)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                owner = known.get(node.value.id)
                if isinstance(owner, ModuleType):
                    target = getattr(owner, node.attr, None)
                    found.add(inspect.unwrap(target) if callable(target) else None)
    return found


def load(module: str, name: str) -> Any:
    """What `from module import name` gives."""
    owner = importlib.import_module(module)
    if hasattr(owner, name):
        return getattr(owner, name)
    return importlib.import_module(f"{module}.{name}")


def rows() -> list[tuple[str, str, dict[str, str]]]:
    """(capability, what it does, face → "yes", a reason, or "")."""
    used = {face: used_by(folder) for face, folder in FACES.items()}
    found = []
    for function, name in capabilities().items():
        plain = inspect.unwrap(function)
        short = name.partition(": ")[2]
        offered = {
            face: "yes" if plain in used[face] else WITHOUT.get((short, face), "") for face in FACES
        }
        words = (inspect.getdoc(function) or "").partition("\n")[0]
        found.append((name, words, offered))
    return sorted(found)


def command_of(capability: str) -> str:
    """How it is done from a terminal; "" where it is not."""
    command = COMMANDS.get(capability.partition(": ")[2])
    return f"`nexus {command}`" if command else ""


def ledger() -> str:
    lines = [
        f"| {name} | {words} | {' | '.join(offered[face] or '**missing**' for face in FACES)} "
        f"| {command_of(name)} |"
        for name, words, offered in rows()
    ]
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    import os

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    PAGE.write_text(ledger(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
