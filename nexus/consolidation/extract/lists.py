"""Lists of names: "A, B & C for baking" in its parts, and which of them are known."""

from __future__ import annotations

import re
from collections.abc import Callable

from nexus.consolidation.extract.words import IDEA, MANY, NATIVE, SENTENCE, WHAT_FOR
from nexus.consolidation.lexicon import Lexicon, LexiconTerm, key_of
from nexus.consolidation.names import split_list, split_slashes, tidy, without_parens
from nexus.consolidation.sections import CONCEPT, TECHNOLOGY

FEWEST_COMMAS = 2  # with one, a line is as often a sentence
LONGEST_NAME = 3  # words
_GOES_BEYOND = re.compile(r"[.!?:;](?:\s|$)|\s[–—-]\s")  # a sentence, a label, an explanation
Found = tuple[str, str]  # kind, name


def known_term(lexicon: Lexicon, text: str) -> LexiconTerm | None:
    """The term that a name stands for, with or without what it has in brackets."""
    return lexicon.resolve(text) or lexicon.resolve(without_parens(text))


def list_parts(lexicon: Lexicon, text: str) -> list[str]:
    """The parts of a list without what each is for; a slash parts what is no name as it stands."""
    found: list[str] = []
    if " for " in text:
        text = _without_purposes(lexicon, text)
    for part in split_list(NATIVE.sub(r"\1", WHAT_FOR.sub("", text))):
        found += [part] if lexicon.exact(part) else split_slashes(part)
    return found


_PLACE = re.compile(r" (?:storage|servers?|queues?|cache|hosting)$")  # "session storage"


def _is_tool(lexicon: Lexicon, text: str) -> bool:
    """Whether a text is the whole name of a technology, and no ordinary word."""
    term = lexicon.exact(text) if text else None
    if term is None or term.kind != TECHNOLOGY or _PLACE.search(text):
        return False
    return not term.ambiguous and key_of(text) not in lexicon.plain


_COMMA = re.compile(r",\s+(?:and\s+)?|\s+and\s+")


def _without_purposes(lexicon: Lexicon, text: str) -> str:
    """A list without what goes on after "for": "Redis for trays, warm bread and late orders"."""
    kept: list[str] = []
    purposes = False
    for piece in _COMMA.split(text):
        in_words = piece[:1].islower() and " for " not in piece
        if purposes and in_words and not _is_tool(lexicon, piece.strip(" .")):
            continue
        kept.append(piece)
        purposes = " for " in piece
    return ", ".join(kept)


_GOES_ON = re.compile(
    r"^(?:with|using|via|in|on|as|from|through|by|and|[(–—-].*|"
    r"(?:v|version)?\d.*|[a-z]+(?:ing|ed|es|s))$"
)


def leads(lexicon: Lexicon, part: str, *, told: bool = False) -> LexiconTerm | None:
    """The technology that a part begins with.

    In what is told of a thing (`told`) a name may be a word of another one ("SQL injection").
    """
    lead = None if MANY.search(part) else lexicon.lead(part)
    if lead is None or lead.kind != TECHNOLOGY:
        return None
    words = part.split()
    sizes = range(len(words), 0, -1)
    after = next((n for n in sizes if lexicon.exact(" ".join(words[:n])) is lead), len(words))
    following = words[after] if len(words) - after > 1 else ""
    if following and IDEA.search(part) and not _GOES_ON.match(following):
        return None  # "Bread Tray Management" is no bread
    if told and following[:1].islower() and not _GOES_ON.match(following):
        return None
    return lead


def names_in_list(
    lexicon: Lexicon, text: str, *, whole: bool = False, told: bool = False
) -> tuple[list[Found], int]:
    """(names of "A, B & C", how many parts named nothing)."""
    found: list[Found] = []
    unknown = 0
    words_only = True  # all that was found are ordinary words too
    for part in list_parts(lexicon, text):
        term = known_term(lexicon, part)
        if term is None and not whole:
            term = leads(lexicon, part, told=told)
        if term is None:
            unknown += 1
        else:
            words_only &= term.ambiguous
            found.append((term.kind, term.name if term.kind == TECHNOLOGY else tidy(part)))
    if words_only and unknown >= len(found):
        return [], unknown + len(found)  # "Foundation & planning"
    return found, unknown


def names_of_line(lexicon: Lexicon, text: str) -> list[Found]:
    """Names of a line that is nothing but a list, "A, B and the principles of C"; else none."""
    parts = list_parts(lexicon, text)
    found: list[Found] = []
    for part in parts:
        inner, _ = names_in_list(lexicon, part)
        if inner:
            found += inner
        elif 2 <= len(part.split()) <= 5 and IDEA.search(part) and not SENTENCE.match(part):
            found.append((CONCEPT, tidy(part)))
    known = sum(kind == TECHNOLOGY for kind, _ in found)
    return found if known >= 2 and len(found) >= len(parts) - 1 else []


