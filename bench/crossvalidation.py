"""`python -m bench.crossvalidation [LABELS]`: five folds over documents, with and without themes.

What clustering fits to labels are the thresholds of likeness; they are chosen on four fifths of the
labelled documents and measured on the rest. Themes take part as far as one can choose among them:
"earned" has only the shipped themes that four fifths of the documents ask for, where two statements
of one labelled cluster speak of it, and is measured on the rest. Their words are written by hand
with all labels in view, which no fold holds out. Clusters are made of all documents of the corpus
and read off at the labelled statements; one that was not extracted is a cluster of its own.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from nexus.consolidation import (
    Lexicon,
    ParsedDocument,
    Profile,
    Statement,
    Theme,
    Weights,
    cluster,
    load_lexicon,
    parse_document,
    profile,
    voice_of,
)

FOLDS = 5
JOIN = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
SURE = (0.45, 0.6, 0.75)
FILES = {"challenge": "clusters.json", "practice": "practice_clusters.json"}
NAMED = ("technology", "concept")
KINDS = (*NAMED, "challenge", "practice", "collaboration")

Assignment = Mapping[str, str]  # labelled statement → cluster


@dataclass(frozen=True, slots=True)
class Figures:
    """B-cubed and pairwise agreement of a clustering with the labels."""

    precision: float
    recall: float
    pair_precision: float
    pair_recall: float

    @property
    def f1(self) -> float:
        """Of B-cubed."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return (
            f"B3 P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"
            f"  pairs P {self.pair_precision:.3f} R {self.pair_recall:.3f}"
        )


def agreement(gold: Assignment, found: Assignment) -> Figures:
    """How well `found` agrees with `gold` on the statements of `gold`."""
    gold_size, found_size = Counter(gold.values()), Counter(found[m] for m in gold)
    both = Counter((gold[m], found[m]) for m in gold)
    count = len(gold) or 1
    precision = sum(n * n / found_size[f] for (_, f), n in both.items()) / count
    recall = sum(n * n / gold_size[g] for (g, _), n in both.items()) / count
    right, joined, wanted = (
        sum(n * (n - 1) / 2 for n in sizes.values()) for sizes in (both, found_size, gold_size)
    )
    return Figures(
        precision, recall, right / joined if joined else 1.0, right / wanted if wanted else 1.0
    )


def lines(statement: Statement | Mapping[str, list[int]]) -> set[int]:
    """Line numbers of a statement or a label."""
    first, last = statement.lines if isinstance(statement, Statement) else statement["lines"]
    return set(range(first, last + 1))


def same_name(a: str, b: str) -> bool:
    """Whether two names are one, or one holds the other."""
    a, b = ("".join(c for c in n.split("(")[0].lower() if c.isalnum() or c in "+#") for n in (a, b))
    return bool(a and b) and (a == b or (min(len(a), len(b)) >= 3 and (a in b or b in a)))


def matched(document: ParsedDocument, labels: list[dict[str, object]]) -> dict[int, Statement]:
    """Number of a label → the statement that is it; each is used once, the best pairs first."""
    pairs = []
    for number, label in enumerate(labels):
        for at, ours in enumerate(document.statements):
            if ours.kind != label["kind"]:
                continue
            mine, theirs = lines(ours), lines(label)  # type: ignore[arg-type]
            shared = len(mine & theirs) / len(mine | theirs)
            if ours.kind in NAMED:
                fits = shared > 0 and same_name(ours.name, str(label["name"]))
            else:
                fits = shared >= 0.5
            if fits:
                pairs.append((-shared, number, at))
    found: dict[int, Statement] = {}
    used: set[int] = set()
    for _, number, at in sorted(pairs):
        if number not in found and at not in used:
            found[number] = document.statements[at]
            used.add(at)
    return found


