"""Markdown → safe HTML, its contents, its links and its plain text by section."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from nexus.common.markdown.cost import is_costly
from nexus.common.markdown.highlight import Budget, code_block
from nexus.common.markdown.parser import make_parser
from nexus.common.markdown.sanitize import sanitize
from nexus.common.text import one_line, slugify

TAG = re.compile(r"<[^<>]{1,1000}>")
MAX_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a wiki reference leads; `quote` is set when a statement is quoted."""

    url: str
    label: str
    kind: str = ""
    quote: str = ""


Resolver = Callable[[str], Resolved | None]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the plain text under it, up to the next heading."""

    heading: str
    anchor: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """`links` are wiki references as written, `paths` addresses of this hub in plain links;
    `sections` begin with the text before a heading.
    """

    html: str
    sections: tuple[Section, ...]
    links: tuple[str, ...]
    paths: tuple[str, ...] = ()

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The headings, for a table of contents: [{"level", "title", "anchor"}]."""
        return [
            {"level": s.level, "title": s.heading, "anchor": s.anchor}
            for s in self.sections
            if s.heading
        ]


@dataclass(slots=True)
class Outline:
    """Gathers sections while the tokens are walked."""

    used: dict[str, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    heading: str = ""
    anchor: str = ""
    level: int = 0
    lines: list[str] = field(default_factory=list)

    def anchor_for(self, heading: str) -> str:
        base = slugify(heading, limit=60)
        anchor, count = base, self.used.get(base, 0)
        # Ten thousand headings may say the same: go on counting where the last one stopped.
        while anchor in self.used:
            count += 1
            anchor = f"{base}-{count}"
        self.used[base] = max(count, 1)
        self.used.setdefault(anchor, 1)
        return anchor

    def start(self, heading: str, anchor: str, level: int) -> None:
        self.close()
        self.heading, self.anchor, self.level = heading, anchor, level

    def close(self) -> None:
        text = "\n".join(self.lines).strip()
        if self.heading or text:
            self.sections.append(Section(self.heading, self.anchor, self.level, text))
        self.lines = []


def plain(children: Sequence[Token] | None) -> str:
    """The words of an inline token as a reader sees them."""
    parts: list[str] = []
    for child in children or ():
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "wiki":
            parts.append(child.meta["label"] or child.meta["reference"].rsplit("/", 1)[-1])
        elif child.type == "html_inline":
            parts.append(TAG.sub(" ", child.content))
        elif child.type == "image":
            parts.append(plain(child.children))
        else:
            parts.append(child.content)
    return "".join(parts)


def outline(tokens: Sequence[Token]) -> tuple[Section, ...]:
    """Give headings their anchors and levels in place; return the sections."""
    shift = 1 if any(t.type == "heading_open" and t.tag == "h1" for t in tokens) else 0
    found = Outline()
    inside_heading = False
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inside_heading = True
            level = min(int(token.tag[1]) + shift, MAX_LEVEL)
            heading = one_line(plain(tokens[index + 1].children), limit=200)
            anchor = found.anchor_for(heading)
            token.tag = f"h{level}"
            token.attrSet("id", anchor)
            found.start(heading, anchor, level)
        elif token.type == "heading_close":
            inside_heading = False
            token.tag = f"h{min(int(token.tag[1]) + shift, MAX_LEVEL)}"
        elif token.type == "inline" and not inside_heading:
            found.lines.append(plain(token.children))
        elif token.type in {"fence", "code_block"}:
            found.lines.append(token.content.rstrip())
        elif token.type == "html_block":
            found.lines.append(TAG.sub(" ", token.content).strip())
    found.close()
    return tuple(found.sections)


def budget_of(env: Any) -> Budget:
    """What the code of one page may cost."""
    budget: Budget = env.setdefault("code", Budget())
    return budget


class HubRenderer(RendererHTML):
    """Fences with Pygments, images as links, wiki links resolved by the caller."""

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return code_block(tokens[idx].content, tokens[idx].info, budget_of(env))

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return code_block(tokens[idx].content, "", budget_of(env))

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        label = plain(token.children) or "image"
        source = escape(str(token.attrs.get("src", "")))
        return f'<a class="image" href="{source}">{escape(label)}</a>'

    def front_matter(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return ""

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def _cell(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        align = str(token.attrs.pop("style", "")).removeprefix("text-align:")
        if align:
            token.attrSet("align", align)
        return self.renderToken(tokens, idx, options, env)

    td_open = th_open = _cell

    def wiki(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        reference, label = token.meta["reference"], token.meta["label"]
        resolve: Resolver | None = env.get("resolve")
        found = resolve(reference) if resolve else None
        if found is None:
            return f'<span class="broken-link">{escape(label or reference)}</span>'
        if found.quote:
            return (
                f'<q class="quotation">{escape(found.quote)}</q> '
                f'<a class="source" href="{escape(found.url)}">{escape(found.label)}</a>'
            )
        css = f"wiki {found.kind}".strip()
        return f'<a class="{css}" href="{escape(found.url)}">{escape(label or found.label)}</a>'


MARKDOWN = make_parser(HubRenderer)


def references(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Wiki references in order, each once."""
    found: dict[str, None] = {}
    for token in tokens:
        for child in token.children or ():
            if child.type == "wiki":
                found[child.meta["reference"]] = None
    return tuple(found)


def inner_paths(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Addresses of this hub that plain links lead to, in order, each once."""
    found: dict[str, None] = {}
    for token in tokens:
        for child in token.children or ():
            href = str(child.attrGet("href") or "") if child.type == "link_open" else ""
            if href.startswith("/") and not href.startswith("//"):
                found[href] = None
    return tuple(found)


def render(text: str, *, resolve: Resolver | None = None) -> Rendered:
    """Render Markdown of any quality; never raises on its content, never emits unsafe HTML."""
    if is_costly(text):
        text = "```text\n" + text.replace("```", "'''") + "\n```\n"
    env: dict[str, Any] = {"resolve": resolve}
    tokens = MARKDOWN.parse(text, env)
    sections = outline(tokens)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, env)
    safe = sanitize(html).replace("<input ", '<input aria-label="Task" ')
    return Rendered(safe, sections, references(tokens), inner_paths(tokens))
