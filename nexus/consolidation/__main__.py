"""`python -m nexus.consolidation FOLDER --report FILE`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from nexus.consolidation.brief import Brief
from nexus.consolidation.decode import decode
from nexus.consolidation.lexicon import load_lexicon
from nexus.consolidation.report import consolidate_folder

CONTENT = Path(__file__).resolve().parents[2] / "content"


def main(arguments: list[str] | None = None) -> int:
    """Write the report of a folder."""
    parser = argparse.ArgumentParser(prog="nexus.consolidation", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--brief", type=Path)
    parser.add_argument("--lexicon", type=Path, default=CONTENT / "lexicon")
    options = parser.parse_args(arguments)
    brief = Brief(decode(options.brief.read_bytes()).text) if options.brief else None
    report = consolidate_folder(options.folder, load_lexicon(options.lexicon), (), brief)
    options.report.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    documents, entries = len(report["documents"]), len(report["entries"])
    found = sum(len(d["statements"]) for d in report["documents"])
    sys.stdout.write(f"{documents} documents, {found} statements, {entries} entries\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
