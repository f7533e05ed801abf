"""Write the pages into the bare project's database: `python -m bench.http.bare.fill FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.http.bare.settings"

import django
from markdown_it import MarkdownIt


def main(folder: Path) -> None:
    django.setup()
    from django.db import connection

    from bench.http.bare.models import Article, Author, Tag

    with connection.schema_editor() as editor:
        for model in (Author, Tag, Article):
            editor.create_model(model)
    authors = [Author.objects.create(name=f"Author {n}") for n in range(20)]
    tags = [Tag.objects.create(name=f"tag {n}") for n in range(30)]
    markdown = MarkdownIt("gfm-like", {"linkify": False})
    for number, file in enumerate(sorted(folder.glob("*.md"))):
        text = file.read_text("utf-8", "replace")
        article = Article.objects.create(
            slug=f"page-{number}",
            title=text.strip().split("\n")[0].lstrip("# ")[:200] or file.stem,
            summary=" ".join(text.split())[:200],
            html=markdown.render(text),
            author=authors[number % len(authors)],
        )
        article.tags.set(tags[(number * 3 + k) % len(tags)] for k in range(3))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
