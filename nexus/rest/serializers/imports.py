"""Imports and jobs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import Track
from nexus.jobs.models import DeadLetter
from nexus.jobs.queues import Queue
from nexus.rest.serializers.fields import PublicId, ShownName, choice_of


class JobOut(serializers.Serializer[Any]):
    id = PublicId("job")
    kind = serializers.CharField()
    queue = serializers.ChoiceField(choices=Queue.choices)
    state = serializers.CharField()
    who = ShownName("requested_by", help_text="Who asked for it, or “the hub”.")
    attempts = serializers.IntegerField(help_text="Tries since it last got on.")
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    result = serializers.DictField()
    created_at = serializers.DateTimeField()
    not_before = serializers.DateTimeField(allow_null=True, help_text="It waits until then.")
    finished_at = serializers.DateTimeField(allow_null=True)


class LetterOut(serializers.Serializer[Any]):
    """A message or a job that was tried and given up."""

    id = PublicId("letter")
    reason = serializers.ChoiceField(choices=DeadLetter.Reason.choices)
    job = PublicId("job", source="job_id", allow_null=True)
    queue = serializers.ChoiceField(choices=Queue.choices)
    headers = serializers.DictField()
    body = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    fate = serializers.ChoiceField(choices=[("", "Waits"), *DeadLetter.Fate.choices])
    settled_at = serializers.DateTimeField(allow_null=True)


class ImportOut(serializers.Serializer[Any]):
    """An import: its job and where its page is."""

    id = PublicId("import", source="job_id")
    source = serializers.CharField()  # type: ignore[assignment]
    job = JobOut()
    url = serializers.SerializerMethodField()

    def get_url(self, batch: Any) -> str:
        return f"/import/{batch.job_id}"


class ImportItemOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    state = serializers.CharField()
    error = serializers.CharField(
        help_text="What is wrong with it; of one that came in, that nothing was recognised."
    )
    document = PublicId("document", source="document_id", allow_null=True)


class ImportIn(serializers.Serializer[Any]):
    """Give one of: files (multipart), text, repository, or a cohort list with its files."""

    # An empty file is said on its item; the others go on.
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False
    )
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    name = serializers.CharField(required=False, max_length=200, allow_blank=True)
    repository = serializers.CharField(required=False, max_length=500, allow_blank=True)
    cohort_list = serializers.FileField(required=False, allow_empty_file=True)
    author = serializers.CharField(required=False, max_length=120, allow_blank=True)
    cohort = serializers.CharField(required=False, max_length=80, allow_blank=True)
    track = choice_of(Track, required=False, allow_blank=True)
    mine = serializers.BooleanField(required=False, allow_null=True, default=None)
