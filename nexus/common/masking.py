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
# password=…, DB_PASSWORD: …, "secret_key": "…": only the value goes. What code computes, names or
# leaves open is none: os.environ[…], ${VAR}, <your password>, a type.
ASSIGNED = re.compile(
    r"""(?ix)
    (?P<head>
      (?<![A-Za-z0-9])(?:[a-z0-9]+[_-]){0,4}
      (?:password|passwd|passwort|pwd|secret|secret[_-]?key|api[_-]?key|auth[_-]?token|access[_-]?token
        |private[_-]?key|client[_-]?secret)
      ["'`]?\s{0,3}(?:=|:)\s{0,3}["'`]?
    )
    (?P<value>[^\s"'`,;&|<>(){}\[\]$=]{4,200})
    (?![\w(\[.=])
    """
)
BEARER = re.compile(
    r"(?i)\b(?P<head>(?:bearer|token|basic)\s+)(?P<value>[A-Za-z0-9_.~+/=-]{16,400})"
)
# Words that stand for a value, or for its type.
NO_SECRET = re.compile(
    r"(?i)\A(?:x{3,}|\*{3,}|\.{3}|-{3,}|none|null|true|false|str|string|text|required|optional|unset|"
    r"changeme|change[-_]me|example\w*|secret|password\d{0,3}|passwd|postgres|guest|admin|root|nexus|test\w{0,8}|"
    r"your\w*|my[-_]?\w*|some\w*|the[-_]\w*|here|env\w*|os\.\w.*|process\.env.*|settings\.\w+|"
    r"self\.\w+|data\.\w+|config\.\w+|request\.\w+|\w*field\w*|forgot|reset\w*|hash\w*|"
    r"[a-z]+[-_](?:password|secret|key|token)\w*|\[secret|dummy.*|fake.*|placeholder.*|insert.*|replace.*|only[-_].*|"
    r".*not[-_]a[-_]secret.*)\Z"
)
# user:password@host in an address: only the password goes. Placeholders are not secrets.
URL_PASSWORD = re.compile(
    r"(?P<head>\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@'\"<>]{0,80}:)"
    r"(?!(?:password|pass|passwd|secret|postgres|guest|user|admin|nexus|example|x+|\*+|<)[@\d])"
    r"(?P<password>[^\s@/'\"<>{}$]{6,128})(?=@[^\s/]+)",
    re.IGNORECASE,
)
PRIVATE_KEY_LINE = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
PRIVATE_KEY_END = re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
EMAIL = re.compile(
    r"(?<![\w.+-])(?<!://)(?!git@)[A-Za-z0-9][\w.+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18}\b(?!:[\w/~<${])"
)
RESERVED = re.compile(
    r"@(?:[\w-]+\.)*example\.(?:com|org|net)\Z|\.(?:test|example|invalid)\Z", re.I
)
PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+|00)[1-9]\d{0,2}[\s.-]?(?:\(?\d{1,4}\)?[\s.-]?){2,5}\d{2,4}(?!\w)"
)
# In the way of one country, where the words before say what it is.
NATIONAL = re.compile(
    r"(?i)(?P<head>\b(?:phone|mobile|tel|telephone|cell|call(?: me)?|whatsapp|sms|contact)\b"
    r"[^\d\n+(]{0,20})(?P<value>\(?0?\d{2,4}\)?(?:[\s./-]?\d{2,5}){2,4})(?!\w)"
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


ASSIGNED_WORDS = ("pass", "pwd", "secret", "key", "token")
CALL_WORDS = ("phone", "mobile", "tel", "cell", "call", "whatsapp", "sms", "contact")
FEWEST_DIGITS = 7  # of a telephone number


def hide_value(found: re.Match[str]) -> str:
    """The assignment without its value, unless the value is none."""
    value = found["value"].rstrip(".")
    is_word = value.isalpha() and value.islower() and ":" in found["head"] and " " in found["head"]
    return found[0] if NO_SECRET.match(value) or is_word else f"{found['head']}{SECRET}"


def hide_token(found: re.Match[str]) -> str:
    """What follows the name of a scheme, when it has letters and digits as tokens do."""
    value = found["value"]
    looks = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    return f"{found['head']}{SECRET}" if looks else found[0]


def hide_number(found: re.Match[str]) -> str:
    """A number of enough digits that begins as those of telephones do."""
    digits = sum(c.isdigit() for c in found["value"])
    return f"{found['head']}{CONTACT}" if digits >= FEWEST_DIGITS else found[0]


def mask_line(line: str, *, keep_reserved: bool) -> str:
    if "@" in line:
        line = URL_PASSWORD.sub(rf"\g<head>{SECRET}", line)
        line = EMAIL.sub(
            lambda m: m[0] if keep_reserved and RESERVED.search(m[0]) else CONTACT, line
        )
    line = SECRETS.sub(SECRET, line)
    lower = line.lower()
    if any(word in lower for word in ASSIGNED_WORDS):
        line = ASSIGNED.sub(hide_value, line)
    if any(word in lower for word in ("bearer", "token", "basic")):
        line = BEARER.sub(hide_token, line)
    if any(word in lower for word in CALL_WORDS):
        line = NATIONAL.sub(hide_number, line)
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
