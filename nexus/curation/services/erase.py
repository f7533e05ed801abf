"""Statements that are erased take their evidence along."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.curation.events import topics_changed
from nexus.curation.models import Evidence, Named, Profile
from nexus.curation.services.copies import mark_copies
from nexus.curation.services.decisions import look_again_at
from nexus.curation.services.forgetting import forget_titles
from nexus.curation.services.settle import settle_entries
from nexus.documents.models import Statement
from nexus.jobs.services import create_job
from nexus.library.models import Topic


def forget_statements(statement_pks: Sequence[int]) -> None:
    """Remove evidence and bring its pages, counts and index up to date, in the same transaction."""
    evidence = Evidence.objects.filter(statement_id__in=statement_pks)
    entries = {pk for pk in evidence.values_list("entry_id", flat=True) if pk}
    topics = {pk for pk in evidence.values_list("topic_id", flat=True) if pk}
    forget_words(statement_pks)
    documents = set(
        Statement.objects.filter(pk__in=statement_pks).values_list("document_id", flat=True)
    )
    evidence.delete()
    Statement.objects.filter(pk__in=statement_pks).update(is_current=False)
    settle_entries(sorted(entries | mark_copies(gone=documents)))
    forget_titles(statement_pks)
    touched = list(Topic.objects.filter(pk__in=topics))
    if touched:
        topics_changed.send(sender=Topic, topics=touched)


def forget_words(statement_pks: Sequence[int]) -> None:
    """What is compared of these words goes with them, where nobody else said the same.

    What is left until the next run, which a job brings, is numbers.
    """
    contents = set(
        Statement.objects.filter(pk__in=statement_pks).values_list("content_hash", flat=True)
    )
    look_again_at(*contents)
    others = Statement.objects.filter(content_hash__in=contents).exclude(pk__in=statement_pks)
    alone = contents - set(others.values_list("content_hash", flat=True))
    Named.objects.filter(profile__key__in=alone).delete()
    Profile.objects.filter(key__in=alone).update(
        title="", words="", terms="", marks="", theme="", made_by=""
    )
    if contents:
        create_job(kind="consolidation", payload={"whole": False}, requested_by=None)
