"""Bytes that are no Markdown, or only almost: each is kept, or refused with a sentence."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nexus.documents.models import Document, ImportItem
from nexus.documents.services import import_files
from tests.hostile.safety import assert_page_is_safe, assert_still_healthy, assert_text_is_safe
from tests.support import api_of, run_to_end

pytestmark = pytest.mark.django_db
MEGABYTE = 1 << 20
# A rendering that takes longer is a bug; the import around it also takes the text apart.
# Seconds of processor time: quiet, the worst takes a second; what never ends takes minutes.
LONGEST_RENDERING = 5.0
LONGEST_IMPORT = 40.0
NOISE = random.Random(7).randbytes(2000)

ENCODINGS: dict[str, bytes] = {
    "NUL bytes": b"# A\x00B\n\nte\x00xt\n",
    "only NUL": b"\x00" * 40,
    "NUL in a fence": b"```py\x00thon\nx\x00\n```\n",
    "broken UTF-8": b"# Caf\xc3\n\n\xff\xfe\xfd text \xe2\x82\n",
    "overlong UTF-8": b"# \xc0\xaf\xe0\x80\xaf\n\ntext\n",
    "surrogates in UTF-8": b"# \xed\xa0\x80\xed\xb0\x80\n\ntext\n",
    "truncated UTF-8": "# é".encode()[:-1],
    "UTF-16 LE without BOM": "# Title\n\ntext and more text\n".encode("utf-16-le"),
    "UTF-16 BE without BOM": "# Title\n\ntext and more text\n".encode("utf-16-be"),
    "UTF-16 with BOM": "# Title\n\ntext\n".encode("utf-16"),
    "UTF-16 cut in half": "# Title\n\ntext\n".encode("utf-16")[:-1],
    "UTF-16 lone surrogate": b"\xff\xfe# \x00\x00\xd8\n\x00",
    "UTF-32": "# Title\n\ntext\n".encode("utf-32"),
    "UTF-7": b"# +ADw-script+AD4-alert(1)+ADw-/script+AD4-\n",
    "two BOMs": b"\xef\xbb\xbf\xef\xbb\xbf# Title\n\ntext\n",
    "noise": NOISE,
    "noise after text": b"# Title\n\ntext\n" * 700 + NOISE,
    "empty": b"",
    "only blanks": b" \n\t\n \n",
    "only a BOM": b"\xef\xbb\xbf",
    "a program": b"\x7fELF" + NOISE,
    "a picture": b"\x89PNG\r\n\x1a\n" + NOISE,
    "a PDF": b"%PDF-1.7\n" + NOISE,
    "every control character": bytes(range(32)) * 8 + b"# text\n",
    "other line ends": "# A\x0b\x0c\x1c\x85\u2028\u2029text\r\r\n\n\r".encode(),
    "bidi overrides": "# \u202eexe.fdp\u202c \u2066x\u2069\n\n- **\u202eevil\u202c**: x\n".encode(),
    "zero width": "# \u200b\u200c\u200d\u2060\ufeff\n\n\u200b\n".encode(),
    "combining marks": ("# Z" + "\u0301" * 5000 + "\n\ntext\n").encode(),
    "private and unassigned": "# \ue000\U000e0001\uffff\U0010ffff\n\ntext\n".encode(),
    "right to left": "# \u05d0\u05d1 \u0627\u0644\n\n- \u0627\n".encode(),
}


def many(line: str, count: int) -> bytes:
    return (line * count).encode()


# Small enough to be rendered, and deep or wide enough to hurt a careless parser.
SHAPES: dict[str, Callable[[], bytes]] = {
    "deep list": lambda: "".join(f"{'  ' * n}- x\n" for n in range(600)).encode(),
    "deep numbered list": lambda: ("1. " * 3000 + "x\n").encode(),
    "deep quote": lambda: (">" * 20_000 + " x\n").encode(),
    "deep quotes in lists": lambda: ("> - " * 5000 + "x\n").encode(),
    "deep emphasis": lambda: ("*a **a " * 10_000).encode(),
    "unclosed emphasis": lambda: ("**x _y " * 10_000).encode(),
    "closing emphasis": lambda: ("a* b** " * 10_000).encode(),
    "alternating emphasis": lambda: ("*_" * 20_000 + "x").encode(),
    "deep brackets": lambda: ("[" * 20_000 + "x" + "]" * 20_000).encode(),
    "open brackets": lambda: ("[a](" * 10_000).encode(),
    "images in images": lambda: ("![" * 10_000 + "x" + "](y)" * 10_000).encode(),
    "nested links": lambda: ("[a](b" * 10_000 + ")" * 10_000).encode(),
    "open wiki links": lambda: ("[[" * 20_000).encode(),
    "wiki links": lambda: many("[[concept/x|y]] ", 10_000),
    "backticks of all lengths": lambda: " ".join("`" * n for n in range(1, 400)).encode(),
    "open code spans": lambda: ("`a``b```c" * 4000).encode(),
    "open tags": lambda: ("<a " * 20_000).encode(),
    "open comments": lambda: ("<!-- " * 20_000).encode(),
    "open processing": lambda: ("<?" * 20_000).encode(),
    "open declarations": lambda: ("<!A " * 20_000).encode(),
    "open CDATA": lambda: ("<![CDATA[" * 8000).encode(),
    "deep HTML": lambda: ("<div>" * 8000 + "x").encode(),
    "deep details": lambda: ("<details><summary>x</summary>" * 3000).encode(),
    "attributes": lambda: ("<a " + "x=y " * 30_000 + ">z</a>").encode(),
    "entities": lambda: ("&amp;&lt;&#x0;&#xFFFFFF;&nosuch;" * 5000).encode(),
    "open angle addresses": lambda: ("<http://a" * 10_000).encode(),
    "bare addresses": lambda: ("http://a.b/c?d=e&f=g " * 8000).encode(),
    "mail addresses": lambda: ("a@b.c " * 15_000).encode(),
    "almost mail addresses": lambda: ("a" * 50_000 + "@").encode(),
    "100,000 links": lambda: many("[a](b)\n", 100_000),
    "100,000 references": lambda: (
        "".join(f"[a{n}]: /b\n" for n in range(50_000)).encode() + many("[a1] ", 50_000)
    ),
    "footnotes": lambda: "".join(f"x[^{n}]\n\n[^{n}]: y\n\n" for n in range(4000)).encode(),
    "footnotes in footnotes": lambda: (
        "".join(f"[^{n}]: x[^{n + 1}]\n\n" for n in range(2000)).encode() + b"x[^0]\n"
    ),
    "one footnote, many times": lambda: many("x[^1] ", 10_000) + b"\n\n[^1]: y\n",
    "wide table": lambda: b"|a" * 5000 + b"|\n" + b"|-" * 5000 + b"|\n" + b"|b" * 5000 + b"|\n",
    "long table": lambda: b"|a|b|\n|-|-|\n" + many("|c|d|\n", 30_000),
    "short rows of a wide table": lambda: (
        b"|a" * 1500 + b"|\n" + b"|-" * 1500 + b"|\n" + many("|b\n", 1500)
    ),
    "headings": lambda: many("# a\n", 30_000),
    "the same heading": lambda: many("## Redis\n\n", 10_000),
    "setext": lambda: many("a\n=\n", 20_000),
    "rules": lambda: many("- - -\n", 30_000),
    "stars": lambda: ("* " * 30_000 + "x").encode(),
    "blank quotes": lambda: many(">\n", 50_000),
    "fences": lambda: many("```x\n", 30_000),
    "unclosed fence": lambda: b"# A\n\n```python\n" + many("def f(): pass\n", 50_000),
    "slow code": lambda: b"```javascript\n" + b"/" * 25_000 + b"\n```\n",
    "slow string": lambda: b"```python\n" + b"f'''{" * 5000 + b"\n```\n",
    "slow yaml": lambda: b"```yaml\n" + b"- " * 12_000 + b"\n```\n",
    "slow markup": lambda: b"```html\n" + b"<a " * 9000 + b"\n```\n",
    "slow SQL": lambda: b"```sql\n" + b"/*" * 14_000 + b"\n```\n",
    "slow perl": lambda: b"```perl\n" + b"s{" * 12_000 + b"\n```\n",
    "slow ruby": lambda: b"```ruby\n" + b"%q(" * 9000 + b"\n```\n",
    "slow nginx": lambda: b"```nginx\n" + b"a {" * 9000 + b"\n```\n",
    "front matter without end": lambda: b"---\n" + many("a: b\n", 20_000),
    "front matter bomb": lambda: (
        b"---\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            f"{chr(97 + n + 1)}: &{chr(97 + n + 1)} [{','.join(['*' + chr(97 + n)] * 9)}]\n".encode()
            for n in range(9)
        )
        + b"title: *j\n---\n\n# x\n"
    ),
    "bold labels": lambda: many("**Problem:** a **Solution:** b\n", 5000),
    "colons": lambda: (":" * 40_000 + "\n").encode(),
    "blanks before the end": lambda: b"a" + b" " * 200_000 + b"b\n" + b"\t" * 50_000 + b"x\n",
    "backslashes": lambda: b"\\" * 100_001,
    "tildes": lambda: b"~~a ~b " * 15_000,
    "dots": lambda: b"." * 200_000 + b"!",
    "numbers": lambda: b"1" * 200_000,
    "a secret without end": lambda: b"password=" + b"aA1-" * 40_000,
    "challenges": lambda: (
        b"## Challenges\n\n" + many("### It fails\n\n**Problem:** a\n\n**Solution:** b\n\n", 400)
    ),
}
LARGE: dict[str, Callable[[], bytes]] = {
    "a line of 10 MB": lambda: b"a" * (10 * MEGABYTE - 2) + b"\n",
    "words of 10 MB": lambda: b"word " * (2 * MEGABYTE - 1),
    "lines of 5 MB": lambda: b"- a b c d e f g\n" * ((5 * MEGABYTE) // 17),
}


def assert_told_or_safe(actor: Any, name: str, data: bytes) -> ImportItem:
    """Import it; either a sentence, or pages that are safe. Then the hub is well."""
    batch = import_files(actor=actor, files=[(name, data)])
    began = time.process_time()
    job = run_to_end(batch)
    took = time.process_time() - began
    assert job.state == "done", job.message
    assert took < LONGEST_IMPORT, f"{took:.1f} s"
    item: ImportItem = batch.items.get()
    client = api_of(actor)
    if item.state == ImportItem.State.FAILED:
        assert len(item.error) > 10
        assert item.error.rstrip().endswith(".")
    else:
        assert item.state == ImportItem.State.CREATED
        document = Document.objects.select_related("current").get()
        assert document.current is not None
        assert "\x00" not in document.current.text
        assert_text_is_safe(document.current.html)
        began = time.process_time()
        page = client.get(f"/documents/{document.pk}")
        took = time.process_time() - began
        assert page.status_code == 200
        assert took < LONGEST_RENDERING, f"the page took {took:.1f} s"
        assert_page_is_safe(page.content.decode())
    assert_still_healthy(client)
    return item


@pytest.mark.parametrize("what", ENCODINGS)
def test_encodings(what: str, learner: Any) -> None:
    assert_told_or_safe(learner, "bytes.md", ENCODINGS[what])


@pytest.mark.once
@pytest.mark.parametrize("what", SHAPES)
def test_shapes(what: str, learner: Any) -> None:
    from nexus.common.markdown import render

    data = SHAPES[what]()
    began = time.process_time()
    render(data.decode())
    took = time.process_time() - began
    assert took < LONGEST_RENDERING, f"rendering took {took:.1f} s"
    assert_told_or_safe(learner, "shape.md", data)


@pytest.mark.once
@pytest.mark.parametrize("what", LARGE)
def test_large(what: str, learner: Any) -> None:
    assert_told_or_safe(learner, "large.md", LARGE[what]())


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.md", "/etc/passwd.md", "C:\\windows\\x.md", "a\x00b.md", "\u202egnp.md",
     "a\nb\r.md", "." * 400 + ".md", "a/" * 300 + "x.md", " ", "con.md", "<b>.md", "'\";--.md",
     "%2e%2e%2fx.md", "\ufeff.md"],
)  # fmt: skip
def test_file_names(name: str, learner: Any) -> None:
    item = assert_told_or_safe(learner, name, b"# Title\n\ntext\n")
    assert ".." not in item.name.split("/")
    assert not item.name.startswith("/")
    assert item.name.isprintable()


def zipped(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def link(target: str) -> bytes:
    """An archive whose Markdown file is a symbolic link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("link.md")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, target)
    return buffer.getvalue()


