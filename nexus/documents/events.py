"""What documents tell the floors above, inside their transaction."""

from __future__ import annotations

from django.dispatch import Signal

# documents: list[Document] — new version, correction, owner or visibility.
documents_changed = Signal()

# statement_pks: list[int] — gone for good; their evidence goes with them.
statements_erased = Signal()
