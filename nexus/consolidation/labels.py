# ruff: noqa: E501  (tables of words read better on long lines)
"""Labels inside a challenge: "Challenge:", "How I solved it:", "Outcome:"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

PROBLEM = "problem"
SOLUTION = "solution"
RESULT = "result"

_END = r"(?=\s*(?:[:：–—→]|[-=]>|-\s|-$|\.\s|$))"
_PROBLEM = re.compile(
    r"^(?:(?:the |my |main |key |another |major |first |second |third )*"
    r"(?:challenges?|problems?|issues?|difficult(?:y|ies)|obstacles?|hurdles?|struggles?|symptoms?|"
    r"bugs?|errors?|pain points?|blockers?|situation|context|what (?:i|we) saw|what happened|"
    r"what went wrong|root cause|cause)"
    r"(?:\s*(?:#|no\.?)?\s*\d+|\s+[a-h](?=\s*[:.–—-]))?"
    r"(?:\s+(?:faced|encountered|description|statement|summary))?)" + _END,
    re.I,
)
_SOLUTION = re.compile(
    r"^(?:(?:the |my |our |implemented |proposed |applied )*"
    r"(?:solutions?|fix(?:es)?|resolutions?|resolved(?: by| with)?|solved(?: by| with| it)?|"
    r"workarounds?|approach(?:es)?|remed(?:y|ies)|answers?|actions?(?: taken)?|implementation|"
    r"how (?:i|we) (?:solved|fixed|overcame|resolved|handled|addressed|tackled|dealt)(?: with)?(?: it| this| that)?|"
    r"(?:what|how) (?:worked|helped|fixed it)|steps taken|strategy|mitigation|response|"
    r"what (?:i|we) did|(?:i|we) (?:solved|fixed|overcame) (?:it|this) by|"
    r"to (?:overcome|solve|fix|resolve|address|handle|tackle) (?:this|it|that)"
    r"(?: \w+)?|overcame(?: by)?)"
    r"(?:\s*(?:#|no\.?)?\s*\d+|\s+[a-h](?=\s*[:.–—-]))?"
    r"(?:\s+(?:implemented|applied|used|found|adopted))?)" + _END,
    re.I,
)
_RESULT = re.compile(
    r"^(?:the |my )?(?:results?|outcomes?|impacts?|lessons?(?: learned| learnt)?|"
    r"(?:key )?(?:takeaways?|learnings?)|what (?:i|we) learned|benefits?|effect|insight|"
    r"reflection|technologies used|tools used|skills gained|status)" + _END,
    re.I,
)
# The title of a list of solutions, beside or below one of problems.
PLURAL_SOLUTION = re.compile(
    r"^(?:\w+ )?(?:solutions|fixes|resolutions|"
    r"how (?:did )?(?:i|we) (?:solved?|overcame|overcome|fix(?:ed)?|resolved?|address(?:ed)?|handled?)"
    r"(?: them| these(?: \w+)?| those(?: \w+)?)?)(?: implemented| applied)?:?$",
    re.I,
)
_INSIDE = re.compile(
    r"(?:^|[\s.;,|(*_-])(?:solutions?|fix|resolution|solved by|workaround|"
    r"(?:what|how) (?:worked|helped|fixed it)|how (?:i|we) (?:solved|fixed) it)"
    r"\s*[*_]*\s*(?::|→|–|—|=>)",
    re.I,
)
_QUESTION = re.compile(r"^(?:q|question)(?: ?\d+)?\s*[:：]\s*(?=\S)", re.I)
_ANSWER = re.compile(r"(?:^|(?<=\s))(?:a|answer)(?: ?\d+)?\s*[:：]\s*(?=\S)", re.I)
_LABEL_LINE = re.compile(r"^[A-Z]\w*(?: \w+){0,2} - \S")
_SENTENCE_END = re.compile(r"[.!?][\"')]*\s+(?=[\"'(]*[A-Z])")
_SOLVED_IT = re.compile(
    r"\b(?:solved|resolved|fixed|overcame|(?:solution|fix|answer|trick) (?:was|is)|"
    r"(?:it|that|this|which) (?:worked|helped))\b",
    re.I,
)
_UNTIL_UNDERSTOOD = re.compile(
    r"(?<=[\w,.]) ((?:until|before|till) (?:i|we) (?:\w+ly |finally )?"
    r"(?:understood|learn(?:ed|t)|realized|realised|discovered|found|figured|noticed|started|began|"
    r"switched|moved|used|added|fixed|set|got|changed|introduced|wrote|read|saw|"
    r"remember(?:ed)?|turned|replaced|configured|enabled|adopted)\b.+)$",
    re.I,
)
_ARROW = re.compile(r"\s(?:→|->|=>|⇒|➜|➡️?|⟶|-->)\s|→")
_SOLVES = re.compile(
    r"\b(?:solved|resolved|fixed|overc[ao]me|addressed|mitigated|handled|tackled|debugged|"
    r"by (?:\w+ly )?\w+ing|learned|implemented|used|using|applied|adopted|switched|added|"
    r"introduced|created|built|practi[cs]ed|pushed me to|taught me|helped|through|"
    r"configured|refactored|leveraged|utili[sz]ed|strategies|solutions?)\b",
    re.I,
)


@lru_cache(maxsize=16384)
def label_of(text: str) -> tuple[str, str] | None:
    """(PROBLEM | SOLUTION | RESULT, words after the label) when a text begins with a label."""
    head = text[:90]
    for kind, pattern in ((SOLUTION, _SOLUTION), (PROBLEM, _PROBLEM), (RESULT, _RESULT)):
        found = pattern.match(head)
        if found:
            rest = re.sub(r"^\s*[:：.–—→-]*\s*", "", text[found.end() :])
            return kind, rest
    return None


def asked_or_answered(text: str) -> tuple[str, str] | None:
    """The same of "Q: …" and "A: …", which tell a challenge only where challenges are told.

    None for a line that holds both (see `split_inside`).
    """
    if _split_asked(text):
        return None
    for kind, pattern in ((PROBLEM, _QUESTION), (SOLUTION, _ANSWER)):
        if found := pattern.match(text):
            return kind, text[found.end() :]
    return None


_FLAT_HEAD = re.compile(
    r"^(?:challenges?|problems?|issues?)(?: faced| encountered)? "
    r"(?:solutions?|resolutions?|fix(?:es)?)(?: implemented| applied)?$",
    re.I,
)
_DID = re.compile(
    r"^(\S.{5,100}?\S) ((?:Used|Implemented|Adopted|Switched|Practi[cs]ed|Leveraged|Added|Introduced|"
    r"Created|Applied|Configured|Built|Integrated|Refactored|Moved|Learned|Set|Optimi[sz]ed|Developed|"
    r"Utili[sz]ed|Established|Wrote|Designed|Broke|Employed|Enabled|Made|Followed|Started|Improved|"
    r"Containeri[sz]ed|Debugged|Fixed|Updated|Wrapped|Replaced|Organi[sz]ed|Structured)\b.+)$"
)


def is_flat_head(line: str) -> bool:
    """Whether a line is the header of a table of challenges that lost its marks."""
    return bool(_FLAT_HEAD.match(line.strip()[:60]))


def split_flat(text: str) -> tuple[str, str] | None:
    """(problem, solution) of a row that lost its marks: "Late trays Used a clock"."""
    found = _DID.match(text)
    return (found[1], found[2]) if found else None


def is_labelled(line: str) -> bool:
    """Whether a line is a label, a hyphen, and what is labelled."""
    return bool(_LABEL_LINE.match(line)) and label_of(line.strip()) is not None


def _split_asked(text: str) -> tuple[str, str] | None:
    asked = _QUESTION.match(text)
    answer = _ANSWER.search(text, asked.end()) if asked else None
    if asked is None or answer is None:
        return None
    return text[asked.end() : answer.start()].strip(), text[answer.end() :].strip()


def split_inside(text: str) -> tuple[str, str] | None:
    """(problem, solution) of a line that holds both, parted by a label or an arrow."""
    if both := _split_asked(text):
        return both
    found = _INSIDE.search(text)
    if found and found.start() > 0:
        return text[: found.start()].strip(" .;,|(-"), text[found.end() :].strip()
    arrow = _ARROW.search(text)
    if arrow and arrow.start() > 0:
        return text[: arrow.start()].strip(), text[arrow.end() :].strip()
    return None


def split_told(text: str) -> tuple[str, str] | None:
    """(problem, solution) of prose whose end says what solved it, as "until we read the log"."""
    if until := _UNTIL_UNDERSTOOD.search(text):
        return text[: until.start()].strip(" ,"), until[1]
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    for start, end in pairwise([*ends, len(text)]):
        if _SOLVED_IT.search(text[start:end]):
            return text[:start].strip(), text[start:].strip()
    return None


def tells_a_solution(text: str) -> bool:
    """Whether a sentence says what was done."""
    return bool(_SOLVES.search(text))
