"""Servers of the tests' own, each in a thread beside the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import BaseServer
from threading import Thread


@contextmanager
def serving(server: BaseServer, *, let_go: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let a server answer until the block ends; `let_go` frees what still answers then."""
    with server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            let_go()
            server.shutdown()
            thread.join()
