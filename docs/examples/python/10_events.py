"""Hear of changes as they happen: server-sent events."""

import json
import os
import threading
import time
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
TOKEN = os.environ["NEXUS_TOKEN"]  # from My page


def write():
    time.sleep(1)  # so that there is something to hear of; this program listens by then
    data = json.dumps({"kind": "practice", "title": "Heard at once", "lead": "Live."}).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    urlopen(Request(f"{HUB}/api/v1/entries/", data=data, headers=headers)).close()


threading.Thread(target=write).start()
with urlopen(f"{HUB}/api/v1/events?kinds=entry.created", timeout=60) as stream:
    for line in stream:
        if line.startswith(b"data: ") and b"kind" in line:
            change = json.loads(line[6:])
            print(f"{change['kind']} {change['object']}")
            break
