"""`Idempotency-Key` on POST: the same request again is the same answer, and done once.

Key, work and answer are one transaction: there is no moment at which the work is done and its
answer is not kept, and who sends the same at the same moment waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.models import Person
from nexus.common.answers import claim_key, keep_answer, kept_body, key_of

Handler = Callable[..., Response]


def fingerprint(request: Request) -> str:
    """What is asked, whatever the order or boundary in which it was written."""
    digest = sha256(f"{request.get_full_path()}\n".encode())
    data = request.data
    if isinstance(data, QueryDict):
        for name, values in sorted(data.lists()):
            for value in values:
                digest.update(f"{name}={described(value)}\n".encode())
    else:
        digest.update(json.dumps(data, sort_keys=True).encode())
    return digest.hexdigest()


def described(value: Any) -> str:
    """A field of a form; a file by its name and content."""
    if not isinstance(value, UploadedFile):
        return json.dumps(value)
    content = sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return f"{json.dumps(value.name)} {content.hexdigest()}"


def answer_once(request: Request, handler: Handler, *, person: Person, has_secret: bool) -> Handler:
    """The handler of a POST, done once for the key of the request.

    It raises KeyReused, and Conflict where the answer is no longer kept.
    """

    def answer(*args: Any, **kwargs: Any) -> Response:
        wanted = fingerprint(request)
        with transaction.atomic():
            key = key_of(request.headers)
            row, is_first = claim_key(person_pk=person.pk, key=key, fingerprint=wanted)
            if is_first:
                response = handler(*args, **kwargs)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                    return response
                body = JSONRenderer().render(response.data).decode()
                keep_answer(row, status=response.status_code, body=None if has_secret else body)
                return response
        body = kept_body(row, wanted)
        data = json.loads(body) if body else None
        return Response(data, status=row.status, headers={"Idempotent-Replayed": "true"})

    return answer
