"""Writes on documents."""

from nexus.documents.services.imports import (
    import_cohort,
    import_files,
    import_paste,
    import_repository,
)
from nexus.documents.services.ownership import (
    claim_document,
    correct_document,
    erase_document,
    settle_claim,
)
from nexus.documents.services.run import run_import

__all__ = [
    "claim_document",
    "correct_document",
    "erase_document",
    "import_cohort",
    "import_files",
    "import_paste",
    "import_repository",
    "run_import",
    "settle_claim",
]
