"""Edit a text without overwriting anybody: If-Match with the ETag of its source."""

import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
TOKEN = os.environ["NEXUS_TOKEN"]  # from My page


def call(method, path, data=None, **headers):
    headers |= {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    body = None if data is None else json.dumps(data).encode()
    return urlopen(Request(f"{HUB}/api/v1/{path}", data=body, headers=headers, method=method))


made = {"kind": "practice", "title": "Edit with care", "lead": "First."}
entry = json.load(call("POST", "entries/", made))["id"]
with call("GET", f"entries/{entry}/source/") as source:
    tag, lead = source.headers["ETag"], json.load(source)["lead"]
saved = json.load(
    call("PUT", f"entries/{entry}/", {"lead": f"{lead} Second."}, **{"If-Match": tag})
)
print(f"saved version {saved['version']}")
try:
    call("PUT", f"entries/{entry}/", {"lead": "From the first again."}, **{"If-Match": tag})
except HTTPError as stale:
    problem = json.load(stale)
    print(f"{problem['status']}: theirs is version {problem['current_version']}")
