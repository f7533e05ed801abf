"""Technologies and concepts by name: one entry for each real thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from nexus.common.bulk import delete_rows, insert_rows, read_rows
from nexus.common.text import one_line, slugify
from nexus.consolidation import Lexicon
from nexus.consolidation import slugify as slug_of_name
from nexus.curation.models import EntryName, Evidence
from nexus.curation.services.clustering.placements import NewEntry, Placement
from nexus.curation.services.clustering.rows import StatementRow, parts_of
from nexus.library.models import Entry, EntryAlias

# Entries that words of readers may join: a draft takes none, a merged one is another by now. A
# retired entry keeps its words, or they would come back under its name with a number behind.
TAKES_WORDS = Q(merged_into=None) & (~Q(state=Entry.State.DRAFT) | Q(statement_count__gt=0))
LONGEST = 200
NAME = ("entry_id", "kind", "key", "is_alias")


def name_key(text: str) -> str:
    """ "Django REST-Framework" and "django rest framework" are one name; "C++" and "C" are two."""
    return (slug_of_name(text) or slugify(text))[:LONGEST]


def write_names(entries: Sequence[Entry]) -> None:
    """What these entries go by, in place of what they went by. In the caller's transaction."""
    pks = [entry.pk for entry in entries]
    names: dict[tuple[int, str, str], bool] = {}
    kind_of: dict[int, str] = {}
    columns = ("pk", "kind", "title", "slug", "merged_into_id")
    for pk, kind, title, slug, heir in read_rows(Entry, columns, "pk", pks):
        kind_of[pk] = kind
        if heir is None:
            names |= {(pk, kind, key): False for key in (name_key(title), slug)}
    use = str(EntryAlias.Use.NAME)
    for pk, text in read_rows(EntryAlias, ("entry_id", "text"), "entry_id", pks, use=use):
        names.setdefault((pk, kind_of[pk], name_key(text)), True)
    now = [(*name, is_alias) for name, is_alias in names.items()]
    there = {
        (entry, kind, key, bool(is_alias)): pk
        for pk, entry, kind, key, is_alias in read_rows(EntryName, ("pk", *NAME), "entry_id", pks)
    }
    delete_rows(EntryName, "pk", [there[name] for name in there.keys() - set(now)])
    insert_rows("curation_entryname", NAME, [name for name in now if name not in there])


def find_named(kind: str, keys: Collection[str]) -> dict[str, int]:
    """Name → its entry; a title counts before an alias, then what is in the reference."""
    rows = read_rows(EntryName, ("key", "is_alias", "entry_id"), "key", keys, kind=str(kind))
    states = dict(
        row
        for part in parts_of(sorted({pk for _, _, pk in rows}))
        for row in Entry.objects.filter(TAKES_WORDS, pk__in=part).values_list("pk", "state")
    )
    found: dict[str, tuple[bool, bool, int]] = {}
    for key, is_alias, pk in rows:
        if pk in states:
            rank = (bool(is_alias), states[pk] != Entry.State.PUBLISHED, pk)
            found[key] = min(found.get(key, rank), rank)
    return {key: pk for key, (_, _, pk) in found.items()}


def place_names(
    rows: Iterable[StatementRow], lexicon: Lexicon, decided: Mapping[str, int]
) -> list[Placement]:
    """Where technologies and concepts go. `decided` is content → entry, as people said."""
    found = []
    open_rows: dict[str, list[StatementRow]] = defaultdict(list)
    for row in rows:
        home = decided.get(row.content_hash)
        if home is not None:
            found.append(Placement(row.pk, home, "", Evidence.Method.CONFIRMED, 1.0))
        else:
            open_rows[row.kind].append(row)
    for kind, members in sorted(open_rows.items()):
        found += place_kind(kind, members, lexicon)
    return found


def place_kind(kind: str, rows: Sequence[StatementRow], lexicon: Lexicon) -> list[Placement]:
    said = {row.pk: row.name or row.title for row in rows}
    terms = {text: lexicon.resolve(text) for text in set(said.values())}
    keys = {text: name_key(text) for text in terms}
    there = find_named(kind, {*keys.values(), *(t.slug for t in terms.values() if t)})
    groups: dict[int | str, list[StatementRow]] = defaultdict(list)
    titles: dict[str, str] = {}
    for row in rows:
        text = said[row.pk]
        term = terms[text]
        key = term.slug if term else keys[text]
        home = there.get(keys[text]) or there.get(key)
        groups[home or key].append(row)
        if home is None:
            title = term.name if term else text
            known = titles.get(key)
            if term or known is None or (title, len(title)) < (known, len(known)):
                titles[key] = title
    method = Evidence.Method.EXACT
    found = []
    for group, members in sorted(groups.items(), key=lambda item: str(item[0])):
        entry: int | NewEntry = (
            group
            if isinstance(group, int)
            else NewEntry(kind, group, one_line(titles[group], limit=120))
        )
        found += [Placement(row.pk, entry, "", method, 1.0) for row in members]
    return found


def topics_of_terms(terms: Collection[str], lexicon: Lexicon) -> dict[str, str]:
    """Term → the first topic of its entry, of those that have one."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for slug in terms:
        if slug in lexicon.terms:
            by_kind[lexicon.terms[slug].kind].add(slug)
    entries = {
        slug: pk for kind, slugs in by_kind.items() for slug, pk in find_named(kind, slugs).items()
    }
    first: dict[int, str] = {}
    through = Entry.topics.through.objects.order_by("pk")
    for part in parts_of(sorted(set(entries.values()))):
        for pk, slug in through.filter(entry__in=part).values_list("entry_id", "topic__slug"):
            first.setdefault(pk, slug)
    return {slug: first[pk] for slug, pk in entries.items() if pk in first}
