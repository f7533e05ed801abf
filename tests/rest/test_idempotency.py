"""A POST with an Idempotency-Key is done once, however often and however soon it is sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nexus.accounts.models import ApiToken
from nexus.common.models import KeptAnswer
from nexus.documents.models import Document, ImportBatch
from nexus.documents.services import erase_document
from nexus.library.models import Entry
from tests.at_once import AtOnce
from tests.support import api_of

ENTRIES = "/api/v1/entries/"
PRACTICE = {"kind": "practice", "title": "Write tests", "lead": "Before the fix."}


def post(
    person: Any, url: str = ENTRIES, body: Any = None, key: str = "k-1", **options: Any
) -> Any:
    client = api_of(person)
    return client.post(
        url, PRACTICE if body is None else body, headers={"Idempotency-Key": key}, **options
    )


@pytest.mark.django_db
def test_the_same_request_again_is_the_same_answer(learner: Any) -> None:
    first, second = post(learner), post(learner)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_order_of_its_fields_does_not_matter(learner: Any) -> None:
    post(learner)
    again = post(learner, body=dict(reversed(PRACTICE.items())))
    assert (again.status_code, Entry.objects.count()) == (201, 1)


@pytest.mark.django_db
def test_another_request_with_the_key_is_refused(learner: Any) -> None:
    post(learner)
    for url, body in ((ENTRIES, {**PRACTICE, "title": "B"}), ("/api/v1/topics/", PRACTICE)):
        answer = post(learner, url, body)
        assert answer.status_code == 422
        assert answer.json()["type"] == "/docs/errors#idempotency-key-reused"
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_another_key_or_person_is_another_request(learner: Any, mentor: Any) -> None:
    made = [post(learner), post(learner, key="k-2"), post(mentor)]
    assert [answer.status_code for answer in made] == [201] * 3
    assert Entry.objects.count() == 3


@pytest.mark.django_db
def test_without_a_key_each_is_done(learner: Any) -> None:
    for _ in range(2):
        assert api_of(learner).post(ENTRIES, PRACTICE).status_code == 201
    assert (Entry.objects.count(), KeptAnswer.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_what_failed_may_be_mended_with_the_same_key(learner: Any, reader: Any) -> None:
    assert post(learner, body={**PRACTICE, "topics": ["no"]}).status_code == 422
    assert post(reader).status_code == 403
    assert KeptAnswer.objects.count() == 0
    assert post(learner).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a\x01b"])
def test_keys_that_cannot_be_used(learner: Any, key: str) -> None:
    assert post(learner, key=key).status_code == 422
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_nobodys_key_is_not_kept(anonymous: Any) -> None:
    assert post(anonymous).status_code == 401
    assert KeptAnswer.objects.count() == 0


@pytest.mark.django_db
def test_uploads_are_known_by_their_content(learner: Any) -> None:
    def send(content: bytes) -> Any:
        files = {"files": SimpleUploadedFile("a.md", content)}
        return post(learner, "/api/v1/imports/", files, format="multipart")

    first = send(b"# Redis\n")
    assert first.status_code == 202
    assert send(b"# Redis\n").json() == first.json()
    assert send(b"# Celery\n").status_code == 422
    assert ImportBatch.objects.count() == 1


@pytest.mark.django_db
def test_a_secret_is_made_once_and_never_kept(learner: Any) -> None:
    first = post(learner, "/api/v1/me/tokens/", {"name": "x"})
    second = post(learner, "/api/v1/me/tokens/", {"name": "x"})
    assert (first.status_code, second.status_code) == (201, 409)
    assert ApiToken.objects.count() == 1
    assert first.json()["secret"] not in str(list(KeptAnswer.objects.values()))


@pytest.mark.django_db
def test_what_is_erased_is_in_no_kept_answer(learner: Any, document: Document) -> None:
    assert post(learner).status_code == 201
    erase_document(actor=learner, document=document)
    assert list(KeptAnswer.objects.values_list("status", "body")) == [(201, None)]
    # And still nothing is done twice.
    assert (
        post(learner).status_code,
        Entry.objects.filter(kind="practice", title="Write tests").count(),
    ) == (409, 1)


@pytest.mark.django_db
def test_a_day_later_the_key_is_free(learner: Any) -> None:
    post(learner)
    post(learner, key="k-2")
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert post(learner).status_code == 201
    assert (Entry.objects.count(), KeptAnswer.objects.count()) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_done_once(learner: Any, at_once: AtOnce) -> None:
    clients = [api_of(learner) for _ in range(8)]

    def sending(client: Any) -> Callable[[], tuple[int, bytes, bool]]:
        def send() -> tuple[int, bytes, bool]:
            answer = client.post(ENTRIES, PRACTICE, headers={"Idempotency-Key": "k"})
            return answer.status_code, answer.content, "Idempotent-Replayed" in answer

        return send

    answers = at_once(*map(sending, clients))
    assert {status for status, _, _ in answers} == {201}
    assert len({content for _, content, _ in answers}) == 1
    assert sorted(replayed for _, _, replayed in answers) == [False] + [True] * 7
    [count] = at_once(lambda: Entry.objects.filter(title="Write tests").count())
    assert count == 1
