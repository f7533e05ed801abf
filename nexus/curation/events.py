"""What curation tells the floors above, inside its transaction."""

from __future__ import annotations

from django.dispatch import Signal

# topics: list[Topic] — what was also met there changed.
topics_changed = Signal()
