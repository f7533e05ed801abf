"""`python -m bench.suggestions`: is the right entry among the first five for a labelled statement?

Each labelled statement that is not alone is taken out of its cluster; all clusters are then ranked
by how like their most alike voice is to it, without themes, which were written with these labels in
view. Beside it: of the statements that clustering leaves apart from all that they belong with, how
many have one of those among the suggestions.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

from nexus.cli.consolidating import content_anchors
from nexus.consolidation import Lexicon, Profile, Statement, cluster, load_lexicon, parse_document
from nexus.consolidation import profile as profile_of
from nexus.consolidation.similarity import Space, Weights, statistics_of
from nexus.consolidation.voices import voice_of

FIRST = 5
FILES = (("challenge", "clusters.json"), ("practice", "practice_clusters.json"))


def labelled(corpus: Path, lexicon: Lexicon, kind: str) -> dict[str, Statement]:
    """Label (document#number) → the statement that shares most of its lines."""
    found = {}
    for path in sorted((corpus / "labels").glob("learner-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = corpus / "learners" / gold["document"]
        parsed = parse_document(source.name, source.read_bytes(), lexicon)
        ours = [s for s in parsed.statements if s.kind == kind]
        for number, label in enumerate(gold["statements"]):
            if label["kind"] != kind:
                continue
            lines = set(range(label["lines"][0], label["lines"][1] + 1))
            best = max(ours, key=lambda s: shared(lines, s), default=None)
            if best is not None and shared(lines, best):
                found[f"{gold['document']}#{number}"] = best
    return found


def shared(lines: set[int], statement: Statement) -> float:
    own = set(range(statement.lines[0], statement.lines[1] + 1))
    return len(lines & own) / len(lines | own)


def recall(profiles: list[Profile], group_of: list[int]) -> tuple[int, int]:
    """(right entry among the first five, cases) with each statement taken out once."""
    features = [p.features for p in profiles]
    space = Space(features, statistics_of(features), Weights())
    likeness = (space.matrix @ space.matrix.T).toarray()
    groups: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(group_of):
        groups[group].append(row)
    hits = cases = 0
    for row, group in enumerate(group_of):
        if len(groups[group]) < 2:
            continue
        best = {
            g: max(likeness[row, r] for r in rows if r != row)
            for g, rows in groups.items()
            if rows != [row]
        }
        cases += 1
        hits += group in sorted(best, key=lambda g: (-best[g], g))[:FIRST]
    return hits, cases


def left_apart(
    profiles: list[Profile], group_of: list[int], lexicon: Lexicon, content: Path
) -> tuple[int, int]:
    """(a right one suggested, statements apart from all that they belong with)."""
    anchors = content_anchors(content, lexicon)
    found = cluster(profiles, anchors, theme_titles=lexicon.theme_titles)
    home = {key: group for group in found for key in group.members}
    hits = cases = 0
    for one, group in zip(profiles, group_of, strict=True):
        mates = [
            p.key
            for p, g in zip(profiles, group_of, strict=True)
            if g == group and p.key != one.key
        ]
        mine = home[one.key]
        if not mates or any(mate in mine.members for mate in mates):
            continue
        cases += 1
        right = {home[m].key for m in mates} | {home[m].anchor_key for m in mates}
        near = [] if mine.anchor_key else [key for key, _ in mine.near[:FIRST]]
        hits += bool(right & set(near))
    return hits, cases


def main() -> None:
    """Print both figures for challenges and practices."""
    corpus = Path(os.environ.get("NEXUS_CORPUS", "../shared/corpus"))
    content = Path("content")
    lexicon = load_lexicon(content / "lexicon")
    for kind, file in FILES:
        clusters = json.loads((corpus / "labels" / file).read_text(encoding="utf-8"))["clusters"]
        gold = {m: n for n, c in enumerate(clusters) for m in c["members"]}
        ours = {k: s for k, s in labelled(corpus, lexicon, kind).items() if k in gold}
        themes = lexicon.themes.get(kind, ())
        profiles = [profile_of(voice_of(s, lexicon), themes) for s in ours.values()]
        group_of = [gold[label] for label in ours]
        hits, cases = recall(profiles, group_of)
        print(f"{kind}: right entry among the first five in {hits} of {cases} ({hits / cases:.3f})")
        hits, cases = left_apart(profiles, group_of, lexicon, content)
        print(f"{kind}: of {cases} left apart, {hits} have a right one suggested")


if __name__ == "__main__":
    main()
