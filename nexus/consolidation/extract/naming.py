# ruff: noqa: E501  (tables of words read better on long lines)
"""The names in one item: what its head, its list or its bold words present."""

from __future__ import annotations

import re

from nexus.consolidation.extract.boldnames import BOLD_WITH, bold_inside, bold_run
from nexus.consolidation.extract.lists import (
    Found,
    all_known,
    begins_with_name,
    begins_with_tool,
    known_term,
    leads,
    list_parts,
    names_in_list,
    names_of_line,
    only_technologies,
)
from nexus.consolidation.extract.words import (
    ABSTRACT,
    AIM,
    CATEGORY,
    FIELDS,
    GENERIC,
    IDEA,
    NAMES_FOLLOW,
    NO_NAME,
    SENTENCE,
    STEP,
    VERBISH,
    WORK_OF,
)
from nexus.consolidation.inline import is_placeholder, plain
from nexus.consolidation.labels import label_of
from nexus.consolidation.lexicon import Lexicon, LexiconTerm
from nexus.consolidation.names import head_and_rest, split_slashes, tidy, without_parens
from nexus.consolidation.sections import CONCEPT, TECHNOLOGY


def _no_name(name: str) -> bool:
    """Whether words are a label or a filler and no name of anything."""
    return bool(NO_NAME.match(name)) or label_of(name) is not None


_OF_PIPELINES = re.compile(
    r"^ci ?/ ?cd (?:\w+ )?(?:concepts|principles|practices|fundamentals|integration|automation)$",
    re.I,
)


def head_names(lexicon: Lexicon, head: str) -> list[Found]:
    """Names in the head of an item of a technologies section."""
    term = known_term(lexicon, head)
    if term:
        return [(term.kind, term.name if term.kind == TECHNOLOGY else tidy(head))]
    if several := _done_with(lexicon, head):
        return several
    found, unknown = names_in_list(lexicon, head)
    if is_tool_and_its_kind(lexicon, found):
        return found[:1]
    if found and found[0][0] == TECHNOLOGY and not VERBISH.match(head):
        return found if not unknown else [f for f in found if f[0] == TECHNOLOGY or " " in f[1]]
    if any(kind == TECHNOLOGY for kind, _ in found) and len(found) >= unknown:
        return [] if VERBISH.match(head) else found
    tail = re.search(r"\b(?:with|using|via)\s+(.+)$", head)
    if tail and not found and not VERBISH.match(head):
        inner, missing = names_in_list(lexicon, tail[1], whole=True)
        return inner if inner and not missing else []
    return []


def is_tool_and_its_kind(lexicon: Lexicon, found: list[Found]) -> bool:
    """Whether a tool is named with the work that it is for: "Docker & containerization"."""
    if [kind for kind, _ in found] != [TECHNOLOGY, CONCEPT]:
        return False
    tool, work = (known_term(lexicon, name) for _, name in found)
    return tool is not None and work is not None and WORK_OF.get(tool.slug) == work.slug


def _done_with(lexicon: Lexicon, head: str) -> list[Found]:
    """All tools of "baking with Redux and Zustand", which a list would part after the first."""
    work, _, tools = head.partition(" with ")
    if VERBISH.match(head) or not tools or leads(lexicon, work) is not None:
        return []
    found = only_technologies(lexicon, tools)
    return found if len(found) > 1 else []


def title_names(lexicon: Lexicon, title: str) -> list[Found]:
    """Technologies of a title: "Introduction to Git", "Shipping with Docker & Helm"."""
    tail = re.search(r"\b(?:with|using|via)\s+(.+)$", title)
    inner, _ = names_in_list(lexicon, tail[1] if tail else title, whole=True)
    return [f for f in inner if f[0] == TECHNOLOGY]


_PAREN_LIST = re.compile(r"^([^()]{3,40}?)\s*\(([^()]+)\)$")


def is_category_line(lexicon: Lexicon, raw: str) -> bool | None:
    """Whether an item is "a kind of thing: names"; None when what it labels may be one itself."""
    head, rest = head_and_rest(raw)
    if not rest or not only_technologies(lexicon, rest, lexicon.resolve):
        return False
    term = known_term(lexicon, head)
    return None if term is not None and term.kind == TECHNOLOGY else True


