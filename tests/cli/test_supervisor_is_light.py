"""What watches over the hub's processes stays in memory as long as they do."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from nexus.cli.main import read_settings
read_settings()
import nexus.cli.up
print(*[name for name in ("numpy", "scipy", "graphene", "rest_framework.views",
    "nexus.library.models") if name in sys.modules])
"""


def test_nexus_up_loads_no_apps() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
