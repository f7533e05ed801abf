"""Contact details and live-looking secrets, replaced in place so that lines stay where they are.

Patterns follow the public descriptions of token formats by their issuers (GitHub, GitLab, Slack,
AWS, Google, Stripe, OpenAI, npm, PyPI, Discord, JWT of RFC 7519, PEM of RFC 7468).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

SECRET = "[secret removed]"  # noqa: S105 - the mark that stands for one
CONTACT = "[contact removed]"
NAME = "[name removed]"

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
      (?<![A-Za-z0-9])(?:[a-z0-9]+[_-]){0,4}[a-z0-9]{0,10}
      (?:password|passwd|passwort|pwd|secret|secret[_-]?key|api[_-]?key|auth[_-]?token|access[_-]?token
        |private[_-]?key|client[_-]?secret)
      ["'`]?\s{0,3}(?:=|:)\s{0,3}
    )
    (?:
      (?P<quote>["'`])(?P<quoted>[^"'`]{4,200})(?P=quote)
      | ["'`]?(?P<value>(?!\$[\w{(])[^\s"'`,;&|<>(){}\[\]=]{4,200})(?![\w(\[.=])
    )
    """
)
# --password x, curl -u ann:x
FLAG = re.compile(
    r"(?P<head>(?<!\S)(?:--(?:password|passwd|token|api-key|secret(?:-key)?)\s+|-u\s+[\w.-]{1,60}:))"
    r"(?P<value>(?![$<-])[^\s\"'`]{4,200})"
)
# "Password for staging: x7!": in a sentence, so only what no word looks like.
PASSWORD_FOR = re.compile(
    r"(?i)(?P<head>\b(?:password|passwd|passwort|pwd)\s(?:for|to|on|of)\s[\w-]{1,20}"
    r"(?:\s[\w-]{1,20}){0,2}\s?:\s{1,3}[\"'`]?)"
    r"(?P<value>(?=[^\s\"'`]{0,199}[\d!@#$%^&*])[^\s\"'`<>{}()\[\]]{4,200})"
)
# What YAML and .env files look like: a name in small letters, and nothing but a value.
SETTING = re.compile(r"\s*(?:- )?[\"']?[a-z][a-z0-9_.-]*[\"']?\s?:\s")
BEARER = re.compile(
    r"(?i)\b(?P<head>(?:bearer|token|basic)\s+)(?P<value>[A-Za-z0-9_.~+/=-]{16,400})"
)
# Words that stand for a value, or for its type.
# Placeholders, and words that stand where a secret would. A number at their end is a short one:
# "mydb1" is none, "Myaa48151623" may be one.
NO_SECRET = re.compile(
    r"(?i)\A(?:x{3,}|\*{3,}|\.{3}|-{3,}|none|null|true|false|str|string|text|required|optional|unset|"
    r"changeme|change[-_]me|example[a-z_-]*\d{0,3}|secret|password\d{0,3}|passwd|postgres|guest|admin|"
    r"root|nexus|test(?:ing|s|er|user)?\d{0,3}|your[a-z_ -]*\d{0,3}|my[a-z_-]*\d{0,3}|"
    r"some[a-z_-]*\d{0,3}|the[-_][a-z_-]*\d{0,3}|here|env[a-z_]*\d{0,3}|os\.\w.*|process\.env.*|"
    r"settings\.\w+|self\.\w+|data\.\w+|config\.\w+|request\.\w+|[a-z_]*field[a-z_]*\d{0,3}|forgot|"
    r"reset[a-z_]*|hash[a-z_]*|[a-z]+[-_](?:password|secret|key|token)[a-z_-]*\d{0,3}|\[secret|dummy.*|"
    r"fake.*|placeholder.*|insert.*|replace.*|only[-_].*|.*not[-_]a[-_]secret.*)\Z"
)
# user:password@host in an address: only the password goes. Placeholders are not secrets.
URL_PASSWORD = re.compile(
    r"(?P<head>\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@'\"<>]{0,80}:)"
    r"(?!(?:password|pass|passwd|secret|postgres|guest|user|admin|nexus|example|x+|\*+|<)[@\d])"
    r"(?P<password>[^\s/'\"<>{}$]{1,128})(?=@[^\s/@]+)",
    re.IGNORECASE,
)
URL_TOKEN = re.compile(r"(?P<head>\bhttps?://)(?P<value>[A-Za-z0-9_.-]{16,200})(?=@[^\s/@]+)")
PRIVATE_KEY_LINE = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
PRIVATE_KEY_END = re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
EMAIL = re.compile(
    r"(?<![\w.+-])(?<!://)(?!git@)[A-Za-z0-9][\w.+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18}\b(?!:(?:[/~<${]|[\w.-]+/))"
)
RESERVED = re.compile(
    r"@(?:[\w-]+\.)*example\.(?:com|org|net)\Z|\.(?:test|example|invalid)\Z", re.I
)
PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+[1-9]\d{0,2}[\s.-]?|00[1-9]\d{0,2}[\s.-])"
    r"(?:\(?\d{1,4}\)?[\s.-]?){2,5}\d{2,4}(?!\w)"
)
DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\Z|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})\Z")
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