def listed(lexicon: Lexicon, head: str, rest: str, *, categories: bool = False) -> list[Found]:
    """Names after a category: "CI/CD: Jenkins, Drone" or "Clouds (AWS, Azure)".

    With `categories` the items around it are "a kind of thing: names", so this one is too.
    """
    if rest:
        term = known_term(lexicon, head)
        if term is None or (term.slug != "ci-cd" and not categories):
            return []
        found = only_technologies(lexicon, rest)
        if (
            categories
            and not found
            and any(k == TECHNOLOGY for k, _ in names_in_list(lexicon, rest)[0])
        ):
            found = _guesses(lexicon, rest)
        return [] if (term.kind, term.name) in found else found
    aside = _PAREN_LIST.match(head)
    if aside is None:
        return []
    inner = only_technologies(lexicon, aside[2])
    term = known_term(lexicon, aside[1])
    if len(inner) < 2 or (term is not None and term.kind == TECHNOLOGY):
        return []
    is_kind = GENERIC.search(aside[1]) or (term is not None and term.slug in FIELDS)
    return inner if is_kind else []


_ALL_BOLD = re.compile(r"^(?:\*\*|__)[^*_]+(?:\*\*|__)$")
_SLASHED = re.compile(r"^([\w.+#-]+(?:\s?/\s?[\w.+#-]+)+) [a-z]")


def _slashed(lexicon: Lexicon, head: str) -> list[Found]:
    """Both names of "npm/yarn for packages"; what follows them says what they are for."""
    found = _SLASHED.match(head)
    names = only_technologies(lexicon, found[1]) if found else []
    return names if len(names) > 1 else []


_TAIL = re.compile(r"\s+(?:with|using|via|for|in|through|by)\s+\S.*$", re.I)


_CATCH_ALL = re.compile(
    r"^(?:others?|more|misc(?:ellaneous)?|extras?|additional(?:ly)?|also)(?: (?:tools|topics|skills|concepts|technologies|learnings|areas))?$",
    re.I,
)


def technology_names(lexicon: Lexicon, raw: str, *, categories: bool = False) -> list[Found]:
    """Names that an item of a technologies section presents."""
    head, rest = head_and_rest(raw)
    if rest and _CATCH_ALL.match(head):
        return names_in_list(lexicon, rest)[0]
    if _OF_PIPELINES.match(head):
        return [(CONCEPT, tidy(head))]
    if rest and NO_NAME.match(head):
        return all_known(lexicon, rest) if NAMES_FOLLOW.search(head) else []
    members = (
        listed(lexicon, head, rest, categories=categories)
        or _slashed(lexicon, head)
        or bold_run(lexicon, raw)
        or bold_inside(lexicon, raw)
        or _package(lexicon, head, rest)
        or ([] if rest or "," not in without_parens(head) else names_of_line(lexicon, head))
    )
    if members:
        return members
    kinds_of = bool(rest) and bool(_KINDS_OF.search(head)) and begins_with_tool(lexicon, rest)
    named = [] if kinds_of else head_names(lexicon, head)
    if any(kind == TECHNOLOGY for kind, _ in named):
        return named
    term = None if kinds_of else known_term(lexicon, head)
    if (
        rest
        and len(head.split()) <= 7
        and (members := _after_label(lexicon, term, head, rest, categories=categories))
    ):
        return members
    if term:
        return [(term.kind, tidy(head))]
    return [] if is_placeholder(raw) else guess(lexicon, head, rest)


