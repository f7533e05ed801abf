"""Settled voices → placements of their statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from nexus.common.bulk import read_rows
from nexus.consolidation import Lexicon
from nexus.consolidation.cluster import most_central, theme_of_group
from nexus.consolidation.leaders import Neighbours
from nexus.curation.models import Evidence, Profile
from nexus.curation.services.clustering.anchors import Library
from nexus.curation.services.clustering.names import topics_of_terms
from nexus.curation.services.clustering.pages import Standing
from nexus.curation.services.clustering.placements import Placement
from nexus.curation.services.clustering.rows import StatementRow
from nexus.curation.services.clustering.settling import Settled

FALLBACK_TOPIC = "working-together"


def place_members(
    found: Settled,
    rows_of: Mapping[str, Sequence[StatementRow]],
    library: Library,
    keys: Collection[str] | None = None,
) -> list[Placement]:
    """Where the statements of these voices go; of all voices for None."""
    wanted = sorted(found.place.keys() if keys is None else keys)
    topics = topics_of([key for key in wanted if found.place[key] is None], library.lexicon)
    placements = []
    for key in wanted:
        page = found.place[key]
        sure = page is not None and library.homes.get(key) == page
        method = Evidence.Method.CONFIRMED if sure else Evidence.Method.AUTOMATIC
        score = found.members[key].score
        topic = "" if page is not None else topics.get(key, FALLBACK_TOPIC)
        placements += [
            Placement(row.pk, page, topic, method, score) for row in rows_of.get(key, ())
        ]
    return placements


def topics_of(keys: Sequence[str], lexicon: Lexicon) -> dict[str, str]:
    """Voice → the topic under which it is found: that of the first term it names, if any."""
    rows = read_rows(Profile, ("key", "terms"), "key", keys)
    terms_of = {key: terms.split() for key, terms in rows}
    topic_of = topics_of_terms({t for terms in terms_of.values() for t in terms}, lexicon)
    return {
        key: topic
        for key, terms in terms_of.items()
        if (topic := next((topic_of[t] for t in terms if t in topic_of), ""))
    }


def name_pages(
    clusters: Sequence[Standing],
    group_of: Mapping[str, str],
    near: Mapping[str, Neighbours],
    titles: Mapping[str, str],
    lexicon: Lexicon,
) -> dict[str, str]:
    """What pages are called: by their theme, else as the most central of their voices says."""
    found = {}
    for one in clusters:
        theme = theme_of_group(group_of, one.members) if len(one.members) > 1 else ""
        found[one.key] = (
            lexicon.theme_titles.get(theme, "") or titles[most_central(one.members, near)]
        )
    return found
