"""Make sure that there is a Chromium which the browser tests can drive, and print where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"),
)


def find_browser() -> str | None:
    """CHROMIUM, or the first known name on the PATH."""
    asked = os.environ.get("CHROMIUM", "")
    if asked:
        return asked if os.access(asked, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_browser() -> None:
    """Debian's own package, where that is possible; failures show in what is found after."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing chromium …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in INSTALL:
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if find_browser() is None and not os.environ.get("CHROMIUM"):
        install_browser()
    path = find_browser()
    if path is None:
        print(
            "There is no Chromium for the browser tests. Install the package `chromium` (Debian, "
            "Fedora) or set CHROMIUM to the path of one.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
