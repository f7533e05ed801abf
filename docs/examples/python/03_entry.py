"""One entry with its solutions, the one that worked most often first."""

import json
import os
from urllib.request import urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")


def get(path):
    with urlopen(f"{HUB}/api/v1/{path}") as answer:
        return json.load(answer)


entry = get("search/?q=n-plus-one&kind=challenge")["results"][0]["entry"]
solutions = get(f"entries/{entry['id']}/solutions/")["results"]
print(entry["title"])
for solution in sorted(solutions, key=lambda one: -one["worked_count"]):
    print(f"- worked for {solution['worked_count']}: {solution['text'][:60]}")
