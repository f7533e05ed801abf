"""Code to HTML with Pygments; what is not known stays plain text."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Highlighting is bounded: lexers are regular expressions, and some inputs make them slow.
LONGEST = 30_000
FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


@lru_cache(maxsize=128)
def lexer_for(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def code_block(code: str, info: str) -> str:
    """The figure of a fenced block: its language, and the code in a region that scrolls."""
    words = info.split()
    language = words[0].strip("{}.").lower()[:30] if words else ""
    lexer = lexer_for(language) if language and len(code) <= LONGEST else None
    body = highlight(code, lexer, FORMATTER) if lexer else escape(code, quote=False)
    label = escape(language or "text")
    return (
        f'<figure class="code"><figcaption class="code-language">{label}</figcaption>'
        f'<pre tabindex="0"><code class="language-{label}">{body}</code></pre></figure>\n'
    )
