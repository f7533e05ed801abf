"""Further ways to solve a challenge."""

from __future__ import annotations

from django.db import transaction

from nexus.accounts.policies import Viewer
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid
from nexus.common.markdown import render
from nexus.common.wording import SOLUTION, at_most
from nexus.library.events import entries_changed
from nexus.library.models import Entry, Kind, Solution
from nexus.library.policies import require_writer
from nexus.library.services.checks import check_line, check_text
from nexus.library.services.links import LinkResolver
from nexus.library.services.solved import mark_solved


@transaction.atomic
def add_solution(*, actor: Viewer, entry: Entry, text: str, versions: str = "") -> Solution:
    """What solved this challenge for the actor, beside what its lead says.

    Raises Invalid for an empty text or an entry that is no challenge.
    """
    person = require_writer(actor)
    if entry.kind != Kind.CHALLENGE:
        raise Invalid("Only a challenge has solutions.", fields={"entry": "Name a challenge."})
    text = check_text(text, "text").strip()
    if not text:
        raise Invalid("There is no solution yet.", fields={"text": SOLUTION})
    versions = check_line(versions)
    if len(versions) > 300:
        raise Invalid("Versions are too long.", fields={"versions": at_most(300)})
    solution = Solution.objects.create(
        entry=entry,
        text=text,
        html=render(text, resolve=LinkResolver()).html,
        versions=versions,
        author=person,
    )
    entry.save(update_fields=["updated_at"])
    mark_solved([entry])
    record_audit(person, "solution.added", "solution", solution.pk)
    record_change("solution.added", "entry", entry.pk)
    entries_changed.send(sender=Entry, entries=[entry])
    return solution
