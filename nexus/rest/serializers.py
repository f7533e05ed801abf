"""The shapes of the REST API: one serializer for each word of the product."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import Cohort, Person, Role, Track
from nexus.accounts.policies import name_for
from nexus.common.ids import encode_id
from nexus.curation.models import Evidence
from nexus.curation.selectors import VoiceView
from nexus.documents.models import Document, ImportItem, Statement
from nexus.jobs.models import Job
from nexus.library.leads import split_lead
from nexus.library.models import Entry, Kind, Receipt, Revision, Solution, Topic
from nexus.search.selectors import Hit


class TopicOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    parent = serializers.SerializerMethodField()  # type: ignore[assignment]
    url = serializers.CharField(source="get_absolute_url")

    def get_id(self, topic: Topic) -> str:
        return encode_id("topic", topic.pk)

    def get_parent(self, topic: Topic) -> str | None:
        return topic.parent.slug if topic.parent else None


class TopicBrief(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()


class EntryOut(serializers.Serializer[Any]):
    """An entry in a list."""

    id = serializers.SerializerMethodField()
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
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_id(self, entry: Entry) -> str:
        return encode_id("entry", entry.pk)


class LeadFields(serializers.Serializer[Any]):
    symptom = serializers.CharField(allow_blank=True, required=False)
    cause = serializers.CharField(allow_blank=True, required=False)
    fix = serializers.CharField(allow_blank=True, required=False)
    check = serializers.CharField(allow_blank=True, required=False)
    versions = serializers.CharField(allow_blank=True, required=False)
    more = serializers.CharField(allow_blank=True, required=False)


class VoiceOut(serializers.Serializer[Any]):
    """What a learner said; `document` and `source` are null for who may not read documents."""

    statement = serializers.SerializerMethodField()
    title = serializers.CharField()
    text = serializers.CharField()
    problem = serializers.CharField()
    solution = serializers.CharField()
    who = serializers.CharField()
    cohort = serializers.CharField()
    track = serializers.CharField()
    document = serializers.SerializerMethodField()
    line = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    method = serializers.CharField()
    score = serializers.FloatField()

    def get_statement(self, voice: VoiceView) -> str:
        return encode_id("statement", voice.statement_id)

    def get_document(self, voice: VoiceView) -> str | None:
        return encode_id("document", voice.document_id) if voice.document_id else None


class SolutionOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    entry = serializers.SerializerMethodField()
    text = serializers.CharField()
    html = serializers.CharField()
    versions = serializers.CharField()
    author = serializers.SerializerMethodField()
    worked_count = serializers.IntegerField()
    broken_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()

    def get_id(self, solution: Solution) -> str:
        return encode_id("solution", solution.pk)

    def get_entry(self, solution: Solution) -> str:
        return encode_id("entry", solution.entry_id)

    def get_author(self, solution: Solution) -> str:
        return name_for(self.context["viewer"], solution.author)


class EntryDetail(EntryOut):
    """An entry with its lead, solutions and voices."""

    lead = serializers.CharField()
    lead_html = serializers.CharField()
    fields_ = serializers.SerializerMethodField(method_name="get_lead_fields")
    solutions = serializers.SerializerMethodField()
    voices = serializers.SerializerMethodField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields

    def get_lead_fields(self, entry: Entry) -> dict[str, str] | None:
        """A challenge's lead by field; null for other kinds."""
        return split_lead(entry.lead) if entry.kind == Kind.CHALLENGE else None

    def get_solutions(self, entry: Entry) -> list[dict[str, Any]]:
        return list(SolutionOut(self.context["solutions"], many=True, context=self.context).data)

    def get_voices(self, entry: Entry) -> list[dict[str, Any]]:
        return list(VoiceOut(self.context["voices"], many=True).data)


class EntryIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField(max_length=200)
    lead = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="Markdown."
    )
    fields = LeadFields(required=False, help_text="A challenge by field, instead of `lead`.")  # type: ignore[assignment]
    topics = serializers.ListField(child=serializers.SlugField(), required=False)
    track = serializers.ChoiceField(choices=Track.choices, required=False, allow_blank=True)
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(trim_whitespace=False),
        required=False,
        max_length=5,
        help_text="Literal error texts that this answers.",
    )
    draft = serializers.BooleanField(required=False)


class LeadIn(serializers.Serializer[Any]):
    lead = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="Markdown."
    )
    fields = LeadFields(required=False)  # type: ignore[assignment]
    title = serializers.CharField(max_length=200, required=False)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    expected_version = serializers.IntegerField(
        min_value=0, help_text="The `version` that the edit started from."
    )


