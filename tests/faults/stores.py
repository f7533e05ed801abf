"""Databases, Redis keys and RabbitMQ hosts that a test makes for itself and takes away."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from kombu import Connection

DATABASE_URL = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
CACHE_URL = os.environ.get("CACHE_URL") or "redis://127.0.0.1:6379/9"
BROKER_URL = os.environ.get("BROKER_URL") or "amqp://guest:guest@127.0.0.1:5672//"


class Database:
    """Asks the hub's database past the hub; a fresh snapshot for every question."""

    def __init__(self, where: Path | str) -> None:
        self.where = where

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        if isinstance(self.where, Path):
            connection = sqlite3.connect(f"file:{self.where}?mode=ro", uri=True, timeout=20)
            try:
                return connection.execute(query).fetchall()
            finally:
                connection.close()
        with psycopg.connect(self.where, autocommit=True) as server:
            return server.execute(query.encode()).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


@contextmanager
def own_database(like: str = "") -> Iterator[str]:
    """The address of a database, dropped at the end: empty, or a copy of that at an address."""
    name = f"nexus_faults_{secrets.token_hex(4)}"
    template = f' TEMPLATE "{urlsplit(like).path.strip("/")}"' if like else ""
    with psycopg.connect(DATABASE_URL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"{template}'.encode())
    try:
        yield urlunsplit(urlsplit(DATABASE_URL)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(DATABASE_URL, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def own_broker() -> Iterator[str]:
    """A virtual host of its own where this machine lets us make one; else the given one.

    Without a virtual host, a worker of another run may take our messages and we its: then the
    queue is emptied before and after, and nobody else may use the broker meanwhile.
    """
    name = f"nexus-faults-{secrets.token_hex(4)}"
    parts = urlsplit(BROKER_URL)
    if rabbitmqctl("add_vhost", name):
        rabbitmqctl("set_permissions", "-p", name, parts.username or "guest", ".*", ".*", ".*")
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            rabbitmqctl("delete_vhost", name)
        return
    empty_queue()
    try:
        yield BROKER_URL
    finally:
        empty_queue()


def rabbitmqctl(*words: str) -> bool:
    command = shutil.which("rabbitmqctl")
    if command is None:
        return False
    return subprocess.run([command, "-q", *words], capture_output=True).returncode == 0


def empty_queue() -> None:
    with Connection(BROKER_URL, connect_timeout=10) as connection:
        connection.default_channel.queue_delete("nexus")


@contextmanager
def own_cache() -> Iterator[str]:
    """A Redis database that nobody uses, emptied at the end."""
    root = urlunsplit(urlsplit(CACHE_URL)._replace(path=""))
    for number in range(15, 0, -1):
        url = f"{root}/{number}"
        server = redis.Redis.from_url(url, socket_connect_timeout=10)
        if number != int(urlsplit(CACHE_URL).path.strip("/") or 0) and not server.dbsize():
            break
    try:
        yield url
    finally:
        server.flushdb()