def _after_label(
    lexicon: Lexicon, term: LexiconTerm | None, head: str, rest: str, *, categories: bool
) -> list[Found]:
    """Names after a label that is no technology; `term` is what the label names, if anything."""
    first = head.split()[0].lower()
    unknown_parts = [p for p in list_parts(lexicon, rest) if known_term(lexicon, p) is None]
    if term is None and len(first) > 5 and any(first in p.lower() for p in unknown_parts):
        return []  # the list is about its label
    is_category = term is None or term.slug in CATEGORY or categories
    told = head_and_rest(rest)
    if term is None and told[1] and (members := only_technologies(lexicon, told[0])):
        return members
    inner, unknown = names_in_list(lexicon, rest, whole=not is_category, told=True)
    technologies = [f for f in inner if f[0] == TECHNOLOGY]
    if term is not None and inner and known_term(lexicon, inner[0][1]) is term:
        return []
    if technologies and not is_category and unknown == 0 and len(technologies) == len(inner):
        return technologies
    share = 0.5 if term is not None else 0.75 if IDEA.search(head) else 0.0
    if len(technologies) < len(inner) * share:
        return []  # ideas are among them: what the idea before them is made of
    if technologies and is_category and (unknown == 0 or begins_with_name(lexicon, rest)):
        if unknown == 0:
            return inner
        guessed = _guesses(lexicon, rest) if unknown <= len(technologies) else []
        return guessed or [f for f in inner if f[0] == TECHNOLOGY or " " in f[1]]
    aside = known_term(lexicon, rest)
    if term is None and aside is not None and len(rest.split()) <= 4:
        return [(aside.kind, tidy(rest))]
    return []


_KINDS_OF = re.compile(r"\b(?:solutions|databases|services|tools|systems|options|libraries)$", re.I)
_KINDS = re.compile(
    r"\w(?:processors|frameworks|libraries|tools|platforms|bundlers|engines|brokers)$", re.I
)
_NAME_LIKE = re.compile(
    r"^(?:[A-Z][\w.+#-]*|[a-z]+[.-]?[a-z]*[A-Z.\d-][\w.-]*)(?: [A-Z][\w.+#-]*){0,2}$"
)


def _package(lexicon: Lexicon, head: str, rest: str) -> list[Found]:
    """A package that nobody knows, in small letters, with what it does: "some-lib: does that"."""
    if not rest or not re.match(r"^[a-z][a-z0-9]+(?:[-_.][a-z0-9]+)*$", head):
        return []
    return [] if known_term(lexicon, head) or GENERIC.search(head) else [(TECHNOLOGY, head)]


def _guesses(lexicon: Lexicon, text: str) -> list[Found]:
    """The names of a list with some that nobody knows but that are written like names."""
    found: list[Found] = []
    for part in list_parts(lexicon, text):
        term = known_term(lexicon, part) or leads(lexicon, part, told=True)
        if term is not None:
            found.append((term.kind, term.name if term.kind == TECHNOLOGY else tidy(part)))
        elif _NAME_LIKE.match(part) and not GENERIC.search(part) and not ABSTRACT.search(part):
            found.append((TECHNOLOGY, tidy(part)))
        elif len(part.split()) > 4:
            return []
    return [f for f in found if f[0] == TECHNOLOGY or " " in f[1]]


def guess(lexicon: Lexicon, head: str, rest: str) -> list[Found]:
    """A guess for a head that the lexicon does not hold; nothing when it is a sentence."""
    name = tidy(head)
    words = name.split()
    if len(words) > 5 and not rest:
        name = _TAIL.sub("", name)
        words = name.split()
        if not 2 <= len(words) <= 5:
            return []
    if (
        not words
        or len(words) > 5
        or _no_name(name)
        or SENTENCE.match(name)
        or VERBISH.match(name)
        or STEP.match(name)
        or (not rest and AIM.match(name))
    ):
        return []
    if len(name) < 2 or name.endswith(("!", "?")) or re.search(r"[/\\]{2}|@|\bhttps?\b", name):
        return []
    if rest and GENERIC.search(name) and not (len(words) > 2 and IDEA.search(name)):
        parts = [lexicon.resolve(p) for p in list_parts(lexicon, head)]
        held = any(p is not None and p.kind == CONCEPT for p in parts)
        return [(CONCEPT, name)] if held and len(parts) > 1 else []
    proper = len(words) <= 2 and bool(re.search(r"[a-z][A-Z]|\d|\.\w|^[a-z]+(?:-[a-z]+)+$", name))
    if len(words) == 1 and GENERIC.search(name):
        return []
    single = len(words) == 1 and name[:1].isupper() and not name.endswith("ing")
    if "/" in name and all(lexicon.resolve(part) for part in split_slashes(name)):
        return [(CONCEPT, name)]  # two names of one idea
    if proper or (single and not ABSTRACT.search(name)):
        return [(TECHNOLOGY, name)]
    return [(CONCEPT, name)]


