"""Bytes of a document → text with numbered lines. Nothing is lost on the way."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

NEWLINE = re.compile(r"\r\n|\n|\r")
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
}

_CONTROL = bytes(b for b in range(32) if b not in (9, 10, 11, 12, 13, 27))


class UndecodableError(ValueError):
    """The bytes are not text; the message is a sentence for the person who brought them."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text as it will be stored, with the name of the encoding it came in."""

    text: str
    encoding: str


def split_lines(text: str) -> list[str]:
    r"""Lines of a text; only \r\n, \n and \r end a line (form feed and the like do not)."""
    return NEWLINE.split(text)


def _utf16_without_mark(data: bytes) -> str | None:
    """Name of the UTF-16 flavour when every other byte of a sample is mostly zero, else None."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UndecodableError(f"This is {what}, not a text: save it as Markdown first.")
    sample = data[:8192]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    # Of noise a tenth is control characters; in an old encoding they are as rare as in any text.
    if is_utf8(data):
        most = max(16.0, 0.1 * len(sample))
    else:
        most = max(min(16.0, len(sample) / 4), 0.02 * len(sample))
    if control > most:
        raise UndecodableError("This looks like a binary file, not a text: save it as Markdown.")


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes) -> DecodedText:
    """Decode by byte order mark, UTF-16 pattern, UTF-8, then Windows-1252.

    NUL characters are replaced by U+FFFD, so that every database can keep the text.
    Raises UndecodableError for what is not text.
    """
    if data.startswith(codecs.BOM_UTF8):
        text, encoding = data[3:].decode("utf-8", "replace"), "utf-8-sig"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, encoding = data.decode("utf-16", "replace"), "utf-16"
    elif flavour := _utf16_without_mark(data):
        text, encoding = data.decode(flavour, "replace"), flavour
    else:
        _refuse_binary(data)
        try:
            text, encoding = data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = data.decode("cp1252", "replace"), "cp1252"
    return DecodedText(text.replace("\x00", "\ufffd"), encoding)
