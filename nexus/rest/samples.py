"""A curl command for each operation, made from the schema and the bodies below.

`tests/rest/test_samples.py` runs each against a live server, with ids of its own in place of these.
"""

from __future__ import annotations

import json
import re
import shlex
from typing import Any
from urllib.parse import urlencode

Schema = dict[str, Any]

# What stands for the id or slug of a path, by the collection that it is of.
IDS = {
    "actions": "action-12",
    "cohorts": "cohort-12",
    "deliveries": "delivery-12",
    "documents": "document-12",
    "entries": "entry-12",
    "evidence": "evidence-12",
    "imports": "import-12",
    "jobs": "job-12",
    "letters": "letter-12",
    "lexicon": "redis",
    "people": "person-12",
    "receipts": "receipt-12",
    "revisions": "revision-12",
    "solutions": "solution-12",
    "statements": "statement-12",
    "suggestions": "suggestion-12",
    "tokens": "token-12",
    "topics": "async",
    "webhooks": "webhook-12",
}
BODIES: dict[str, Any] = {
    "accept_invite": {"secret": "the-secret-of-the-link", "track": "backend"},
    "accept_suggestions": {"score": 0.9},
    "add_cause": {"relation": "caused-by", "entry": "entry-15"},
    "add_lexicon_alias": {"alias": "Remote dictionary"},
    "add_lexicon_term": {"kind": "technology", "name": "Numbat", "aliases": ["Nmbt"]},
    "add_solution": {"text": "Restart the worker when its code changes."},
    "answer_suggestion": {"same": False},
    "change_lexicon_term": {"is_ambiguous": True},
    "choose_wording": {"statement": "statement-12"},
    "correct_document": {"title": "Weather service", "track": "backend"},
    "create_cohort": {"name": "Autumn"},
    "create_entry": {
        "kind": "challenge",
        "title": "The worker keeps old code",
        "fields": {"symptom": "It still does what it did.", "fix": "Restart it."},
    },
    "create_token": {"name": "My dashboard"},
    "create_topic": {"title": "Event loops", "parent": "async"},
    "create_webhook": {
        "name": "Board of the class",
        "url": "https://board.example/hooks",
        "kinds": ["entry.created", "receipt"],
    },
    "give_receipt": {"outcome": "worked", "solution": "solution-12", "versions": "Django 5.2"},
    "mark_best_solution": {"solution": "solution-12"},
    "match_error": {"q": "django.core.exceptions.SynchronousOnlyOperation"},
    "merge_entry": {"into": "entry-15"},
    "move_statements": {"statements": ["statement-12"]},
    "publish_hub": {"published": True, "shows_documents": False},
    "rename_entry": {"title": "A worker does not see new code"},
    "restore_revision": {"version": 1},
    "save_entry": {"lead": "## Fix\n\nRestart the worker.", "note": "Say what helps"},
    "set_entry_topics": {"topics": ["async"]},
    "set_role": {"role": "mentor"},
    "settle_claim": {"accept": True},
    "skip_question": {"question": "merge:suggestion-12"},
    "split_entry": {"statements": ["statement-12"], "title": "Another challenge"},
    "start_import": {"text": "# My notes\n\nWhat I learned.", "name": "notes.md"},
    "update_me": {"name": "Ada", "shows_name": True},
    "update_webhook": {"active": False},
}
QUERIES: dict[str, dict[str, str]] = {
    "remove_cause": {"relation": "caused-by", "entry": "entry-15"},
    "remove_lexicon_alias": {"alias": "golang"},
    "search": {"q": "n plus one"},
    "withdraw_receipt": {"outcome": "same-here"},
    "follow_events": {"kinds": "entry"},
}
PARAMETER = re.compile(r"([a-z-]+)/\{(?:id|slug)\}")


def add_samples(result: Schema, **_: Any) -> Schema:
    """For drf-spectacular: `x-codeSamples`, as explorers of schemas show them."""
    for address, path in result["paths"].items():
        for method, operation in path.items():
            if isinstance(operation, dict) and "operationId" in operation:
                source = curl(method.upper(), address, operation)
                sample = {"lang": "Shell", "label": "curl", "source": source}
                operation["x-codeSamples"] = [sample]
    return result


def curl(method: str, address: str, operation: Schema) -> str:
    """The command; `$HUB` and `$NEXUS_TOKEN` are the reader's. An edit reads its source first."""
    name = operation["operationId"]
    path = PARAMETER.sub(lambda found: f"{found[1]}/{IDS[found[1]]}", address)
    query = f"?{urlencode(QUERIES[name])}" if name in QUERIES else ""
    parts = ["curl" if method == "GET" else f"curl -X {method}", f'"$HUB{path}{query}"']
    if {} not in operation.get("security", [{}]):
        parts.append('-H "Authorization: Bearer $NEXUS_TOKEN"')
    before = []
    if any(p["name"] == "If-Match" and p.get("required") for p in operation.get("parameters", [])):
        collection, entry, _ = path.partition("entry-12/")
        source = f'"$HUB{collection}{entry}source/"'
        before = [f"curl --etag-save source.etag {source}", *parts[2:]]
        parts.append('-H "If-Match: $(cat source.etag)"')
    if name in BODIES:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {shlex.quote(json.dumps(BODIES[name], ensure_ascii=False))}")
    if name == "follow_events":
        parts.insert(1, "-N")
    commands = [before, [" ".join(parts[:2]), *parts[2:]]]
    return "\n".join(" \\\n  ".join(lines) for lines in commands if lines)
