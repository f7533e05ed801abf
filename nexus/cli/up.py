"""`nexus up`: from nothing to a living hub."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import click
from django.conf import settings

from nexus.cli.preparing import SIGN_IN, prepare
from nexus.cli.processes import Service, Supervisor


def bring_up(host: str, *, web_only: bool) -> int:
    """Prepare the data folder, then serve until Ctrl-C. Returns the exit code."""
    environment = settings.ENVIRONMENT
    if port_is_taken(host, environment.port):
        click.echo(
            f"Port {environment.port} is in use. Stop what uses it, or choose another: "
            f"PORT={environment.port + 1} make run",
            err=True,
        )
        return 1
    prepare(environment.data)
    services = [web_service(host, environment.port)]
    if not web_only:
        services += worker_services()
    say_where(host, environment.port, environment.data)
    return Supervisor(services).run()


def port_is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def web_service(host: str, port: int) -> Service:
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws"]
    command += ["--http", "1"]  # a proxy speaks HTTP/2 to the world
    command += ["--host", host, "--port", str(port), "--workers", "1", "--log-level", "warning"]
    # Streams stay open for minutes: as many as one process takes, and no waiting for their end.
    command += ["--backlog", "4096", "--backpressure", "8192", "--workers-kill-timeout", "5"]
    return Service("web", [*command, "config.asgi:application"])


def worker_services() -> list[Service]:
    if settings.NEXUS_IS_EMBEDDED:
        return [Service("worker", [sys.executable, "-m", "nexus.cli.main", "worker"])]
    nexus = [sys.executable, "-m", "nexus.cli.main"]
    return [
        Service("relay", [*nexus, "relay"]),
        Service("scheduler", [*nexus, "scheduler"]),
        Service("celery", celery_command()),
    ]


def celery_command() -> list[str]:
    celery = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel=warning"]
    return [*celery, "--concurrency=1", "--without-gossip", "--without-mingle"]


def say_where(host: str, port: int, data: Path) -> None:
    click.echo(f"\n  Nexus is at http://{host}:{port}/")
    note = data / SIGN_IN
    if note.exists():
        lines = note.read_text(encoding="utf-8").split()
        if len(lines) == 2:
            click.echo(f"  Sign in at http://{host}:{port}/accounts/login/")
            click.echo(f"    e-mail    {lines[0]}\n    password  {lines[1]}   (kept in {note})")
    click.echo("  Ctrl-C stops it; everything is kept.\n")
