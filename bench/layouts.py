"""`python -m bench.layouts [LABELS]`: the labelled documents again, written in other ways.

Every line stays where it is, only its marks change: other bullets, headings in bold or without a
mark, all of one level, no bold, everything indented. What a document says is the same, so what the
figures lose is owed to layout and not to words.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping

from bench.crossvalidation import KINDS, Corpus, matched, open_corpus
from nexus.consolidation import parse_document, split_lines

_HEADING = re.compile(r"^(\s*)(#{1,6})\s+(.*)$")
_LEAD = re.compile(r"^(\s*[-*+] )\*\*([^*]+?):?\*\*\s*(?::|–|—|→|-)\s*")


def _heading(write: Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    return lambda line: _HEADING.sub(write, line)


def _indented(line: str) -> str:
    whole = _HEADING.match(line) or not line.strip() or line.lstrip().startswith("|")
    return line if whole else f"    {line}"


LAYOUTS: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda line: line,
    "other bullets": lambda line: re.sub(r"^(\s*)[-*] ", r"\1+ ", line),
    "no bullets": lambda line: re.sub(r"^[-*+] ", "", line),
    "no bold": lambda line: line.replace("**", ""),
    "dashes after leads": lambda line: _LEAD.sub(r"\1\2 — ", line),
    "headings in bold": _heading(lambda m: f"**{m[3].replace('*', '').strip()}**"),
    "headings in plain words": _heading(lambda m: m[3].replace("*", "")),
    "headings of one level": _heading(lambda m: f"## {m[3]}"),
    "all indented": _indented,
}


def rewritten(text: str, layout: Callable[[str], str]) -> str:
    """A document line by line in another layout; code stays as it is."""
    out, code = [], False
    for line in split_lines(text):
        fence = line.strip().startswith("```")
        out.append(line if code or fence else layout(line))
        code ^= fence
    return "\n".join(out)


def measure(corpus: Corpus, layout: Callable[[str], str]) -> dict[str, float]:
    """F1 of each kind over the labelled documents in a layout."""
    count: Counter[tuple[str, str]] = Counter()
    for name, labels in corpus.gold.items():
        text = rewritten(corpus.documents[name].text, layout)
        document = parse_document(name, text.encode(), corpus.lexicon)
        for row in labels:
            count["labels", str(row["kind"])] += 1
        for statement in document.statements:
            count["found", statement.kind] += 1
        for statement in matched(document, labels).values():
            count["both", statement.kind] += 1
    return {
        kind: 2 * count["both", kind] / max(1, count["labels", kind] + count["found", kind])
        for kind in KINDS
    }


def main(arguments: list[str]) -> int:
    """Prints one line for each layout."""
    corpus = open_corpus(arguments)
    if corpus is None:
        return 1
    for name, layout in LAYOUTS.items():
        figures = measure(corpus, layout)
        print(f"{name:24}", "  ".join(f"{kind} {f1:.3f}" for kind, f1 in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