class TopicsIn(serializers.Serializer[Any]):
    topics = serializers.ListField(child=serializers.SlugField())


class TopicIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120)
    parent = serializers.SlugField(required=False, allow_blank=True)  # type: ignore[assignment]
    summary = serializers.CharField(max_length=300, required=False, allow_blank=True)


class RestoreIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)
    expected_version = serializers.IntegerField(min_value=0)


class SolutionIn(serializers.Serializer[Any]):
    text = serializers.CharField(trim_whitespace=False)
    versions = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ReceiptIn(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Receipt.Outcome.choices)
    solution = serializers.CharField(required=False, allow_blank=True, help_text="solution-12")
    versions = serializers.CharField(max_length=120, required=False, allow_blank=True)


class ReceiptOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    entry = serializers.SerializerMethodField()
    solution = serializers.SerializerMethodField()
    outcome = serializers.CharField()
    versions = serializers.CharField()
    who = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_id(self, receipt: Receipt) -> str:
        return encode_id("receipt", receipt.pk)

    def get_who(self, receipt: Receipt) -> str:
        return name_for(self.context["viewer"], receipt.person)

    def get_entry(self, receipt: Receipt) -> str:
        return encode_id("entry", receipt.entry_id)

    def get_solution(self, receipt: Receipt) -> str | None:
        return encode_id("solution", receipt.solution_id) if receipt.solution_id else None


class RevisionOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    entry = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    lead = serializers.CharField()
    note = serializers.CharField()
    author = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_id(self, revision: Revision) -> str:
        return encode_id("revision", revision.pk)

    def get_entry(self, revision: Revision) -> str:
        return encode_id("entry", revision.entry_id)

    def get_author(self, revision: Revision) -> str:
        return name_for(self.context["viewer"], revision.author)


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    name = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(source="get_absolute_url")
    author = serializers.SerializerMethodField()
    cohort = serializers.SerializerMethodField()
    track = serializers.CharField()
    version = serializers.IntegerField(source="current.number")
    line_count = serializers.IntegerField(source="current.line_count")
    statement_count = serializers.IntegerField(default=0)
    guide = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_id(self, document: Document) -> str:
        return encode_id("document", document.pk)

    def get_author(self, document: Document) -> str:
        return name_for(self.context["viewer"], document.author)

    def get_cohort(self, document: Document) -> str | None:
        return document.cohort.slug if document.cohort else None

    def get_guide(self, document: Document) -> str | None:
        return encode_id("entry", document.guide_id) if document.guide_id else None


class LineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    text = serializers.CharField()
    part = serializers.CharField()
    statements = serializers.ListField(child=serializers.CharField())


class DocumentDetail(DocumentOut):
    text = serializers.CharField(source="current.text")
    html = serializers.CharField(source="current.html")


class DocumentCorrection(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=300, required=False)
    cohort = serializers.CharField(max_length=80, required=False)
    track = serializers.ChoiceField(choices=Track.choices, required=False, allow_blank=True)


class StatementOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    kind = serializers.CharField()
    title = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()
    problem = serializers.CharField()
    solution = serializers.CharField()
    lines = serializers.SerializerMethodField()
    document = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    who = serializers.SerializerMethodField()
    repeats_brief = serializers.BooleanField()

    def get_id(self, statement: Statement) -> str:
        return encode_id("statement", statement.pk)

    def get_who(self, statement: Statement) -> str:
        return name_for(self.context["viewer"], statement.document.author)

    def get_lines(self, statement: Statement) -> list[int]:
        return [statement.first_line, statement.last_line]

    def get_document(self, statement: Statement) -> str:
        return encode_id("document", statement.document_id)

    def get_url(self, statement: Statement) -> str:
        return f"/documents/{statement.document_id}#L{statement.first_line}"


class EvidenceOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    statement = serializers.SerializerMethodField()
    entry = serializers.SerializerMethodField()
    method = serializers.CharField()
    score = serializers.FloatField()
    created_at = serializers.DateTimeField()

    def get_id(self, evidence: Evidence) -> str:
        return encode_id("evidence", evidence.pk)

    def get_statement(self, evidence: Evidence) -> str:
        return encode_id("statement", evidence.statement_id)

    def get_entry(self, evidence: Evidence) -> str | None:
        return encode_id("entry", evidence.entry_id) if evidence.entry_id else None


class PersonOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    name = serializers.CharField(source="display_name")
    role = serializers.CharField()
    document_count = serializers.IntegerField(default=0)
    url = serializers.SerializerMethodField()

    def get_id(self, person: Person) -> str:
        return encode_id("person", person.pk)

    def get_url(self, person: Person) -> str:
        return f"/people/{person.pk}"