GOOD = ("good.md", b"# Good\n\ntext\n")
ARCHIVES: dict[str, tuple[Callable[[], bytes], dict[str, int]]] = {
    "ratio": (lambda: zipped(("bomb.md", b"a" * 9 * MEGABYTE), GOOD), {"expanded": 1, "failed": 1, "created": 1}),
    "size": (lambda: zipped(("big.md", NOISE * 5300), GOOD), {"expanded": 1, "failed": 1, "created": 1}),
    "count": (lambda: zipped(*((f"{n}.md", b"x") for n in range(5001))), {"failed": 1}),
    "a zip in a zip": (lambda: zipped(("inner.zip", zipped(GOOD))), {"failed": 1}),
    "a zip called Markdown": (lambda: zipped(("inner.md", zipped(GOOD)), GOOD), {"expanded": 2, "created": 1, "unchanged": 1}),
    "path escapes": (lambda: zipped(("../../evil.md", b"x"), ("/abs.md", b"x"), ("C:\\x.md", b"x"), ("a/../../b.md", b"x"), GOOD), {"expanded": 1, "failed": 4, "created": 1}),
    "the same name twice": (lambda: zipped(GOOD, ("good.md", b"# Other\n\ntext\n")), {"expanded": 1, "created": 2}),
    "nothing in it": (lambda: zipped(), {"failed": 1}),
    "cut in half": (lambda: zipped(GOOD, ("b.md", NOISE))[:-30], {"failed": 1}),
    "only the mark": (lambda: b"PK\x03\x04", {"failed": 1}),
    "noise behind the mark": (lambda: b"PK\x03\x04" + NOISE, {"failed": 1}),
    "a damaged member": (lambda: zipped(("a.md", NOISE)).replace(NOISE[100:104], b"\0\0\0\0"), {"expanded": 1, "failed": 1}),
    "hostile names": (lambda: zipped(("<script>.md", b"# A\n\nx"), ("\u202ex.md", b"# B\n\nx")), {"expanded": 1, "created": 2}),
}  # fmt: skip


@pytest.mark.parametrize("what", ARCHIVES)
def test_archives(what: str, learner: Any) -> None:
    make, expected = ARCHIVES[what]
    batch = import_files(actor=learner, files=[("files.zip", make())])
    began = time.process_time()
    job = run_to_end(batch)
    assert time.process_time() - began < LONGEST_IMPORT
    assert job.state == "done", job.message
    assert {k: v for k, v in job.result.items() if k != "moved"} == expected
    for item in batch.items.filter(state="failed"):
        assert len(item.error) > 10
    assert_still_healthy(api_of(learner))


def test_a_link_in_an_archive_shows_no_file(learner: Any) -> None:
    batch = import_files(actor=learner, files=[("files.zip", link("/etc/hostname"))])
    run_to_end(batch)
    secret = Path("/etc/hostname").read_text().strip()
    for document in Document.objects.select_related("current"):
        assert document.current is not None
        assert secret not in document.current.text