class Corpus:
    """Documents taken apart once, with the labels of some of them."""

    def __init__(self, learners: Path, labels: Path, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.labels = labels
        self.documents = {
            path.name: parse_document(path.name, path.read_bytes(), lexicon)
            for path in sorted(learners.glob("*.md"))
        }
        self.gold: dict[str, list[dict[str, object]]] = {}
        for path in sorted(labels.glob("learner-*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            self.gold[data["document"]] = data["statements"]
        self.found = {n: matched(self.documents[n], rows) for n, rows in self.gold.items()}

    def profiles(self, kind: str, *, themes: Sequence[Theme]) -> list[Profile]:
        """Of all statements of a kind."""
        return [
            profile(voice_of(s, self.lexicon), themes)
            for d in self.documents.values()
            for s in d.statements
            if s.kind == kind
        ]

    def clusters(self, kind: str) -> dict[str, str]:
        """Labelled statement → the title of its labelled cluster."""
        data = json.loads((self.labels / FILES[kind]).read_text(encoding="utf-8"))
        return {
            m: f"{n} {c['title']}" for n, c in enumerate(data["clusters"]) for m in c["members"]
        }

    def assigned(self, gold: Iterable[str], keys: Mapping[str, str]) -> dict[str, str]:
        """Labelled statement → the cluster in which ours stands."""
        out = {}
        for member in gold:
            name, _, number = member.partition("#")
            ours = self.found[name].get(int(number))
            out[member] = keys.get(ours.content_hash, member) if ours else member
        return out


def grouped(profiles: list[Profile], weights: Weights) -> dict[str, str]:
    """Content hash → key of its cluster."""
    return {m: c.key for c in cluster(profiles, weights=weights) for m in c.members}


def folds_of(names: Iterable[str], seed: int = 5) -> list[set[str]]:
    """Documents in parts of the same size, always the same."""
    order = sorted(names)
    random.Random(seed).shuffle(order)
    return [set(order[n::FOLDS]) for n in range(FOLDS)]


def in_documents(gold: Assignment, names: set[str]) -> dict[str, str]:
    """The part of labels that stands in some documents."""
    return {m: c for m, c in gold.items() if m.partition("#")[0] in names}


def cross_validate(corpus: Corpus, kind: str, *, themes: bool) -> None:
    """Prints what each fold gives with the thresholds that suit the others best."""
    gold = corpus.clusters(kind)
    known = corpus.lexicon.themes.get(kind, ()) if themes else ()
    profiles = corpus.profiles(kind, themes=known)
    tried = {
        (join, sure): corpus.assigned(
            gold, grouped(profiles, replace(Weights(), join=join, sure=sure))
        )
        for join, sure in product(JOIN, SURE if themes else SURE[:1])
    }
    results = []
    for number, names in enumerate(folds_of(corpus.gold), 1):
        held = in_documents(gold, names)
        rest = {m: c for m, c in gold.items() if m not in held}
        best = max(tried, key=lambda t: (agreement(rest, tried[t]).f1, t))
        results.append(agreement(held, tried[best]))
        print(f"    fold {number}: join {best[0]} sure {best[1]}  {results[-1]}")
    print(f"    mean: {mean_of(results)}")
    ours = corpus.assigned(gold, grouped(profiles, Weights()))
    print(f"    all documents, thresholds as they are: {agreement(gold, ours)}")


def earned(corpus: Corpus, kind: str, gold: Assignment) -> list[Theme]:
    """The themes of which at least two statements of one of these labelled clusters speak."""
    known = corpus.lexicon.themes.get(kind, ())
    spoken: Counter[tuple[str, str]] = Counter()
    for member, labelled in gold.items():
        name, _, number = member.partition("#")
        ours = corpus.found[name].get(int(number))
        if ours is not None:
            spoken[profile(voice_of(ours, corpus.lexicon), known).theme, labelled] += 1
    asked = {theme for (theme, _), statements in spoken.items() if statements > 1}
    return [theme for theme in known if theme.slug in asked]


def cross_validate_themes(corpus: Corpus, kind: str) -> None:
    """Prints what each fold gives with the themes that the others ask for, and no other."""
    gold = corpus.clusters(kind)
    results = []
    for number, names in enumerate(folds_of(corpus.gold), 1):
        held = in_documents(gold, names)
        rest = {m: c for m, c in gold.items() if m not in held}
        themes = earned(corpus, kind, rest)
        found = grouped(corpus.profiles(kind, themes=themes), Weights())
        results.append(agreement(held, corpus.assigned(held, found)))
        print(f"    fold {number}: {len(themes)} themes  {results[-1]}")
    print(f"    mean: {mean_of(results)}")


def mean_of(results: Sequence[Figures]) -> str:
    def mean(name: str) -> float:
        return float(statistics.mean(getattr(r, name) for r in results))

    return f"B3 P {mean('precision'):.3f} R {mean('recall'):.3f} F1 {mean('f1'):.3f}"


def extraction(corpus: Corpus) -> None:
    """Prints F1 of each kind, per fold and in all: nothing is fitted, so all of it is measured."""
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for number, names in enumerate(folds_of(corpus.gold)):
        for name in names:
            for kind in KINDS:
                count = counts[number, kind]
                count["found"] += sum(s.kind == kind for s in corpus.documents[name].statements)
                count["labels"] += sum(row["kind"] == kind for row in corpus.gold[name])
                count["both"] += sum(s.kind == kind for s in corpus.found[name].values())
    for kind in KINDS:
        parts = [counts[n, kind] for n in range(FOLDS)]
        scores = [2 * c["both"] / max(1, c["found"] + c["labels"]) for c in parts]
        total = sum(parts, Counter())
        whole = 2 * total["both"] / max(1, total["found"] + total["labels"])
        print(f"  {kind}: F1 {whole:.3f}, folds {' '.join(f'{s:.3f}' for s in scores)}")


def open_corpus(arguments: list[str]) -> Corpus | None:
    """The documents with the labels of the named folder, else of the corpus; None without any."""
    corpus_folder = Path(os.environ.get("NEXUS_CORPUS", "../shared/corpus"))
    labels = Path(arguments[0]) if arguments else corpus_folder / "labels"
    if not labels.is_dir():
        print(f"There are no labels at {labels}. Name their folder, or set NEXUS_CORPUS.")
        return None
    lexicon = load_lexicon(Path(__file__).resolve().parents[1] / "content" / "lexicon")
    return Corpus(corpus_folder / "learners", labels, lexicon)


def main(arguments: list[str]) -> int:
    """Prints figures of the labels in a folder (that of the corpus when none is named)."""
    corpus = open_corpus(arguments)
    if corpus is None:
        return 1
    print(f"extraction, {len(corpus.gold)} documents")
    extraction(corpus)
    for kind in FILES:
        for themes in (True, False):
            print(f"{kind} clusters, {'with' if themes else 'without'} themes")
            cross_validate(corpus, kind, themes=themes)
        print(f"{kind} clusters, with the themes that the other folds ask for")
        cross_validate_themes(corpus, kind)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
