"""Ask a composition for what people ask: smoke.py URL DOCKER [--web N] [--worker N]."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

PATIENCE = 180.0


def get(url: str, accept: str = "*/*") -> tuple[int, str]:
    try:
        with urlopen(Request(url, headers={"Accept": accept}), timeout=15) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (URLError, HTTPException, OSError) as error:
        return 0, str(error)


def wait_for(what: str, holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            sys.exit(f"smoke: gave up on: {what}")
        time.sleep(0.5)
    print(f"  {what}")


def ids_of(docker: str, service: str, healthy: bool = True) -> list[str]:
    command = [docker, "ps", "-q", "--filter", f"label=com.docker.compose.service={service}"]
    command += ["--filter", "health=healthy"] if healthy else []
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("docker")
    parser.add_argument("--web", type=int, default=1)
    parser.add_argument("--worker", type=int, default=1)
    asked = parser.parse_args()
    url = asked.url
    wait_for("the proxy leads to a ready hub", lambda: get(f"{url}/readyz")[0] == 200)
    wait_for("the front page", lambda: "what worked for someone" in get(url + "/")[1])
    code, text = get(f"{url}/api/v1/entries/", "application/json")
    assert code == 200, text
    wait_for(
        "search finds starter content",
        lambda: bool(json.loads(get(f"{url}/api/v1/search/?q=cors")[1] or "{}").get("results")),
    )
    wait_for(
        "the example cohort came through relay, broker and worker",
        lambda: len(json.loads(get(f"{url}/api/v1/documents/")[1] or "{}").get("results", [])) > 3,
    )
    assert get(f"{url}/metrics")[0] == 404, "metrics are not for those outside"
    for service, count in (
        ("web", asked.web),
        ("worker", asked.worker),
        ("bulk", 1),
        ("relay", 1),
        ("scheduler", 1),
    ):
        wait_for(
            f"{count} × {service} healthy",
            lambda s=service, n=count: len(ids_of(asked.docker, s)) == n,
        )
    answered = [get(f"{url}/healthz")[0] for _ in range(40)]
    assert answered == [200] * 40, answered
    print("  40 requests, all answered")


if __name__ == "__main__":
    main()
