"""Bytes → text."""

import random

import pytest

from nexus.consolidation import UndecodableError, decode, split_lines


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"plain", "plain", "utf-8"),
        (b"\xef\xbb\xbfmarked", "marked", "utf-8-sig"),
        ("häuser\r\n".encode("utf-16"), "häuser\r\n", "utf-16"),
        ("# Title\n".encode("utf-16-le"), "# Title\n", "utf-16-le"),
        ("# Title\n".encode("utf-16-be"), "# Title\n", "utf-16-be"),
        (b"caf\xe9 \x93quoted\x94", "café “quoted”", "cp1252"),
        (b"a\x00b", "a\ufffdb", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_each_encoding_is_recognised(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_only_newlines_end_a_line() -> None:
    assert split_lines("a\r\nb\rc\nd\x0ce\u2028f\x85g") == ["a", "b", "c", "d\x0ce\u2028f\x85g"]


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04rest", bytes(range(1, 9)) * 50])
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UndecodableError, match="save it as Markdown"):
        decode(data)


def test_a_few_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UndecodableError, match="binary"):
        decode(b"\x00\x01\x02\xff")
    assert decode(b"A page\x0cbreak and a bell\x07 are text.").text.startswith("A page")


@pytest.mark.parametrize("size", [400, 5000])
def test_noise_is_never_a_text(size: int) -> None:
    for seed in range(100):
        with pytest.raises(UndecodableError):
            decode(random.Random(seed).randbytes(size))
