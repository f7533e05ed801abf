"""Search for an error as it stands on the screen."""

import json
import os
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
error = (
    "django.core.exceptions.SynchronousOnlyOperation: You cannot call this from an async context"
)
request = Request(
    f"{HUB}/api/v1/search/",
    data=json.dumps({"q": error}).encode(),
    headers={"Content-Type": "application/json"},
)
with urlopen(request) as answer:
    found = json.load(answer)
best = found["results"][0]["entry"]
print(f"{best['title']}: {HUB}{best['url']}")
