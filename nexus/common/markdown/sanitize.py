"""What HTML may stay: a short list of elements, no styles, no scripts, no foreign images."""

from __future__ import annotations

import nh3

TAGS = {
    *(
        [
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "br",
            "hr",
            "div",
            "span",
            "blockquote",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "pre",
            "code",
            "kbd",
            "samp",
            "var",
        ]
    ),
    *(
        [
            "em",
            "strong",
            "b",
            "i",
            "u",
            "s",
            "del",
            "ins",
            "sub",
            "sup",
            "small",
            "mark",
            "abbr",
            "q",
            "cite",
            "a",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]
    ),
    *(["details", "summary", "figure", "figcaption", "input", "caption"]),
}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "class", "id", "aria-label"},
    "abbr": {"title"},
    "code": {"class"},
    "details": {"open"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "figcaption": {"class"},
    "figure": {"class"},
    "h1": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "input": {"checked", "disabled", "class"},
    "li": {"class", "id"},
    "ol": {"start", "class"},
    "p": {"class"},
    "pre": {"class", "tabindex"},
    "section": {"class"},
    "span": {"class"},
    "sup": {"class", "id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ul": {"class"},
}
SCHEMES = {"http", "https", "mailto"}


def with_scheme(url: str) -> str:
    """An address that leaves the scheme to the page leads to another site all the same."""
    return "https:" + url if url.startswith("//") else url


CLEANER = nh3.Cleaner(
    tags=TAGS | {"section"},
    clean_content_tags={"script", "style", "template", "iframe", "object", "noscript", "title"},
    attributes=ATTRIBUTES,
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    url_schemes=SCHEMES,
    url_relative=with_scheme,
    link_rel="nofollow noopener",
    strip_comments=True,
)


def sanitize(html: str) -> str:
    """Any HTML → HTML that may stand on a page of the hub."""
    return CLEANER.clean(html)
