"""Markdown to safe HTML, once, when it is written."""

from nexus.common.markdown.render import Rendered, Section, render

__all__ = ["Rendered", "Section", "render"]
