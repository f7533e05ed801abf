"""What those see who look after the reference: the audit, broken links, whom fixes helped."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import AuditEntry
from nexus.accounts.policies import actor_for
from nexus.linkcheck.models import DEAD
from nexus.rest.serializers.entries import EntryOut
from nexus.rest.serializers.fields import PublicId


class AuditOut(serializers.Serializer[Any]):
    """Who did what, when; it holds no text of documents."""

    id = PublicId("audit")
    action = serializers.CharField()
    object = serializers.SerializerMethodField(help_text="entry-12")
    who = serializers.SerializerMethodField()
    person = PublicId("person", source="actor_id", allow_null=True)
    at = serializers.DateTimeField()

    def get_object(self, row: AuditEntry) -> str:
        return row.object_id

    def get_who(self, row: AuditEntry) -> str:
        return actor_for(self.context["viewer"], row)


class BrokenLinkOut(serializers.Serializer[Any]):
    """A reference in a lead that names nothing."""

    id = PublicId("link")
    entry = PublicId("entry", source="source_id")
    title = serializers.CharField(source="source.title")
    reference = serializers.CharField()


class DeadLinkOut(serializers.Serializer[Any]):
    """An address of another site that led nowhere when it was last asked, or has moved.

    It stands in an entry or in a document.
    """

    id = PublicId("outside-link")
    entry = PublicId("entry", source="entry_id", allow_null=True)
    document = PublicId("document", source="document_id", allow_null=True)
    title = serializers.CharField(help_text="Of the entry or the document.")
    address = serializers.CharField()
    state = serializers.ChoiceField(choices=DEAD)
    leads_to = serializers.CharField(
        help_text="Of one that moved for good: the address that its server names instead."
    )
    why = serializers.CharField(help_text="What its server said, or that it did not answer.")
    failures = serializers.IntegerField(help_text="How often in a row it led nowhere.")
    asked_at = serializers.DateTimeField()


class HelpedOut(serializers.Serializer[Any]):
    """A challenge where one's fix worked for others, and for how many."""

    entry = EntryOut()
    count = serializers.IntegerField()


class FacetOut(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class DocumentFacetsOut(serializers.Serializer[Any]):
    """Cohorts and tracks of the documents that the viewer sees."""

    cohorts = FacetOut(many=True)
    tracks = FacetOut(many=True)
