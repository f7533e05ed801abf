"""The hub, the bare project and nginx, each on a port of its own, stopped at the end."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GRANIAN = (sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--http", "1")

OPEN = {"NEXUS_OPEN": "1", "NEXUS_NO_LIMITS": "1"}


@dataclass(frozen=True, slots=True)
class Server:
    """A port, and the processes behind it."""

    port: int
    pid: int

    @property
    def pids(self) -> tuple[int, ...]:
        return (self.pid, *descendants(self.pid))


def descendants(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[1]) == pid:
                found += [int(folder.name), *descendants(int(folder.name))]
    return found


def memory_mb(pids: tuple[int, ...]) -> float:
    """PSS of all processes together."""
    total = 0
    for pid in pids:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        total += int(found[1]) if found else 0
    return total / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, path: str, env: Mapping[str, str]) -> Iterator[Server]:
    """A command, once it answers at the path."""
    process = subprocess.Popen(command, env={**os.environ, **env}, cwd=ROOT)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                    break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def hub(data: Path, **variables: str) -> Iterator[Server]:
    """`nexus up` on this data folder."""
    port = free_port()
    command = [sys.executable, "-m", "nexus.cli.main", "up"]
    env = {"NEXUS_DATA": str(data), "PORT": str(port), **OPEN, **variables}
    with running(command, port, "/readyz", env) as server:
        yield server


@contextmanager
def web(data: Path, **variables: str) -> Iterator[Server]:
    """One more web process on the data of a hub."""
    port = free_port()
    command = [*GRANIAN, "--port", str(port), "--log-level", "warning", "config.asgi:application"]
    env = {"NEXUS_DATA": str(data), **OPEN, **variables}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with running(command, port, "/readyz", env) as server:
        yield server


@contextmanager
def bare(folder: Path, pages: Path) -> Iterator[Server]:
    """Django's own handler on the same web server."""
    port = free_port()
    env = {"BENCH_BARE": str(folder / "bare.sqlite3")}
    fill = [sys.executable, "-m", "bench.http.bare.fill", str(pages)]
    subprocess.run(fill, env={**os.environ, **env}, cwd=ROOT, check=True)
    command = [*GRANIAN, "--port", str(port), "--log-level", "warning"]
    command.append("bench.http.bare.asgi:application")
    with running(command, port, "/api/articles/?limit=1", env) as server:
        yield server


NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; keepalive_requests 1000000; sendfile on; tcp_nodelay on;
  types {{ text/html html; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/site; }}
}}
"""


@contextmanager
def nginx(folder: Path, html: bytes) -> Iterator[Server | None]:
    """A file with the same page; None where nginx is not installed."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        yield None
        return
    port = free_port()
    (folder / "site").mkdir()
    (folder / "site" / "page.html").write_bytes(html)
    folder.chmod(0o755)
    file = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    file.write_text(user + NGINX.format(folder=folder, port=port))
    with running([found, "-c", str(file)], port, "/page.html", {}) as server:
        yield server