ASSIGNED_WORDS = ("pass", "pwd", "secret", "key", "token", "-u ")
CALL_WORDS = ("phone", "mobile", "tel", "cell", "call", "whatsapp", "sms", "contact")
FEWEST_DIGITS = 7  # of a telephone number
MIXED = 2  # changes between letters and digits in what looks like a token
NAME_PARTS = re.compile(r"[^\W\d_]+")
LONG_NAME = 8  # letters of names that are found without anything between them
SHORT_NAME = 4


def hide_value(found: re.Match[str]) -> str:
    """The assignment without its value, unless the value is none."""
    quoted = found["quoted"]
    if quoted is not None:
        is_prose = " " in quoted and ":" in found["head"] and not any(c.isdigit() for c in quoted)
        kept = is_prose or NO_SECRET.match(quoted)
        return found[0] if kept else f"{found['head']}{found['quote']}{SECRET}{found['quote']}"
    value = found["value"].rstrip(".")
    if NO_SECRET.match(value) or (is_small_word(value) and not stands_alone(found)):
        return found[0]
    begin = found.start("value") - found.start()
    return f"{found[0][:begin]}{SECRET}{found[0][begin + len(value) :]}"


def is_small_word(text: str) -> bool:
    return text.isalpha() and text.islower()


def stands_alone(found: re.Match[str]) -> bool:
    """Whether the line is a setting: a name, a value and nothing more; "=" is always one."""
    if "=" in found["head"]:
        return True
    if " " not in found["head"]:
        return True
    return bool(SETTING.match(found.string)) and not found.string[found.end() :].strip()


def hide_flag(found: re.Match[str]) -> str:
    return found[0] if NO_SECRET.match(found["value"]) else f"{found['head']}{SECRET}"


def hide_token(found: re.Match[str]) -> str:
    """What follows the name of a scheme, when letters and digits change as in tokens."""
    value = found["value"]
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(value))
    least = 1 if found["head"].lower().startswith("bearer") else MIXED
    return f"{found['head']}{SECRET}" if changes >= least else found[0]


def hide_number(found: re.Match[str]) -> str:
    """A number of enough digits that begins as those of telephones do."""
    digits = sum(c.isdigit() for c in found["value"])
    is_number = digits >= FEWEST_DIGITS and not DATE.match(found["value"])
    return f"{found['head']}{CONTACT}" if is_number else found[0]


def hide_international(found: re.Match[str]) -> str:
    """A number with its country's code; 00 stands before other numbers too, but not so long."""
    digits = sum(c.isdigit() for c in found[0])
    return CONTACT if found[0].startswith("+") or digits > FEWEST_DIGITS + 2 else found[0]


def mask_line(line: str, *, keep_reserved: bool) -> str:
    if "@" in line:
        line = URL_PASSWORD.sub(rf"\g<head>{SECRET}", line)
        line = URL_TOKEN.sub(hide_token, line)
        line = EMAIL.sub(
            lambda m: m[0] if keep_reserved and RESERVED.search(m[0]) else CONTACT, line
        )
    line = SECRETS.sub(SECRET, line)
    lower = line.lower()
    if any(word in lower for word in ASSIGNED_WORDS):
        line = FLAG.sub(hide_flag, ASSIGNED.sub(hide_value, line))
        line = PASSWORD_FOR.sub(hide_flag, line)
    if any(word in lower for word in ("bearer", "token", "basic")):
        line = BEARER.sub(hide_token, line)
    if any(word in lower for word in CALL_WORDS):
        line = NATIONAL.sub(hide_number, line)
    if "+" in line or "00" in line:
        line = PHONE.sub(hide_international, line)
    if "/" in line:
        line = CHAT.sub(CONTACT, line)
    return line


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds people's names however they are written together: Ada Lovelace, ada-lovelace,
    Lovelace, Ada. A name of one short word is left: it may be any word. None for no names.
    """
    found = []
    for name in names:
        parts = [re.escape(part) for part in NAME_PARTS.findall(name)]
        if len(parts) > 1:
            between = r"[\s._-]*" if sum(map(len, parts)) >= LONG_NAME else r"[\s._-]+"
            found += [f"(?i:{between.join(parts)})", f"(?i:{parts[-1]},?{between}{parts[0]})"]
            found += [f"(?i:{parts[0]}{between}{parts[-1]})"]
        elif parts and len(parts[0]) >= SHORT_NAME:
            found.append(parts[0])
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(found)})(?![^\W_])") if found else None


def mask(text: str, *, keep_reserved: bool = False, names: Iterable[str] = ()) -> Masked:
    """Mask each line by itself; the number of lines never changes.

    `keep_reserved` leaves addresses in domains that RFC 2606 reserves for examples: written
    references use them in code; learners' documents do not get the benefit of the doubt. `names`
    are of people who do not show theirs.
    """
    named = name_pattern(names)
    lines = text.split("\n")
    hit: list[int] = []
    inside_key = False
    for number, line in enumerate(lines, 1):
        if inside_key or PRIVATE_KEY_LINE.search(line):
            inside_key = not PRIVATE_KEY_END.search(line)
            masked = SECRET if line.strip() else line
        else:
            masked = mask_line(line, keep_reserved=keep_reserved)
            masked = named.sub(NAME, masked) if named else masked
        if masked != line:
            lines[number - 1] = masked
            hit.append(number)
    return Masked("\n".join(lines), tuple(hit))
