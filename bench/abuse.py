"""`python -m bench.abuse`: how long a GraphQL request made to keep a hub busy keeps it busy.

Each abuse of the tests is asked in process, in turn with all others, and never twice in the same
words, as texts are parsed once. Milliseconds of the thread's processor time; the target is that
each is refused within 50 ms.
"""

from __future__ import annotations

import statistics
import sys
from time import thread_time

from bench.hub import empty_hub

ROUNDS = 15


def main() -> int:
    """Print the figures, the slowest last."""
    with empty_hub():
        from django.test import Client

        from tests.graphql.abuses import ABUSES, in_other_words

        client = Client()
        times: dict[str, list[float]] = {name: [] for name in ABUSES}
        for number in range(ROUNDS):
            for name, asked in ABUSES.items():
                body = in_other_words(asked, number)
                started = thread_time()
                client.post("/graphql", body, content_type="application/json")
                times[name].append((thread_time() - started) * 1000)
    for name in sorted(times, key=lambda name: statistics.median(times[name])):
        print(f"{statistics.median(times[name]):6.1f} ms, at most {max(times[name]):6.1f}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
