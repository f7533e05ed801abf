"""One value of a row to JSON and back, the same on both databases."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from typing import Any

from django.db import models


def encode(field: models.Field[Any, Any], value: Any) -> Any:
    """What JSON holds of a value: bytes as base64, times as ISO 8601 in UTC."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(field: models.Field[Any, Any], value: Any) -> Any:
    """The value that `encode` was given. Raises ValueError for what it never writes."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(value)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    return value
