"""Ask again only for what changed: an ETag, and 304 without a body."""

import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
url = f"{HUB}/api/v1/topics/"
with urlopen(url) as answer:
    tag = answer.headers["ETag"]
try:
    urlopen(Request(url, headers={"If-None-Match": tag}))
except HTTPError as unchanged:  # urllib calls everything an error that is no 2xx
    print(unchanged.code)
