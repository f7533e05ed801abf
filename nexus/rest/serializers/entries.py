"""Entries, their revisions, solutions, receipts and voices."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import Track
from nexus.common.wording import SOLUTION, TITLE
from nexus.documents.selectors import guide_source
from nexus.library.leads import split_lead
from nexus.library.models import Entry, Kind, Receipt, Solution
from nexus.rest.serializers.fields import PublicId, ShownAuthor, ShownName, choice_of, line
from nexus.rest.serializers.topics import TopicBrief


class EntryOut(serializers.Serializer[Any]):
    """An entry in a list."""

    id = PublicId("entry")
    kind = serializers.ChoiceField(choices=Kind.choices)
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.CharField(source="get_absolute_url")
    state = serializers.CharField()
    version = serializers.IntegerField()
    versions = serializers.CharField()
    track = serializers.CharField()
    solved = serializers.BooleanField(source="is_solved")
    topics = TopicBrief(many=True)
    statement_count = serializers.IntegerField()
    voice_count = serializers.IntegerField()
    same_here_count = serializers.IntegerField()
    worked_count = serializers.IntegerField()
    broken_count = serializers.IntegerField(help_text="Of the fix in its lead.")
    broken_since = serializers.CharField()
    broken_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class LeadFields(serializers.Serializer[Any]):
    symptom = serializers.CharField(allow_blank=True, required=False)
    cause = serializers.CharField(allow_blank=True, required=False)
    fix = serializers.CharField(allow_blank=True, required=False)
    check = serializers.CharField(allow_blank=True, required=False)
    versions = serializers.CharField(allow_blank=True, required=False)
    more = serializers.CharField(allow_blank=True, required=False)


class VoiceOut(serializers.Serializer[Any]):
    """What a learner said; `document` and `source` are null for who may not read documents."""

    statement = PublicId("statement", source="statement_id")
    title = serializers.CharField()
    text = serializers.CharField()
    problem = serializers.CharField()
    solution = serializers.CharField()
    who = serializers.CharField()
    cohort = serializers.CharField()
    track = serializers.CharField()
    document = PublicId("document", source="document_id", allow_null=True)
    line = serializers.IntegerField()
    last_line = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    method = serializers.CharField()
    score = serializers.FloatField()
    learner = serializers.IntegerField(
        help_text="Voices of one entry with the same number are one learner's."
    )
    documents = serializers.IntegerField(help_text="Of this learner, that tell of it.")
    fix = PublicId(
        "solution", source="solution_id", allow_null=True, help_text="The solution it tells of."
    )
    copies = serializers.IntegerField(help_text="Near-copies of the document, not counted.")


class SolutionOut(serializers.Serializer[Any]):
    id = PublicId("solution")
    entry = PublicId("entry", source="entry_id")
    text = serializers.CharField()
    html = serializers.CharField()
    versions = serializers.CharField()
    author = ShownAuthor()
    is_best = serializers.SerializerMethodField()
    voice_count = serializers.IntegerField(help_text="People whose documents tell of it.")
    worked_count = serializers.IntegerField()
    broken_count = serializers.IntegerField()
    broken_since = serializers.CharField(help_text="The version that the first who said so named.")
    broken_at = serializers.DateTimeField(allow_null=True, help_text="When they said so.")
    created_at = serializers.DateTimeField()

    def get_is_best(self, solution: Solution) -> bool:
        """Whether a curator marked it."""
        return solution.entry.best_solution_id == solution.pk


class EntryDetail(EntryOut):
    """An entry with its lead, solutions and voices."""

    lead = serializers.SerializerMethodField(help_text="Markdown; of a guide, its document's.")
    lead_html = serializers.SerializerMethodField()
    fields_ = serializers.SerializerMethodField(method_name="get_lead_fields")
    solutions = serializers.SerializerMethodField()
    voices = serializers.SerializerMethodField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields

    def get_lead(self, entry: Entry) -> str:
        source = guide_source(entry)
        return source.text if source else entry.lead

    def get_lead_html(self, entry: Entry) -> str:
        source = guide_source(entry)
        return source.html if source else entry.lead_html

    def get_lead_fields(self, entry: Entry) -> dict[str, str] | None:
        """A challenge's lead by field; null for other kinds."""
        return split_lead(entry.lead) if entry.kind == Kind.CHALLENGE else None

    def get_solutions(self, entry: Entry) -> list[dict[str, Any]]:
        return list(SolutionOut(self.context["solutions"], many=True, context=self.context).data)

    def get_voices(self, entry: Entry) -> list[dict[str, Any]]:
        return list(VoiceOut(self.context["voices"], many=True).data)


class EntryIn(serializers.Serializer[Any]):
    kind = choice_of(Kind)
    title = line(200, TITLE)
    lead = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="Markdown."
    )
    fields = LeadFields(required=False, help_text="A challenge by field, instead of `lead`.")  # type: ignore[assignment]
    topics = serializers.ListField(child=serializers.SlugField(), required=False)
    track = choice_of(Track, required=False, allow_blank=True)
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(trim_whitespace=False),
        required=False,
        max_length=5,
        help_text="Literal error texts that this answers.",
    )
    draft = serializers.BooleanField(required=False)


class SourceOut(serializers.Serializer[Any]):
    """What an editor of an entry loads; its ETag goes into If-Match."""

    id = PublicId("entry", source="pk")
    version = serializers.IntegerField()
    title = serializers.CharField()
    lead = serializers.CharField(help_text="Markdown, as people wrote it.")


class LeadIn(serializers.Serializer[Any]):
    lead = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="Markdown."
    )
    fields = LeadFields(required=False)  # type: ignore[assignment]
    title = line(200, TITLE, required=False)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class RestoreIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)


class SolutionIn(serializers.Serializer[Any]):
    text = serializers.CharField(trim_whitespace=False, error_messages={"blank": SOLUTION})
    versions = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ReceiptIn(serializers.Serializer[Any]):
    outcome = choice_of(Receipt.Outcome)
    solution = serializers.CharField(required=False, allow_blank=True, help_text="solution-12")
    versions = serializers.CharField(max_length=120, required=False, allow_blank=True)


class ReceiptOut(serializers.Serializer[Any]):
    id = PublicId("receipt")
    entry = PublicId("entry", source="entry_id")
    solution = PublicId("solution", source="solution_id", allow_null=True)
    outcome = serializers.CharField()
    versions = serializers.CharField()
    who = ShownName("person")
    created_at = serializers.DateTimeField()


class RevisionOut(serializers.Serializer[Any]):
    id = PublicId("revision")
    entry = PublicId("entry", source="entry_id")
    version = serializers.IntegerField()
    title = serializers.CharField()
    lead = serializers.CharField()
    note = serializers.CharField()
    author = ShownName("author")
    created_at = serializers.DateTimeField()
