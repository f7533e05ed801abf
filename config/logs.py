"""How the hub writes its log: lines for people, or JSON for machines."""

from __future__ import annotations

from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=["path", "ms", "queries", "job"]),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
JSON: dict[str, Any] = {
    "()": structlog.stdlib.ProcessorFormatter,
    "foreign_pre_chain": SHARED,
    "processors": [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ],
}
LINE = {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}


def logging_settings(form: str) -> dict[str, Any]:
    """Django's LOGGING; one request is one line in JSON only, where a program reads them."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": LINE, "json": JSON},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "nexus": {"level": "INFO"},
            "nexus.request": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