def parts_of_bare_list(lexicon: Lexicon, text: str) -> list[str]:
    """The parts of a line that is nothing but names with commas between them; else none.

    One of them is known, so the others are what nobody has told the lexicon of yet.
    """
    if text.count(",") < FEWEST_COMMAS or _GOES_BEYOND.search(text.rstrip(" .")):
        return []
    parts = [tidy(p) for p in list_parts(lexicon, text)]
    names = all(len(p.split()) <= LONGEST_NAME and not SENTENCE.match(p) for p in parts)
    capital = all(p[:1].isupper() or known_term(lexicon, p) for p in parts)
    return parts if names and capital and any(known_term(lexicon, p) for p in parts) else []


_OPENS_LIST = re.compile(
    r"\b(?:with|without|using|used|in|on|of|about|learn(?:ed|t)|studied|covered|explored|mastered|"
    r"includ(?:es|ed|ing|e)|like|such as|are|were)\b:? ",
    re.I,
)
_NOT_DONE = re.compile(
    r"\b(?:not(?! only)|never|against|without|dropped|instead of|rather than|"
    r"avoid(?:ed|ing)?(?! .*\b(?:by|using)\b)|"
    r"(?:want(?:ed)?|plan(?:ned|ning)?|hop(?:e|ed|ing)|(?:would|'d) like|going) to)\b|n['’]t\b",
    re.I,
)
_NOT_WITHOUT = re.compile(r"(?:\b(?:not|never)\b|n['’]t\b).*\bwithout\b", re.I)
_CLAUSE = re.compile(r"[,;:]|\bbut\b")
OPENING = 160  # characters in which a sentence comes to its names


def after_opening(lexicon: Lexicon, text: str) -> str:
    """What a sentence names first and all after it: "I baked with Python, Redis …" from Python on.

    The text itself where it opens with a name, or comes to none; nothing of it where it says
    that these were not used, or not yet.
    """
    if _first_of(lexicon, text) is not None:
        return text
    for found in _OPENS_LIST.finditer(text[:OPENING]):
        after = text[found.end() :]
        if _first_of(lexicon, after) is not None:
            return "" if _denies(_CLAUSE.split(text[: found.end()])[-1]) else after
    return "" if _denies(text.partition(",")[0][:OPENING]) else text


def _denies(clause: str) -> bool:
    """Whether a clause says that something was not used; "not without bread" says that it was."""
    return bool(_NOT_DONE.search(clause)) and not _NOT_WITHOUT.search(clause)


def only_technologies(
    lexicon: Lexicon, text: str, read: Callable[[str], LexiconTerm | None] | None = None
) -> list[Found]:
    """The names of a list in which every part is a technology by its whole name; else none."""
    found: list[Found] = []
    for part in list_parts(lexicon, text):
        term = (read or lexicon.exact)(part)
        if term is None or term.kind != TECHNOLOGY:
            return []
        found.append((TECHNOLOGY, term.name))
    return found


def all_known(lexicon: Lexicon, text: str) -> list[Found]:
    """Every name of a list that the lexicon holds, when there are two or more."""
    inner, _ = names_in_list(lexicon, text.rstrip("."))
    return inner if len(inner) >= 2 else []


def begins_with_name(lexicon: Lexicon, rest: str) -> bool:
    """Whether a list begins with something that the lexicon holds."""
    return _first_of(lexicon, rest) is not None


def begins_with_tool(lexicon: Lexicon, rest: str) -> bool:
    """Whether a list begins with a technology."""
    first = _first_of(lexicon, rest)
    return first is not None and first.kind == TECHNOLOGY


def _first_of(lexicon: Lexicon, rest: str) -> LexiconTerm | None:
    first = list_parts(lexicon, rest)[:1]
    return (known_term(lexicon, first[0]) or leads(lexicon, first[0], told=True)) if first else None


_SENTENCES = re.compile(r"(?<=[a-z)][.!]) (?=[A-Z])")


def names_told(lexicon: Lexicon, text: str, *, opened: bool) -> list[Found]:
    """The names that sentences list, each sentence by itself.

    `opened`: what is said before the list was said above it.
    """
    found: list[Found] = []
    for sentence in _SENTENCES.split(text):
        listed = sentence if opened else after_opening(lexicon, sentence)
        inner, unknown = names_in_list(lexicon, listed)
        if len(inner) >= 2 and unknown <= 1:
            found += names_of_line(lexicon, listed) or inner
    return found
