"""Bring a document, and wait until the hub has taken it apart."""

import json
import os
import time
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
TOKEN = os.environ["NEXUS_TOKEN"]  # from My page


def call(path, data=None):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    body = None if data is None else json.dumps(data).encode()
    with urlopen(Request(f"{HUB}/api/v1/{path}", data=body, headers=headers)) as answer:
        return json.load(answer)


text = (
    "# Notes\n\n## Challenges\n\n### It hangs\n\n**Problem:** It hangs.\n\n**Solution:** Restart."
)
started = call("imports/", {"text": text, "name": "notes.md"})
while started["job"]["state"] in {"queued", "running"}:
    time.sleep(0.5)  # or hear of it: see 10_events
    started = call(f"imports/{started['id']}/")
print(started["job"]["state"])
