"""The key that signs sessions: made at first start, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def load_or_create_secret_key(data: Path) -> str:
    """The key in DATA/secret_key; made with mode 0600 when absent, safe when two processes race."""
    path = data / "secret_key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    data.mkdir(parents=True, exist_ok=True)
    draft = data / f".secret_key.{os.getpid()}"
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
