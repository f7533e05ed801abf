"""Say that a fix worked for you."""

import json
import os
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
TOKEN = os.environ["NEXUS_TOKEN"]  # from My page

with urlopen(f"{HUB}/api/v1/search/?q=n-plus-one&kind=challenge") as answer:
    entry = json.load(answer)["results"][0]["entry"]["id"]
request = Request(
    f"{HUB}/api/v1/entries/{entry}/receipts/",
    data=json.dumps({"outcome": "worked", "versions": "Django 5.2"}).encode(),
    headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
)
with urlopen(request) as answer:
    print(json.load(answer)["outcome"])
