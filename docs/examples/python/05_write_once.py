"""Write something once, however often it is sent: Idempotency-Key."""

import json
import os
from urllib.request import Request, urlopen
from uuid import uuid4

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
TOKEN = os.environ["NEXUS_TOKEN"]  # from My page

request = Request(
    f"{HUB}/api/v1/entries/",
    data=json.dumps(
        {"kind": "practice", "title": "Send it again", "lead": "With its key."}
    ).encode(),
    headers={
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid4()),
    },
)
ids = set()
for _ in range(2):  # as after an answer that was lost
    with urlopen(request) as answer:
        ids.add(json.load(answer)["id"])
print(f"{len(ids)} entry")
