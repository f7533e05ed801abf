"""The topic map."""

from __future__ import annotations

from django.db import transaction

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid
from nexus.common.text import slugify
from nexus.library.models import Topic
from nexus.library.services.checks import check_line, check_title, find_topics


@transaction.atomic
def create_topic(*, actor: Viewer, title: str, parent: str = "", summary: str = "") -> Topic:
    """A topic under `parent` (a slug), or a root. Raises Invalid, NotAllowed."""
    person = require(actor, Role.MENTOR, "add a topic")
    title = check_title(title)[:120]
    slug = slugify(title)
    if Topic.objects.filter(slug=slug).exists():
        raise Invalid("There is a topic of that name.", fields={"title": "Choose another."})
    above = find_topics([parent])[0] if parent else None
    topic = Topic.objects.create(
        parent=above, slug=slug, title=title, summary=check_line(summary)[:300]
    )
    record_audit(person, "topic.created", "topic", topic.pk)
    record_change("topic.created", "topic", topic.pk)
    return topic
