"""Code to HTML with Pygments; what is not known stays plain text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import StringIO
from itertools import islice
from time import thread_time

from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Highlighting is bounded: lexers are regular expressions, and some inputs make them slow.
LONGEST = 30_000
TOKENS_AT_ONCE = 50  # between two looks at the clock
FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


@lru_cache(maxsize=128)
def lexer_for(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


@dataclass(slots=True)
class Budget:
    """Processor seconds that are left for highlighting; ordinary pages need a hundredth."""

    seconds: float = 0.6


def highlighted(code: str, lexer: Lexer, budget: Budget) -> str | None:
    """The code in spans; None when its lexer turns out to be slow on it."""
    began = thread_time()
    tokens = []
    coming = lexer.get_tokens(code)
    while some := list(islice(coming, TOKENS_AT_ONCE)):
        tokens += some
        if thread_time() - began > budget.seconds:
            budget.seconds = 0.0
            return None
    budget.seconds -= thread_time() - began
    into = StringIO()
    FORMATTER.format(tokens, into)
    return into.getvalue()


def code_block(code: str, info: str, budget: Budget) -> str:
    """The figure of a fenced block: its language, and the code in a region that scrolls."""
    words = info.split()
    language = words[0].strip("{}.").lower()[:30] if words else ""
    lexer = lexer_for(language) if language and len(code) <= LONGEST else None
    found = highlighted(code, lexer, budget) if lexer and budget.seconds > 0 else None
    body = escape(code, quote=False) if found is None else found
    label = escape(language or "text")
    return (
        f'<figure class="code"><figcaption class="code-language">{label}</figcaption>'
        f'<pre tabindex="0"><code class="language-{label}">{body}</code></pre></figure>\n'
    )
