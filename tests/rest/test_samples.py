"""The curl command of each operation does what it says, against a live server."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from nexus.accounts.services import create_token
from nexus.documents.services import import_files
from nexus.jobs.models import DeadLetter
from nexus.jobs.services import give_up
from nexus.rest.samples import BODIES, QUERIES
from tests.docs.test_docs import ROOT
from tests.policies.world import build

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENT = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text("utf-8"))
SAMPLES: dict[str, str] = {
    operation["operationId"]: operation["x-codeSamples"][0]["source"]
    for path in DOCUMENT["paths"].values()
    for operation in path.values()
    if "operationId" in operation
}
CURL = re.compile("^curl", re.MULTILINE)
# What belongs to one person is asked as them; all else as the maintainer.
OWNERS = ("webhook", "delivery", "deliveries", "token")
# Where another object than the first of its kind is meant: sample's text → the world's.
MEANT: dict[str, dict[str, str]] = {
    "accept_invite": {"the-secret-of-the-link": "{invite}"},
    "publish_entry": {"entry-12": "entry-{draft}"},
    "cancel_import": {"import-12": "import-{waiting}"},
    "cancel_job": {"job-12": "job-{also_waiting}"},
    "retry_job": {"job-12": "job-{broken}"},
    "drop_letter": {"letter-12": "letter-{to_drop}"},
    "resend_letter": {"letter-12": "letter-{to_resend}"},
    "claim_document": {"document-12": "document-{unowned}"},
    "settle_claim": {"document-12": "document-{claimed}"},
    "set_role": {"person-12": "person-{reader}"},
    "choose_wording": {"entry-12": "entry-{told}", "statement-12": "statement-{words}"},
    "rename_entry": {"entry-12": "entry-{told}"},
    "merge_entry": {"entry-12": "entry-{told}", "entry-15": "entry-{renamed}"},
    "split_entry": {"entry-12": "entry-{renamed}", "statement-12": "statement-{words}"},
    "move_statements": {"entry-12": "entry-{renamed}", "statement-12": "statement-{limit_words}"},
    "remove_lexicon_term": {"redis": "celery"},
    "remove_lexicon_alias": {"redis": "go"},
}
DEFAULT = {"job-12": "job-{import}", "person-12": "person-{mentor}", "entry-15": "entry-{told}"}
# What undoes or takes away what others need comes after them, in this order.
LAST = (
    "mark_best_solution skip_question answer_suggestion undo_action remove_cause choose_wording "
    "rename_entry move_statements merge_entry split_entry accept_suggestions withdraw_receipt "
    "remove_lexicon_alias remove_lexicon_term retract_document retire_entry publish_hub "
    "erase_document revoke_invite cancel_import cancel_job remove_webhook revoke_token"
).split()
# A stream, which the test server does not have; examples of both languages follow it.
LEFT_OUT = {"follow_events"}


def order(name: str) -> tuple[int, str]:
    if name in LAST:
        return 2 + LAST.index(name), name
    return (0 if name.startswith(("get_", "list_", "search", "match")) else 1), name


def text_of(name: str, ids: dict[str, Any]) -> str:
    """The sample with ids of the world."""
    named = {**{f"{kind}-12": f"{kind}-{pk}" for kind, pk in ids.items()}, **DEFAULT}
    named |= MEANT.get(name, {})
    # All at once: an id of the world may be the text of another sample.
    asked = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))))
    return asked.sub(lambda found: named[found[0]].format(**ids), SAMPLES[name])


def test_each_sample_works(live_server: Any, settings: Any, tmp_path: Path) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    world = build("open")
    owner, maintainer = world.people["owner"], world.people["maintainer"]
    also = import_files(actor=owner, files=[("also.md", b"# Also\n")])
    world.ids |= {"also_waiting": also.job_id, "revision": world.ids["entry_revision"]}
    world.ids["person"] = world.people["mentor"].pk
    for name in ("to_drop", "to_resend"):
        broken = import_files(actor=owner, files=[(f"{name}.md", b"# Broken too\n")])
        give_up(broken.job, "Given up after 5 attempts.")
        world.ids[name] = DeadLetter.objects.get(job=broken.job_id).pk
    tokens = {who: create_token(actor=who, name="sample")[1] for who in (owner, maintainer)}
    wrong = []
    for name in sorted(SAMPLES.keys() - LEFT_OUT, key=order):
        who = owner if any(word in name for word in OWNERS) else maintainer
        done = subprocess.run(
            [
                "bash",
                "-c",
                "set -e\n" + CURL.sub("curl -sS --fail-with-body", text_of(name, world.ids)),
            ],
            cwd=tmp_path,
            env={**os.environ, "HUB": live_server.url, "NEXUS_TOKEN": tokens[who]},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            wrong.append(f"{name}: {done.stdout[:300]} {done.stderr[:200]}")
    assert wrong == [], "\n".join(wrong)


def test_every_body_and_query_is_of_an_operation() -> None:
    assert set(BODIES) | set(QUERIES) <= set(SAMPLES)
    asked = {
        operation["operationId"]
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    }
    assert asked == set(BODIES)
