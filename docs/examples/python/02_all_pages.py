"""Read a whole list, page by page: follow `next` until there is none."""

import json
import os
from urllib.request import urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
url = f"{HUB}/api/v1/entries/?kind=challenge&limit=20&fields=id,title"
titles = []
while url:
    with urlopen(url) as answer:
        page = json.load(answer)
    titles += [entry["title"] for entry in page["results"]]
    url = page["next"]
print(f"{len(titles)} challenges")
