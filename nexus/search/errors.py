"""Pasted errors: tracebacks, console errors, CI logs, failing responses → what to look for.

Exception names, messages and codes count; paths, line numbers, ids, times and secrets are dropped
before anything is searched or logged.
"""

from __future__ import annotations

import re

from nexus.common.masking import CONTACT, SECRET, mask

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PREFIX = re.compile(
    r"^\s*(?:\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\s*"  # CI and log times
    r"|\[[\d:., /T-]{8,30}Z?\]\s*"
    r"|[\w.-]{1,40}\s+\|\s"  # docker compose
    r"|(?:##\[\w+\]|::\w+::)\s*"
    r"|>+\s|E\s{2,})+"
)
FRAME = re.compile(
    r'^\s*(?:File "[^"]*", line \d+.*|at .+\(.*:\d+:\d+\).*|at \S+:\d+:\d+.*|\^+|~+\^*~*)$'
)
URL = re.compile(r"\bhttps?://[^\s'\"<>)]+")
PATH = re.compile(r"(?<![\w/])(?:[A-Za-z]:)?[\\/](?:[\w.@+-]+[\\/])+[\w.@+-]*")
TIME = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?\b"
    r"|\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b"
)
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I)
HEX = re.compile(r"\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)[0-9a-f]{8,64}\b", re.I)
ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|::1\b")
LINE_NUMBER = re.compile(r"\bline \d+\b|(?<=\w):\d+(?::\d+)?\b")
LONG_NUMBER = re.compile(r"\b\d{5,}\b")
EXCEPTION = re.compile(
    r"\b(?:[A-Za-z_][\w]*\.)*[A-Z]\w*(?:Error|Exception|Warning|Failure|Fault|Interrupt|Refused|"
    r"NotFound|Exists|Timeout|Denied|Throttled)\b"
)
SIGN = re.compile(
    r"(?i)\b(?:error|exception|failed|failure|fatal|denied|refused|blocked|cannot|can't|unable|"
    r"not found|not allowed|no such|missing|undefined|invalid|timed? ?out|expired|conflict|"
    r"unauthorized|forbidden|warning|exited with|does not exist)\b"
)
STATUS = re.compile(r"\b(?:HTTP/[\d.]+\s+|status(?:[ _]code)?[\"':= ]+)([45]\d\d)\b", re.I)
LONGEST = 20_000
LONGEST_IN_BRIEF = 2000
MOST_LINES = 6
LONGEST_LINE = LONGEST_IN_BRIEF // MOST_LINES - 1


def looks_pasted(text: str) -> bool:
    """Does this look like program output, and not like words somebody typed?"""
    stripped = text.strip()
    if "\n" in stripped or len(stripped) > 120:
        return True
    if EXCEPTION.search(stripped) and (":" in stripped or "(" in stripped):
        return True
    return bool(STATUS.search(stripped)) or bool(re.search(r'File "|\bat \S+:\d+', stripped))


def clean(line: str) -> str:
    """A line without what changes from one machine to the next."""
    line = PREFIX.sub("", ANSI.sub("", line))
    line = URL.sub(" ", line)
    for pattern in (TIME, UUID, PATH, ADDRESS, LINE_NUMBER, HEX, LONG_NUMBER):
        line = pattern.sub(" ", line)
    line = line.replace(SECRET, " ").replace(CONTACT, " ")
    return " ".join(line.split())


def message_lines(text: str) -> list[str]:
    """The lines that say what went wrong, most telling first, cleaned; at most six."""
    return [line for _, _, line in telling_lines(text)]


def telling_lines(text: str) -> list[tuple[int, int, str]]:
    """(score, number of the line, line cleaned) of these lines, best first; higher tells more."""
    masked = mask(ends_of(text)).text
    scored: list[tuple[int, int, str]] = []
    seen: set[str] = set()
    for position, raw in enumerate(masked.splitlines()):
        bare = PREFIX.sub("", ANSI.sub("", raw))
        if FRAME.match(bare):
            continue
        line = clean(raw)
        if len(line) < 3 or line in seen:
            continue
        seen.add(line)
        score = 4 * bool(EXCEPTION.search(line)) + 2 * bool(SIGN.search(line))
        score += bool(STATUS.search(raw))
        scored.append((score, position, line))
    scored.sort(reverse=True)
    return ([one for one in scored if one[0]] or scored)[:MOST_LINES]


def ends_of(text: str) -> str:
    """As much as is read of a text: a console tells first, a traceback last, what went wrong."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2]}\n{end_of(text[-LONGEST // 2 :])}"


def end_of(tail: str) -> str:
    """What is whole in the end of a text: by its second half nobody knows a secret as one."""
    whole = tail.partition("\n")[2] or tail
    of_key, ended, after = whole.partition("-----END ")
    return after if ended and "-----BEGIN " not in of_key else whole


def in_brief(query: str) -> str:
    """The same question, short enough for an address: of a long paste the telling lines alone."""
    if len(query) <= LONGEST_IN_BRIEF:
        return query
    lines = sorted(telling_lines(query), key=lambda one: one[1])
    if not lines:
        head = query[:LONGEST_IN_BRIEF]
        return head.rpartition("\n")[0] or head
    return "\n".join(("…", *(line[:LONGEST_LINE] for *_, line in lines)))


def normalise_error(text: str) -> str:
    """A pasted error → one short line that can be searched and logged."""
    return " ".join(message_lines(text))[:400]


def loggable(query: str) -> str:
    """What may be kept of a query: no paths, ids, numbers that identify, secrets."""
    text = normalise_error(query) if looks_pasted(query) else clean(mask(query).text)
    return text[:200]
