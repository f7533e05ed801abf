"""A page as a browser takes it apart, and what must not be in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from nexus.common.earlyscript import EARLY_SCRIPT

# What the hub's own templates bring; nothing of it may come with content.
OF_THE_HUB = {
    "html", "head", "body", "title", "meta", "link", "script", "header", "nav", "main", "footer",
    "aside", "article", "section", "form", "button", "input", "label", "select", "option",
    "textarea", "svg", "path", "use", "circle", "rect", "line", "polyline", "g", "symbol", "time",
    "dialog", "template", "search", "fieldset", "legend", "img", "output", "progress", "hgroup",
    "menu", "optgroup", "datalist", "noscript",
}  # fmt: skip
OF_TEXT = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote", "ul", "ol",
    "li", "dl", "dt", "dd", "pre", "code", "kbd", "samp", "var", "em", "strong", "b", "i", "u",
    "s", "del", "ins", "sub", "sup", "small", "mark", "abbr", "q", "cite", "a", "table", "thead",
    "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption", "input", "caption",
    "section",
}  # fmt: skip
LINKS = {"href", "src", "action", "formaction", "data", "poster", "background", "ping", "srcset"}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Browsers drop these; what else stands before a scheme makes the address a relative one.
IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20]")
ALLOWED = {"http:", "https:", "mailto:"}


class Elements(HTMLParser):
    """Every start tag with its attributes, decoded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.script_text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.found and self.cdata_elem in {"script", "style"} and data.strip():
            self.script_text.append(data)


def elements(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser


def assert_attributes_are_safe(tag: str, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        assert not name.startswith("on"), (tag, name, value)
        assert name not in {"style", "srcdoc", "xlink:href", "http-equiv"}, (tag, name, value)
        if name in LINKS:
            plain = IGNORED_IN_ADDRESSES.sub("", value)
            scheme = SCHEME.match(plain)
            assert scheme is None or scheme[0].lower() in ALLOWED, (tag, name, value)


def assert_text_is_safe(html: str) -> None:
    """HTML that was made of somebody's text."""
    for tag, attributes in elements(html).found:
        assert tag in OF_TEXT, (tag, attributes)
        assert_attributes_are_safe(tag, attributes)
        if tag == "input":
            assert attributes.get("type", "checkbox") == "checkbox"


def assert_page_is_safe(html: str) -> None:
    """A whole page: scripts are files of the hub but for the one that its policy names."""
    page = elements(html)
    assert page.script_text == [EARLY_SCRIPT]
    inside = [attributes for tag, attributes in page.found if (tag, attributes) == ("script", {})]
    assert len(inside) == len(page.script_text)
    for tag, attributes in page.found:
        if (tag, attributes) == ("script", {}):
            continue  # the one above
        assert tag in OF_THE_HUB | OF_TEXT, (tag, attributes)
        assert_attributes_are_safe(tag, attributes)
        if tag in {"script", "img", "link"}:
            source = attributes.get("src") or attributes.get("href") or ""
            assert source.startswith("/"), (tag, attributes)
            assert not source.startswith("//"), (tag, attributes)


def assert_answer_is_clear(response: Any) -> None:
    """Done, or a problem with a sentence; never the hub's own failure."""
    assert response.status_code < 500, response.content[:500]
    if response.status_code >= 400 and response["Content-Type"].startswith("application/"):
        assert response["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert problem["detail"], problem
        assert "Traceback" not in str(problem)


def assert_graphql_is_clear(answer: Any) -> None:
    """Each error has a sentence, and is none of the hub's own."""
    assert answer.status_code < 500, answer.content[:300]
    body = json.loads(answer.content)
    for error in body.get("errors", []):
        assert error["message"]
        assert error.get("extensions", {}).get("code") != "internal", error
        assert "Traceback" not in str(error)


def assert_still_healthy(client: Any) -> None:
    assert client.get("/healthz").status_code == 200
