"""Zip archives are opened within bounds, and hold nothing but their Markdown files."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from nexus.common.errors import Invalid, TooLarge
from nexus.documents.models import Document
from nexus.documents.sources import archives
from nexus.documents.sources.archives import escapes, read_zip
from tests.support import LEARNER_DOCUMENT


def make_zip(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def test_only_markdown_is_taken() -> None:
    data = make_zip(
        ("notes/README.md", b"one"),
        ("notes/deep/er/page.MARKDOWN", b"two"),
        ("code.py", b"x"),
        (".git/HEAD.md", b"x"),
        ("node_modules/left/README.md", b"x"),
        ("__MACOSX/._README.md", b"x"),
    )
    found = [(f.name, f.data, f.error) for f in read_zip(data)]
    assert found == [
        ("notes/README.md", b"one", ""),
        ("notes/deep/er/page.MARKDOWN", b"two", ""),
    ]


@pytest.mark.parametrize(
    "name", ["../up.md", "/abs.md", "a/../../up.md", "..\\up.md", "C:/drive.md", "C:\\drive.md"]
)
def test_paths_that_escape(name: str) -> None:
    assert escapes(name)
    bad, good = read_zip(make_zip((name, b"secret"), ("good.md", b"good")))
    assert (bad.data, good.data) == (b"", b"good")
    assert bad.error == "Its path leaves the archive, so it was not opened."


def test_a_bomb_is_not_unpacked() -> None:
    bomb, good = read_zip(make_zip(("bomb.md", b"0" * 5_000_000), ("good.md", b"good")))
    assert (bomb.data, good.data) == (b"", b"good")
    assert "zip bomb" in bomb.error


def test_a_file_beyond_the_bound_is_read_no_further() -> None:
    (file,) = read_zip(make_zip(("large.md", b"0" * (archives.LARGEST_FILE + 1))))
    assert (file.data, file.error) == (b"", "It is larger than 10 MB.")


def test_bounds_on_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_zip(*((f"{n}.md", b"0123456789") for n in range(5)))
    monkeypatch.setattr(archives, "MOST_FILES", 4)
    with pytest.raises(TooLarge):
        list(read_zip(data))
    monkeypatch.setattr(archives, "MOST_FILES", 5)
    monkeypatch.setattr(archives, "LARGEST_TOTAL", 49)
    with pytest.raises(TooLarge):
        list(read_zip(data))
    monkeypatch.setattr(archives, "LARGEST_TOTAL", 50)
    assert len(list(read_zip(data))) == 5


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 3, b"not a zip"])
def test_what_is_no_archive(data: bytes) -> None:
    with pytest.raises(Invalid, match="cannot be opened"):
        list(read_zip(data))


def test_a_damaged_member_is_named() -> None:
    data = bytearray(make_zip(("bad.md", b"abc" * 2000)))
    data[40:60] = b"\xff" * 20
    (file,) = read_zip(bytes(data))
    assert file.data == b""
    assert file.error


@pytest.mark.django_db
def test_an_archive_is_imported(learner: Any, bring: Any) -> None:
    data = make_zip(
        ("a/README.md", LEARNER_DOCUMENT.encode()),
        ("b/README.md", LEARNER_DOCUMENT.replace("Redis", "Kafka").encode()),
        ("../up.md", b"# Up\n"),
    )
    batch = bring(learner, ("cohort.zip", data))
    states = dict(batch.items.values_list("name", "state"))
    assert states == {
        "cohort.zip": "expanded",
        "a/README.md": "created",
        "b/README.md": "created",
        "up.md": "failed",
    }
    again = bring(learner, ("cohort.zip", data))
    assert again.job.result["unchanged"] == 2
    assert Document.objects.count() == 2


@pytest.mark.django_db
def test_an_archive_without_markdown_says_so(learner: Any, bring: Any) -> None:
    batch = bring(learner, ("code.zip", make_zip(("code.py", b"x"))))
    assert batch.items.get().error == "It holds no Markdown file."
