"""Bringing together: statements to entries, as evidence."""

from nexus.curation.services.refresh import refresh_evidence

__all__ = ["refresh_evidence"]
