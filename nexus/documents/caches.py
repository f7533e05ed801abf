"""The lexicon, kept in the process: what is shipped, with what maintainers changed of it.

Key: the newest change of the lexicon, by number and moment. Loader: the files of content/lexicon,
read once, and the rows. Invalidator: none; a changed lexicon has another newest change, which
every process sees at its next question.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nexus.common.changes import record_change
from nexus.common.models import Change
from nexus.consolidation import Lexicon, SpellingChange, TermChange, extend, load_lexicon
from nexus.documents.models import LexiconSpelling, LexiconTerm

# All changes are of one object: the lexicon as a whole.
KIND, PK = "lexicon", 1
Stamp = tuple[int, datetime]

_kept: tuple[Stamp | None, Lexicon] | None = None


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """What the files of content/lexicon say."""
    return load_lexicon(Path(settings.NEXUS_CONTENT) / "lexicon")


def lexicon() -> Lexicon:
    """The lexicon as it is now. One query, three after a change."""
    global _kept
    stamp = newest_change()
    if _kept is None or _kept[0] != stamp:
        _kept = (stamp, read_lexicon() if stamp else shipped_lexicon())
    return _kept[1]


def newest_change() -> Stamp | None:
    changes = Change.objects.filter(object_kind=KIND, object_pk=PK).order_by("-id")
    return changes.values_list("id", "at").first()


def read_lexicon() -> Lexicon:
    """Shipped terms with the changes of the rows."""
    terms = LexiconTerm.objects.order_by("slug").values_list(
        "slug", "name", "kind", "ambiguous", "removed"
    )
    spellings = LexiconSpelling.objects.order_by("key").values_list("text", "slug")
    return extend(
        shipped_lexicon(),
        [TermChange(*row) for row in terms],
        [SpellingChange(*row) for row in spellings],
    )


def lexicon_changed() -> None:
    """Say so to every process; inside the transaction of the change."""
    record_change("lexicon.changed", KIND, PK, public=False)
