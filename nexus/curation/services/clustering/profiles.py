"""Profiles as rows: made once for each content, and again when code or lexicon make others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from nexus.common.bulk import delete_rows, insert_rows, put_rows, read_rows
from nexus.consolidation import Anchor, Features, Lexicon, profile
from nexus.consolidation import Profile as Compared
from nexus.consolidation.features import FEATURES_VERSION, entry_profile
from nexus.consolidation.themewords import theme_words
from nexus.curation.models import Named, Profile
from nexus.curation.services.clustering.rows import StatementRow, parts_of

FIELDS = (
    "pk", "key", "kind", "title", "features", "theme", "strength", "words", "marks", "terms",
    "is_entry",
)  # fmt: skip
COLUMNS = (*FIELDS[1:], "size", "made_by")
AT_ONCE = 2000  # profiles that are held as rows
Make = Callable[[], Compared]


@dataclass(frozen=True, slots=True)
class Stored:
    """A profile with the id of its row."""

    pk: int
    profile: Compared


def maker(lexicon: Lexicon) -> str:
    """Names the code and lexicon that make profiles."""
    return f"{FEATURES_VERSION}-{lexicon.stamp}"


def voice_profiles(rows: Iterable[StatementRow], lexicon: Lexicon) -> dict[str, Stored]:
    """Content → profile, of the first statement of each content."""
    first: dict[str, StatementRow] = {}
    for row in rows:
        first.setdefault(row.content_hash, row)
    by = maker(lexicon)

    def make(row: StatementRow) -> Make:
        return lambda: profile(row.as_voice(lexicon), theme_words(lexicon, row.kind))

    return have({key: (by, make(row)) for key, row in first.items()})


def entry_profile_of(anchor: Anchor, text: str, lexicon: Lexicon) -> Make:
    """How the profile of an entry is made, when it is asked for."""

    def make() -> Compared:
        return entry_profile(replace(anchor, text=text, terms=lexicon.mentions(text)))

    return make


def have(wanted: Mapping[str, tuple[str, Make]]) -> dict[str, Stored]:
    """Key → profile, made where there is none by this maker."""
    found: dict[str, Stored] = {}
    missing: list[tuple[str, Compared]] = []
    for part in parts_of(wanted, AT_ONCE):
        rows = {row[1]: row for row in read_rows(Profile, (*FIELDS, "made_by"), "key", part)}
        for key in part:
            by, make = wanted[key]
            if key in rows and rows[key][-1] == by:
                found[key] = as_stored(rows[key][:-1])
            else:
                missing.append((by, make()))
    return found | write(missing)


def read_by_pk(pks: Collection[int]) -> dict[int, Stored]:
    """Profiles by the ids of their rows."""
    return {row[0]: as_stored(row) for row in read_rows(Profile, FIELDS, "pk", pks)}


def read_by_key(keys: Collection[str]) -> dict[str, Stored]:
    """Profiles by key, whoever made them."""
    return {row[1]: as_stored(row) for row in read_rows(Profile, FIELDS, "key", keys)}


def as_stored(row: tuple[Any, ...]) -> Stored:
    pk, key, kind, title, features, theme, strength, words, marks, terms, is_entry = row
    return Stored(
        pk,
        Compared(
            key=key,
            kind=kind,
            title=title,
            features=Features.from_bytes(bytes(features)),
            theme=theme,
            strength=strength,
            words=tuple(words.split()),
            marks=frozenset(marks.split()),
            terms=frozenset(terms.split()),
            is_entry=bool(is_entry),
        ),
    )


def write(made: Collection[tuple[str, Compared]]) -> dict[str, Stored]:
    """Rows of (maker, profile), in place of older ones, with the terms that they name."""
    found: dict[str, Stored] = {}
    for part in parts_of(made, AT_ONCE):
        with transaction.atomic(savepoint=False):
            found |= write_part(part)
    return found


def write_part(made: Collection[tuple[str, Compared]]) -> dict[str, Stored]:
    put_rows("curation_profile", "key", COLUMNS, [as_row(one, by) for by, one in made])
    keys = [one.key for _, one in made]
    pks = dict(read_rows(Profile, ("key", "pk"), "key", keys))
    delete_rows(Named, "profile_id", pks.values())
    terms = [(pks[one.key], term) for _, one in made for term in sorted(one.terms)]
    insert_rows("curation_named", ("profile_id", "term"), terms)
    return {one.key: Stored(pks[one.key], one) for _, one in made}


def as_row(one: Compared, by: str) -> tuple[Any, ...]:
    """Values of COLUMNS."""
    return (
        one.key,
        one.kind,
        one.title,
        one.features.to_bytes(),
        one.theme,
        one.strength,
        " ".join(one.words),
        " ".join(sorted(one.marks)),
        " ".join(sorted(one.terms)),
        one.is_entry,
        len(one.features.ids),
        by,
    )
