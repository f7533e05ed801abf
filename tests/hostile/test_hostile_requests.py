"""Requests that want to break the hub: search, GraphQL, cursors, ids, bodies, lists, archives."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from nexus.common.errors import NexusError
from nexus.documents.models import Document, ImportBatch
from nexus.documents.services import import_cohort, import_repository
from nexus.library.models import Entry
from tests.hostile.safety import (
    assert_answer_is_clear,
    assert_graphql_is_clear,
    assert_page_is_safe,
    assert_still_healthy,
)
from tests.support import api_of, run_to_end

pytestmark = pytest.mark.django_db
# Seconds of processor time.
LONGEST_ANSWER = 5.0
MEGABYTE = 1 << 20

QUERIES = {
    "operators": "AND OR NOT NEAR(a b, 5)",
    "column": "title_tokens:x body_tokens:*",
    "quotes": '"a "" b\' OR 1=1 --',
    "open quote": '"' * 999,
    "stars": "* a* *b ^c",
    "brackets": "((((a) OR (b)",
    "minus": "-a -b --",
    "tsquery": "a & b | !c <-> d:*",
    "escapes": "\\ \\\\ \\' %s %(a)s {0} $1 ?",
    "NUL": "a\x00b",
    "only NUL": "\x00\x00",
    "controls": "".join(map(chr, range(1, 32))),
    "bidi": "\u202eabc\u202c \u200b\u200b",
    "surrogate": "\ud800",
    "emoji": "👩‍👩‍👧‍👦 " * 50,
    "combining": "a" + "\u0301" * 3000,
    "a long word": "x" * 5000,
    "many words": "word " * 4000,
    "a megabyte": "a b " * (MEGABYTE // 4),
    "markup": "<script>alert(1)</script>",
    "LIKE": "%_%_%" * 50,
    "glob": "[a-z]*?" * 50,
    "a traceback": 'File "a.py", line 1\n' * 500 + "ValueError: x",
    "blank": " \t\n",
}


@pytest.mark.parametrize("what", QUERIES)
def test_search(what: str, challenge: Entry, learner: Any) -> None:
    client, query = api_of(learner), QUERIES[what]
    for address in ("/search/", "/api/v1/search/", "/search/suggest/"):
        began = time.process_time()
        answer = client.get(address, {"q": query.encode("utf-8", "surrogatepass")})
        assert time.process_time() - began < LONGEST_ANSWER
        assert_answer_is_clear(answer)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert_page_is_safe(answer.content.decode())
    asked = {
        "query": "query($q: String!) { search(query: $q) { total } }",
        "variables": {"q": query},
    }
    body = json.dumps(asked).encode()
    answer = client.generic("POST", "/graphql", body, content_type="application/json")
    assert_graphql_is_clear(answer)
    assert_still_healthy(client)


GRAPHQL = {
    "deep": "{ entries { nodes { " + "topics { entries { nodes { " * 200 + "id" + " } } }" * 200 + " } } }",
    "deep braces": "{ a " * 5000 + "}" * 5000,
    "deep lists": "{ entries(kind: " + "[" * 5000 + "]" * 5000 + ") { nodes { id } } }",
    "aliases": "{ " + " ".join(f"a{n}: entries(first: 100) {{ nodes {{ id title }} }}" for n in range(2000)) + " }",
    "the same field": "{ " + "entries { nodes { id } } " * 5000 + "}",
    "fragments in a ring": "query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
    "fragment bomb": "query { ...f0 } " + " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(40)) + " fragment f40 on Query { __typename }",
    "directives": "{ __typename " + "@include(if: true) " * 5000 + "}",
    "variables": "query(" + " ".join(f"$v{n}: Int" for n in range(5000)) + ") { __typename }",
    "introspection, deep": "{ __schema { types { " + "fields { type { " * 40 + "name" + " } }" * 40 + " } } }",
    "a megabyte": "{ __typename } #" + "x" * MEGABYTE,
    "a long name": "{ " + "a" * 100_000 + " }",
    "NUL": "{ __type\x00name }",
    "escapes": '{ entry(id: "\\u0000\\ud800") { id } }',
    "numbers": "{ entries(first: 99999999999999999999) { nodes { id } } }",
    "negative": "{ entries(first: -1) { nodes { id } } }",
    "bad cursor": '{ entries(after: "\\u0000") { nodes { id } } }',
    "not a query": "DROP TABLE library_entry",
    "empty": "",
    "many operations": " ".join(f"query q{n} {{ __typename }}" for n in range(2000)),
}  # fmt: skip


@pytest.mark.parametrize("what", GRAPHQL)
def test_graphql(what: str, challenge: Entry, learner: Any) -> None:
    client = api_of(learner)
    began = time.process_time()
    answer = client.post("/graphql", {"query": GRAPHQL[what]}, format="json")
    assert time.process_time() - began < LONGEST_ANSWER
    assert_graphql_is_clear(answer)
    assert_still_healthy(client)


BODIES: dict[str, bytes] = {
    "no JSON": b"{",
    "deep": b"[" * 100_000,
    "deep objects": b'{"lead":' * 50_000 + b"1" + b"}" * 50_000,
    "a list": b"[]",
    "a number": b"1" * 5000,
    "infinite": b'{"kind":"practice","title":1e999,"lead":NaN}',
    "null": b"null",
    "wrong kinds": b'{"kind":[],"title":{},"lead":[1],"topics":"x","errors":{"a":1}}',
    "NUL": b'{"kind":"practice","title":"a\\u0000b","lead":"a\\u0000b"}',
    "lone surrogate": b'{"kind":"practice","title":"a\\ud800","lead":"\\udfff"}',
    "broken UTF-8": b'{"kind":"practice","title":"\xff\xfe"}',
    "UTF-16": '{"kind":"practice","title":"x"}'.encode("utf-16"),
    "a long title": json.dumps({"kind": "practice", "title": "x" * MEGABYTE}).encode(),
    "a long lead": json.dumps({"kind": "practice", "title": "x", "lead": "# a\n" * MEGABYTE}).encode(),
    "many topics": json.dumps({"kind": "practice", "title": "x", "topics": ["a"] * 50_000}).encode(),
    "the same key": b'{"kind":"practice","kind":"hub","title":"x"}',
    "too large": b'{"title":"' + b"x" * 13 * MEGABYTE + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("what", BODIES)
def test_bodies(what: str, learner: Any) -> None:
    client = api_of(learner)
    for address in ("/api/v1/entries/", "/api/v1/imports/"):
        answer = client.generic("POST", address, BODIES[what], content_type="application/json")
        assert_answer_is_clear(answer)
    assert_still_healthy(client)


def cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


CURSORS = (
    "x", "%00", "=" * 50, cursor([]), cursor([1, 2, 3]), cursor({"a": 1}), cursor(None),
    cursor(["a", "b"]), cursor([10**400, 1]), cursor([-1, -(2**63)]), cursor(["\x00", 1]),
    cursor([[1], {}]), cursor([True, False]), cursor("[" * 5000), "A" * 20_000,
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(CURSORS)))
def test_cursors(number: int, challenge: Entry, learner: Any) -> None:
    client = api_of(learner)
    for name in ("cursor", "after", "limit", "order", "topic", "page"):
        for path in ("/api/v1/entries/", "/api/v1/documents/", "/api/v1/imports/", "/challenges/", "/documents/"):  # fmt: skip
            answer = client.get(path, {name: CURSORS[number]})
            assert_answer_is_clear(answer)
    assert_still_healthy(client)


IDS = (
    "entry-0", "entry--1", "entry-99999999999999999999", "entry-1e9", "entry-\u0661", "document-1",
    "1", "entry-", "-", "entry-1%00", "..%2f..%2fetc", "entry-1;drop", "entry-0x1", "x" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_ids(name: str, challenge: Entry, learner: Any) -> None:
    client = api_of(learner)
    for kind in ("entries", "documents", "statements", "imports", "people", "cohorts", "jobs"):
        answer = client.get(f"/api/v1/{kind}/{name}/")
        assert_answer_is_clear(answer)
    for page in ("documents", "people", "import", "challenges", "topics"):
        assert_answer_is_clear(client.get(f"/{page}/{name}"))
    assert_still_healthy(client)


LISTS: dict[str, bytes] = {
    "empty": b"",
    "no header": b"a,b,c\n1,2,3\n",
    "only a header": b"source,person,cohort,track\n",
    "NUL": b"source,person\na\x00.md,b\n",
    "UTF-16": "source\nx.md\n".encode("utf-16"),
    "broken UTF-8": b"source\n\xff\xfe.md\n",
    "open quote": b'source,person\n"a.md,b\n' + b"x\n" * 1000,
    "a long field": b"source\n" + b"x" * 200_000 + b"\n",
    "a wrong track": b"source,track\na.md,evil\n",
    "a formula": b"source,person\na.md,\"=cmd|' /C calc'!A0\"\n",
    "escapes": b"source\n../../etc/passwd\n/etc/passwd\nfile:///etc/passwd\n",
    "addresses": b"source\nssh://x/y\next::sh -c id\nhttp://-x/\n--upload-pack=id\n",
    "too many": b"source\n" + b"a.md\n" * 5001,
    "many columns": b"source," * 20_000 + b"\nx\n",
    "the same column": b"source,source\na.md,b.md\n",
    "markup": b"source,person,cohort\n<script>.md,<script>x</script>,<b>\n",
}


@pytest.mark.parametrize("what", LISTS)
def test_cohort_lists(what: str, mentor: Any) -> None:
    batch, refused = None, None
    try:
        batch = import_cohort(actor=mentor, listing=LISTS[what])
    except NexusError as error:
        refused = error
    if batch is None:
        assert refused is not None
        assert len(refused.message) > 10
        assert refused.status in {413, 422}
    else:
        assert run_to_end(batch).state == "done"
        assert all(item.state == "failed" and item.error for item in batch.items.all())
        assert_page_is_safe(api_of(mentor).get(f"/import/{batch.job_id}").content.decode())
    assert_still_healthy(api_of(mentor))


def git(folder: Path, *words: str) -> None:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}  # fmt: skip
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **who}, check=True, capture_output=True)  # fmt: skip


def test_a_repository_shows_no_file_of_the_machine(tmp_path: Path, learner: Any) -> None:
    """Links to a file, to a folder and out of the repository are not followed."""
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nthe hidden word\n")
    made = tmp_path / "repository"
    made.mkdir()
    git(made, "init", "-q")
    (made / "good.md").write_text("# Good\n\ntext\n")
    (made / "link.md").symlink_to(secret)
    (made / "up.md").symlink_to("../secret.md")
    (made / "folder").symlink_to(tmp_path)
    (made / ".gitattributes").write_text("*.md filter=evil\n")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "x")
    batch = import_repository(actor=learner, address=str(made))
    assert run_to_end(batch).state == "done"
    texts = [d.current.text for d in Document.objects.select_related("current") if d.current]
    assert len(texts) >= 1
    assert not any("hidden word" in text for text in texts)


def test_pasted(learner: Any) -> None:
    """A paste of ten megabytes by REST, and one that is only blank."""
    client = api_of(learner)
    big = client.post("/api/v1/imports/", {"text": "x" * (10 * MEGABYTE)}, format="json")
    assert big.status_code == 202
    assert run_to_end(ImportBatch.objects.get()).state == "done"
    blank = client.post("/api/v1/imports/", {"text": " \x0b"}, format="json")
    assert blank.status_code == 422
    assert_answer_is_clear(blank)
    assert_still_healthy(client)
