"""A way to a database that can be shut, as when the database is restarted or its network fails."""

from __future__ import annotations

import contextlib
import socket
import threading


class Gate:
    """Passes bytes on to a server; while it is shut, connections end and none is taken."""

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.open_sockets: set[socket.socket] = set()
        self.listener: socket.socket | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.open()

    def open(self) -> None:
        if self.listener is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.listener = listener
        threading.Thread(target=self.accept, args=[listener], daemon=True).start()

    def shut(self) -> None:
        if self.listener is not None:
            # A thread that waits in accept() keeps the socket listening until it is woken.
            with contextlib.suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for one in list(self.open_sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
                server = socket.create_connection(self.server)
            except OSError:
                return
            self.open_sockets |= {client, server}
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.carry, args=[source, target], daemon=True).start()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(1 << 16):
                target.sendall(chunk)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
            self.open_sockets.discard(one)
