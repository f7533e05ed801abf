"""`nexus web --reload`: the web server anew whenever the code changes. For development alone."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.autoreload import autoreload_started, run_with_reloader

from nexus.common.orphans import die_with_parent


def serve_and_reload(command: Sequence[str]) -> None:
    """Run the command until Ctrl-C; Django's own reloader watches the code of the hub."""

    def watch(sender: Any, **_: Any) -> None:
        for folder in ("nexus", "config"):
            sender.watch_dir(settings.ROOT / folder, "**/*.py")

    def serve() -> None:
        # The server ends with this process, which the reloader ends at each change.
        subprocess.run(command, preexec_fn=die_with_parent, check=False)  # noqa: S603

    autoreload_started.connect(watch, weak=False)
    run_with_reloader(serve)
