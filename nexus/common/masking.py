"""Contact details and live-looking secrets, replaced in place so that lines stay where they are.

Patterns follow the public descriptions of token formats by their issuers (GitHub, GitLab, Slack,
AWS, Google, Stripe, OpenAI, npm, PyPI, Discord, JWT of RFC 7519, PEM of RFC 7468).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SECRET = "[secret removed]"  # noqa: S105 - the mark that stands for one
CONTACT = "[contact removed]"

SECRETS = re.compile(
    r"""
    \b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{40,255})\b
  | \bglpat-[A-Za-z0-9_-]{20,64}\b
  | \bxox[abprs]-[A-Za-z0-9-]{10,200}\b
  | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b
  | \bAIza[A-Za-z0-9_-]{35}\b
  | \b[sr]k_(?:live|test)_[A-Za-z0-9]{16,128}\b
  | \bsk-(?:[a-z]{2,12}-)?[A-Za-z0-9_-]{20,200}\b
  | \bnpm_[A-Za-z0-9]{36}\b
  | \bpypi-[A-Za-z0-9_-]{40,255}\b
  | \b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}\b
  | \beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}
  | \bdjango-insecure-[^\s'"`]{20,80}
    """,
    re.VERBOSE,
)
# user:password@host in an address: only the password goes. Placeholders are not secrets.
URL_PASSWORD = re.compile(
    r"(?P<head>\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@'\"<>]{1,80}:)"
    r"(?!(?:password|pass|passwd|secret|postgres|guest|user|admin|nexus|example|x+|\*+|<)[@\d])"
    r"(?P<password>[^\s@/'\"<>{}$]{6,128})(?=@[^\s/]+)",
    re.IGNORECASE,
)
PRIVATE_KEY_LINE = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
PRIVATE_KEY_END = re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
EMAIL = re.compile(
    r"(?<![\w.+/:-])(?!git@)[A-Za-z0-9][\w.+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18}\b(?!:)"
)
RESERVED = re.compile(
    r"@(?:[\w-]+\.)*example\.(?:com|org|net)\Z|\.(?:test|example|invalid)\Z", re.I
)
PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+|00)[1-9]\d{0,2}[\s.-]?(?:\(?\d{1,4}\)?[\s.-]?){2,5}\d{2,4}(?!\w)"
)
CHAT = re.compile(
    r"(?i)\b(?:https?://)?(?:wa\.me|t\.me|discord\.gg|chat\.whatsapp\.com|linkedin\.com/in)"
    r"/[\w+%.-]{3,100}"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with marks, and the 1-based lines on which something was removed."""

    text: str
    lines: tuple[int, ...]


def mask_line(line: str, *, keep_reserved: bool) -> str:
    if "@" in line:
        line = URL_PASSWORD.sub(rf"\g<head>{SECRET}", line)
        line = EMAIL.sub(
            lambda m: m[0] if keep_reserved and RESERVED.search(m[0]) else CONTACT, line
        )
    line = SECRETS.sub(SECRET, line)
    if "+" in line or "00" in line:
        line = PHONE.sub(CONTACT, line)
    if "/" in line:
        line = CHAT.sub(CONTACT, line)
    return line


def mask(text: str, *, keep_reserved: bool = False) -> Masked:
    """Mask each line by itself; the number of lines never changes.

    `keep_reserved` leaves addresses in domains that RFC 2606 reserves for examples: written
    references use them in code; learners' documents do not get the benefit of the doubt.
    """
    lines = text.split("\n")
    hit: list[int] = []
    inside_key = False
    for number, line in enumerate(lines, 1):
        if inside_key or PRIVATE_KEY_LINE.search(line):
            inside_key = not PRIVATE_KEY_END.search(line)
            masked = SECRET if line.strip() else line
        else:
            masked = mask_line(line, keep_reserved=keep_reserved)
        if masked != line:
            lines[number - 1] = masked
            hit.append(number)
    return Masked("\n".join(lines), tuple(hit))
