"""Say in one sentence each which of PostgreSQL, Redis and RabbitMQ cannot be used, and fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import psycopg
import redis
from kombu import Connection

WAIT = 10


def check_database(url: str) -> None:
    with psycopg.connect(url, connect_timeout=WAIT) as connection:
        may = connection.execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if may != (True,):
        raise PermissionError("its user may not create the test database (ALTER ROLE … CREATEDB)")


def check_cache(url: str) -> None:
    redis.Redis.from_url(url, socket_connect_timeout=WAIT).ping()


def check_broker(url: str) -> None:
    with Connection(url, connect_timeout=WAIT) as connection:
        connection.ensure_connection(max_retries=1)


CHECKS: dict[str, tuple[str, Callable[[str], None]]] = {
    "DATABASE_URL": ("PostgreSQL", check_database),
    "CACHE_URL": ("Redis", check_cache),
    "BROKER_URL": ("RabbitMQ", check_broker),
}


def main() -> int:
    """0 when all answer; 1, with a sentence for each that does not."""
    failed = 0
    for variable, (name, check) in CHECKS.items():
        url = os.environ.get(variable, "")
        try:
            check(url)
        except Exception as error:  # whatever a driver raises, the reader needs one sentence
            shown = url.rpartition("@")[2] or "(not set)"
            why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            print(f"{name} cannot be used at {shown}: {why}. Start it, or set {variable}.")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
