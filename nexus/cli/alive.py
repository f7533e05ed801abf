"""`nexus alive`: is this container's process well? Quick, for it is asked every ten seconds."""

from __future__ import annotations

import os
import time
from http.client import HTTPConnection, HTTPException

from nexus.common.pulses import pulse_file

SILENT_SECONDS = 30


def web_is_alive() -> str:
    """Nothing, or what is wrong."""
    host = (os.environ.get("NEXUS_HOSTS") or "localhost").split(",")[0].strip()
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return f"no answer: {error}"
    finally:
        connection.close()
    return "" if status == 200 else f"/healthz answers {status}"


def process_is_alive(kind: str) -> str:
    """By the file that nexus.jobs.pulse touches."""
    try:
        silent = time.time() - pulse_file(kind).stat().st_mtime
    except FileNotFoundError:
        return "it has not begun"
    return "" if silent < SILENT_SECONDS else f"silent for {silent:.0f} s"
