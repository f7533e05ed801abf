"""Exactly what a screen needs, in one question: GraphQL with variables."""

import json
import os
from urllib.request import Request, urlopen

HUB = os.environ.get("NEXUS_URL", "http://127.0.0.1:8000")
QUERY = """
  query Screen($kind: String!, $first: Int!) {
    entries(kind: $kind, first: $first) {
      edges { node { title topics { title } solutions { workedCount } } }
    }
  }
"""
asked = {"query": QUERY, "variables": {"kind": "challenge", "first": 3}}
request = Request(
    f"{HUB}/graphql",
    data=json.dumps(asked).encode(),
    headers={"Content-Type": "application/json"},
)
with urlopen(request) as answer:
    found = json.load(answer)
for edge in found["data"]["entries"]["edges"]:
    topics = ", ".join(topic["title"] for topic in edge["node"]["topics"])
    print(f"{edge['node']['title']} ({topics})")
