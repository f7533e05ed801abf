"""`make bench-search`: import speed and known-item search over the corpus of NEXUS_CORPUS.

Nothing is asserted: machines differ. Compare figures of one machine and one sitting.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.hub import empty_hub


def main(arguments: list[str]) -> int:
    """Prints figures; `--missed` lists the queries that were not answered first."""
    corpus = Path(os.environ.get("NEXUS_CORPUS", "../shared/corpus"))
    if not corpus.is_dir():
        print(f"There is no corpus at {corpus}. Set NEXUS_CORPUS to its folder.")
        return 1
    with empty_hub():
        measure_pages(corpus, show_missed="--missed" in arguments)
    with empty_hub():
        for name in ("learners", "projects"):
            measure_imports(corpus / name, name)
    return 0


def measure_pages(corpus: Path, *, show_missed: bool) -> None:
    from bench.known_items import measure, read_items

    maintainer = measure_imports(corpus / "pages-1000.zip", "1,000 pages")
    items = read_items(corpus / "known_items.tsv")
    measure(items[:20], maintainer)
    figures = measure(items, maintainer)
    print(
        f"known items ({len(items)}): recall@1 {figures.first:.3f}, recall@5 {figures.five:.3f}, "
        f"median {figures.median_ms:.1f} ms ({figures.cpu_ms:.1f} ms CPU), "
        f"95 % {figures.p95_ms:.1f} ms"
    )
    for query, kind, place in figures.missed if show_missed else []:
        print(f"  {place or '-':>2}  {kind:<12} {query}")


def measure_imports(path: Path, name: str) -> object:
    from bench.imports import measure_import, read_files
    from nexus.accounts.models import Person, Role

    maintainer = Person.objects.filter(email="bench@people.test").first()
    if maintainer is None:
        maintainer = Person.objects.create_user(email="bench@people.test", role=Role.MAINTAINER)
    for attempt in ("first", "again"):
        run = measure_import(maintainer, read_files(path))
        states = ", ".join(f"{count} {state}" for state, count in sorted(run.states.items()))
        print(f"{name}, {attempt}: {run.seconds:.1f} s ({run.cpu_seconds:.1f} s CPU); {states}")
    return maintainer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
