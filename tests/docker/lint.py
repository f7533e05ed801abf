"""Lint of Dockerfile and compose files where no tool for it can be fetched: hadolint's main rules,
and what this deployment promises of each service."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def instructions(text: str) -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    return [
        (line.split(None, 1)[0].upper(), line.split(None, 1)[1])
        for line in joined.splitlines()
        if line.strip()
    ]


# (rule, instruction, complains of its text)
RULES: list[tuple[str, str, Callable[[str], bool]]] = [
    (
        "DL3015: apt-get without --no-install-recommends",
        "RUN",
        lambda t: "apt-get install" in t and "--no-install-recommends" not in t,
    ),
    (
        "DL3009: apt's lists stay",
        "RUN",
        lambda t: "apt-get install" in t and "rm -rf /var/lib/apt/lists" not in t,
    ),
    (
        "DL3014: apt-get asks",
        "RUN",
        lambda t: "apt-get install" in t and not re.search(r"install.* (-y|--yes)", t),
    ),
    ("DL3004: sudo", "RUN", lambda t: bool(re.search(r"\bsudo\b", t))),
    ("DL3003: cd instead of WORKDIR", "RUN", lambda t: bool(re.search(r"(^|&& )cd ", t))),
    (
        "pip without --require-hashes",
        "RUN",
        lambda t: "pip install" in t and "--require-hashes" not in t and "--no-deps" not in t,
    ),
    ("DL3020: ADD instead of COPY", "ADD", lambda t: True),
    ("DL3000: WORKDIR is not absolute", "WORKDIR", lambda t: not t.startswith("/")),
    ("DL4000: MAINTAINER", "MAINTAINER", lambda t: True),
    ("DL3025: CMD is not in JSON", "CMD", lambda t: not t.startswith("[")),
    ("DL3025: ENTRYPOINT is not in JSON", "ENTRYPOINT", lambda t: not t.startswith("[")),
    (
        "DL3006/DL3007: an image without a version",
        "FROM",
        lambda t: ":" not in t.split()[0] or t.split()[0].endswith(":latest"),
    ),
]
WANTED = {
    "proxy",
    "web",
    "worker",
    "bulk",
    "scheduler",
    "relay",
    "migrate",
    "database",
    "redis",
    "rabbitmq",
}


def lint_dockerfile(text: str) -> list[str]:
    """Complaints, by hadolint's numbers where it has one."""
    lines = instructions(text)
    found = [
        f"{rule}: {t[:60]}" for rule, word, bad in RULES for w, t in lines if w == word and bad(t)
    ]
    if sum(word == "HEALTHCHECK" for word, _ in lines) != 1:
        found.append("one HEALTHCHECK is wanted")
    users = [rest.split(":")[0] for word, rest in lines if word == "USER"]
    if not users or users[-1] in {"root", "0"}:
        found.append("DL3002: the last user is root")
    return found


def lint_service(name: str, service: dict[str, Any], data: dict[str, Any]) -> Iterator[str]:
    if "limits" not in service.get("deploy", {}).get("resources", {}):
        yield f"{name} has no limits"
    if ":" not in service.get("image", ""):
        yield f"{name} has no image with a version"
    if service.get("privileged") or service.get("network_mode") == "host":
        yield f"{name} is too near to the host"
    secrets = [s if isinstance(s, str) else s["source"] for s in service.get("secrets", [])]
    yield from (f"{name}: secret {s} is not defined" for s in secrets if s not in data["secrets"])
    needs = service.get("depends_on", {})
    yield from (f"{name} needs {n}, which is not there" for n in needs if n not in data["services"])
    sources = [v.split(":")[0] for v in service.get("volumes", [])]
    unknown = [s for s in sources if not s.startswith(".") and s not in data["volumes"]]
    yield from (f"{name}: volume {s} is not defined" for s in unknown)
    for key in service.get("environment", {}):
        if re.search("PASSWORD|SECRET", key) and not key.endswith("_FILE"):
            yield f"{name}: {key} is a secret in the open"


def lint_compose(data: dict[str, Any]) -> list[str]:
    services = data["services"]
    found = [c for name, service in services.items() for c in lint_service(name, service, data)]
    if "name" in data:
        found.append("a top-level name is unknown to docker-compose 1.29")
    if set(services) != WANTED:
        found.append(f"services: {sorted(WANTED ^ set(services))}")
    return found


def main() -> None:
    found = lint_dockerfile((ROOT / "Dockerfile").read_text("utf-8"))
    found += lint_compose(yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8")))
    yaml.safe_load((ROOT / "compose.override.example.yaml").read_text("utf-8"))
    for complaint in found:
        print(complaint)
    print(f"Dockerfile and compose.yaml: {len(found)} complaints")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