class MeOut(PersonOut):
    email = serializers.CharField()
    own_name = serializers.CharField(source="name")
    shows_name = serializers.BooleanField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["name"] = serializers.CharField(source="display_name")
        return fields


class ProfileIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, allow_blank=True)
    shows_name = serializers.BooleanField()


class RoleIn(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class CohortOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    name = serializers.CharField()
    slug = serializers.CharField()
    person_count = serializers.IntegerField(default=0)

    def get_id(self, cohort: Cohort) -> str:
        return encode_id("cohort", cohort.pk)


class CohortIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)


class InviteOut(serializers.Serializer[Any]):
    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class JoinIn(serializers.Serializer[Any]):
    secret = serializers.CharField(max_length=100)
    track = serializers.ChoiceField(choices=Track.choices, required=False, allow_blank=True)


class TokenOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    name = serializers.CharField()
    prefix = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)

    def get_id(self, token: Any) -> str:
        return encode_id("token", token.pk)


class TokenMade(TokenOut):
    secret = serializers.CharField(help_text="Shown this once.")


class TokenIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)


class JobOut(serializers.Serializer[Any]):
    id = serializers.SerializerMethodField()
    kind = serializers.CharField()
    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    result = serializers.DictField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_id(self, job: Job) -> str:
        return encode_id("job", job.pk)


class ImportOut(serializers.Serializer[Any]):
    """An import: its job and where its page is."""

    id = serializers.SerializerMethodField()
    source = serializers.CharField()  # type: ignore[assignment]
    job = JobOut()
    url = serializers.SerializerMethodField()

    def get_id(self, batch: Any) -> str:
        return encode_id("import", batch.job_id)

    def get_url(self, batch: Any) -> str:
        return f"/import/{batch.job_id}"


class ImportItemOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    state = serializers.CharField()
    error = serializers.CharField()
    document = serializers.SerializerMethodField()

    def get_document(self, item: ImportItem) -> str | None:
        return encode_id("document", item.document_id) if item.document_id else None


class ImportIn(serializers.Serializer[Any]):
    """Give one of: files (multipart), text, repository, or a cohort list with its files."""

    files = serializers.ListField(child=serializers.FileField(), required=False)
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    name = serializers.CharField(required=False, max_length=200, allow_blank=True)
    repository = serializers.CharField(required=False, max_length=500, allow_blank=True)
    cohort_list = serializers.FileField(required=False)
    author = serializers.CharField(required=False, max_length=120, allow_blank=True)
    cohort = serializers.CharField(required=False, max_length=80, allow_blank=True)
    track = serializers.ChoiceField(choices=Track.choices, required=False, allow_blank=True)
    mine = serializers.BooleanField(required=False, allow_null=True, default=None)


class SectionHitOut(serializers.Serializer[Any]):
    heading = serializers.CharField()
    url = serializers.CharField()
    snippet = serializers.SerializerMethodField(help_text="Plain text; hits are not marked.")

    def get_snippet(self, section: Any) -> str:
        return "".join(text for text, _ in section.snippet)


class HitEntry(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.CharField()
    version = serializers.IntegerField()
    statement_count = serializers.IntegerField()
    solved = serializers.BooleanField()
    documents = serializers.ListField(child=serializers.CharField())


class HitOut(serializers.Serializer[Any]):
    entry = serializers.SerializerMethodField()
    score = serializers.FloatField()
    is_match = serializers.BooleanField()
    sections = SectionHitOut(many=True)

    def get_entry(self, hit: Hit) -> dict[str, Any]:
        return hit_entry(hit)


def hit_entry(hit: Hit) -> dict[str, Any]:
    """An entry (or topic) of a hit, in the fields that an entry has everywhere."""
    page = hit.page
    is_entry = isinstance(page, Entry)
    return {
        "id": encode_id("entry" if is_entry else "topic", page.pk),
        "kind": hit.kind,
        "slug": page.slug,
        "title": page.title,
        "summary": page.summary,
        "url": page.get_absolute_url(),
        "version": page.version if isinstance(page, Entry) else 0,
        "statement_count": page.statement_count if isinstance(page, Entry) else 0,
        "solved": page.is_solved if isinstance(page, Entry) else False,
        "documents": list(hit.documents),
    }


class HubOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    is_published = serializers.BooleanField()
    shows_documents = serializers.BooleanField()


class HubIn(serializers.Serializer[Any]):
    published = serializers.BooleanField()
    shows_documents = serializers.BooleanField(required=False, allow_null=True, default=None)
