"""Python's collector of cycles, asked less often where it finds next to nothing.

At Python's own threshold (700 objects more made than freed) looking for cycles takes a tenth of the
time of an import, whose thousands of small objects hold none; and a web process stops for a tenth
of a second now and then to look through all of Django, which stays until the process ends.
"""

from __future__ import annotations

import gc

SELDOM = 50_000
BETWEEN_ANSWERS = 10_000  # some megabytes of what answers leave behind


def collect_seldom() -> None:
    """From now on, in this process: one that does jobs."""
    gc.set_threshold(SELDOM)


def keep_what_is_there() -> None:
    """From now on, in a web process that has loaded its code: that is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_ANSWERS)
