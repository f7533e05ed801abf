"""PostgreSQL, Redis and RabbitMQ of this run alone: on free ports, with data in its own folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path

import psycopg
import redis
from kombu import Connection
from kombu.exceptions import KombuError

from tests.faults.processes import wait_for

POSTGRES = Path("/usr/lib/postgresql/15/bin")
RABBITMQ = Path("/usr/lib/rabbitmq/bin")
AS_ROOT = os.geteuid() == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server(ABC):
    """A process that is started, ended in the way of its kind, and killed."""

    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def answers(self) -> bool: ...

    @property
    @abstractmethod
    def url(self) -> str: ...

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def user(self) -> str | None:
        return None

    def start(self) -> None:
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                env=self.environment(),
                stdout=log,
                stderr=log,
                user=self.user(),
                cwd=self.folder,
                start_new_session=True,
            )
        wait_for(f"{type(self).__name__} answers", self.looks_well, seconds=90)

    def looks_well(self) -> bool:
        try:
            return self.answers()
        except (OSError, psycopg.Error, redis.RedisError, KombuError):
            return False

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


class Postgres(Server):
    stop_signal = signal.SIGINT  # fast: connections are cut

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if AS_ROOT:
            shutil.chown(folder, "postgres")
        make = [POSTGRES / "initdb", "-D", folder / "data", "-A", "trust", "-U", "postgres"]
        subprocess.run(
            [*make, "-E", "UTF8", "--locale=C"],
            user=self.user(),
            cwd=folder,
            check=True,
            capture_output=True,
        )

    def user(self) -> str | None:
        return "postgres" if AS_ROOT else None

    def command(self) -> list[str]:
        data, sockets = self.folder / "data", self.folder
        words = [str(POSTGRES / "postgres"), "-D", str(data), "-p", str(self.port)]
        return [*words, "-k", str(sockets), "-c", "listen_addresses=127.0.0.1"]

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def answers(self) -> bool:
        with psycopg.connect(self.url, connect_timeout=2) as server:
            return server.execute("SELECT 1").fetchone() == (1,)

    def cut_connections(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )


class Redis(Server):
    def command(self) -> list[str]:
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        return ["redis-server", *where, "--save", ""]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_connect_timeout=2)

    def answers(self) -> bool:
        return bool(self.client().ping())


class RabbitMQ(Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.distribution, self.mapper = free_port(), free_port()

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("RABBITMQ_")}
        return {
            **kept,
            "HOME": str(self.folder),
            "ERL_EPMD_PORT": str(self.mapper),
            "RABBITMQ_NODENAME": f"faults-{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.distribution),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none.env"),
        }

    def command(self) -> list[str]:
        return [str(RABBITMQ / "rabbitmq-server")]

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def answers(self) -> bool:
        with Connection(self.url, connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
        return True

    def close(self) -> None:
        """The mapper of ports, which the server leaves behind, too."""
        self.stop()
        mapper = shutil.which("epmd")
        if mapper:
            subprocess.run(
                [mapper, "-port", str(self.mapper), "-kill"],
                env=self.environment(),
                capture_output=True,
            )