_BASICS = re.compile(
    r"^(.{2,40}?)\s+(?:basics|fundamentals|essentials|introduction)\s+(?:to|and|&|through|[–—-])\s",
    re.I,
)


def concept_names(lexicon: Lexicon, raw: str) -> list[Found]:
    """Name that an item of a concepts section presents (rarely two)."""
    if run := bold_run(lexicon, raw):
        return run
    head, rest = head_and_rest(raw)
    if _ALL_BOLD.match(raw.strip()) and (parts := _after_kind(lexicon, head, rest)):
        return parts
    aside = _PAREN_LIST.match(head)
    if aside and _KINDS.search(aside[1]) and (tools := only_technologies(lexicon, aside[2])):
        return tools
    term = known_term(lexicon, head)
    if term is not None:
        kind = CONCEPT if term.slug == "ci-cd" else term.kind
        return [(kind, term.name if kind == TECHNOLOGY else tidy(head))]
    told = head_and_rest(rest)
    return (
        _joined_names(lexicon, head, listed=not rest and bool(_PARTED.search(without_parens(head))))
        or (only_technologies(lexicon, told[0]) if told[1] else [])
        or _before_tool(lexicon, head)
        or ([] if is_placeholder(raw) else _own_words(head, rest))
    )


_PARTED = re.compile(r"[,;|·•]")


def _after_kind(lexicon: Lexicon, head: str, rest: str) -> list[Found]:
    """What follows a kind or a language in one title: "Queues: Celery / RabbitMQ", "Java: streams"."""
    term = known_term(lexicon, head)
    if term is None or not rest:
        return []
    if term.kind == CONCEPT:
        return only_technologies(lexicon, rest)
    return _own_words(rest, "") if len(rest.split()) <= 7 else []


def _joined_names(lexicon: Lexicon, head: str, *, listed: bool) -> list[Found]:
    """Each name of "A and B" with a technology in it, or of a list of ideas; else none."""
    parts = list_parts(lexicon, head)
    terms = [t for p in parts if (t := known_term(lexicon, p))]
    if len(parts) < 2 or len(terms) < len(parts):
        return []
    if not listed and TECHNOLOGY not in {CONCEPT if t.slug == "ci-cd" else t.kind for t in terms}:
        return []
    return [
        (t.kind, t.name if t.kind == TECHNOLOGY else tidy(p))
        for t, p in zip(terms, parts, strict=True)
    ]


def _before_tool(lexicon: Lexicon, head: str) -> list[Found]:
    """The idea of "idea with a tool", or what "the basics of X and more" are of."""
    front = _TAIL.sub("", head)
    term = known_term(lexicon, front) if front != head else None
    if term is not None and term.kind == CONCEPT:
        return [(CONCEPT, tidy(front))]
    basics = _BASICS.match(head)
    term = known_term(lexicon, basics[1]) if basics else None
    return [] if term is None else [(term.kind, term.name)]


def idea_with_tools(lexicon: Lexicon, raw: str) -> list[Found]:
    """The idea that an item begins with, and the tools in bold after it; not a kind of work.

    "Indexing with **Solr**" gives both, "Queues with **Celery**" leaves the tool to others.
    """
    leads = BOLD_WITH.match(raw[:600]) is not None
    head = plain(raw) if leads else head_and_rest(raw)[0]
    front = _TAIL.sub("", head)
    term = known_term(lexicon, front) if front != head else None
    if term is None or term.kind != CONCEPT or term.slug in CATEGORY:
        return []
    idea = [(CONCEPT, tidy(front))]
    return idea if leads else idea + bold_inside(lexicon, raw)


def _own_words(head: str, rest: str) -> list[Found]:
    """The words of an item as the name of a concept, unless they are a sentence or a step."""
    name = tidy(head)
    words = name.split()
    if not words or len(name) < 3 or _no_name(name) or name.endswith(("!", "?")):
        return []
    if STEP.match(name):
        return []
    if rest and len(words) <= 10:
        return [(CONCEPT, name)]
    if len(words) > 9 or (SENTENCE.match(name) and len(words) > 3):
        return []
    return [(CONCEPT, name)]
