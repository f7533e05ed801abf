"""What the library tells the floors above, inside its transaction; a failure rolls all back."""

from __future__ import annotations

from django.dispatch import Signal

# entries: list[Entry] — their words, address or visibility changed.
entries_changed = Signal()

# Floors above answer `[[statement:12]]`; a receiver returns a Resolved or None.
quotation_asked = Signal()

# entry: Entry, author: Person — a page that only documents told of has a text of its own now.
page_written = Signal()
