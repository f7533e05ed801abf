"""`nexus up`: from nothing to a living hub.

This process watches over the others for as long as the hub lives, so it reads the settings and
loads nothing else: preparing is done by a process that ends.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import click
from django.conf import settings

from nexus.cli.alive import web_is_alive
from nexus.cli.firstsignin import NOTE, read_note
from nexus.cli.processes import Service, Supervisor
from nexus.cli.signs import Answers, Pulse
from nexus.common.orphans import die_with_parent

NEXUS = (sys.executable, "-m", "nexus.cli.main")


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
    if code := prepare():
        return code
    services = [web_service(host, environment.port)]
    if not web_only:
        services += worker_services()
    say_where(host, environment.port, environment.data)
    return Supervisor(services).run()


def prepare() -> int:
    """`nexus prepare`; returns its exit code, after it has said what is wrong."""
    command = [*NEXUS, "prepare", "--quiet"]
    return subprocess.run(command, preexec_fn=die_with_parent, check=False).returncode  # noqa: S603


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
    return Service("web", [*command, "config.asgi:application"], Answers(web_is_alive))


def worker_services() -> list[Service]:
    if settings.NEXUS_IS_EMBEDDED:
        return [Service("worker", [*NEXUS, "worker"], Pulse("worker"))]
    soon = ["--queue", "interactive", "--queue", "outgoing"]
    return [
        Service("relay", [*NEXUS, "relay"], Pulse("relay")),
        Service("scheduler", [*NEXUS, "scheduler"], Pulse("scheduler")),
        Service("celery", [*NEXUS, "worker", *soon], Pulse("worker")),
        Service("celery-bulk", [*NEXUS, "worker", "--queue", "bulk"], Pulse("worker")),
    ]


def say_where(host: str, port: int, data: Path) -> None:
    click.echo(f"\n  Nexus is at http://{host}:{port}/")
    if told := read_note(data):
        email, password = told
        click.echo(f"  Sign in at http://{host}:{port}/accounts/login/")
        click.echo(f"    e-mail    {email}\n    password  {password}   (kept in {data / NOTE})")
    click.echo("  Ctrl-C stops it; everything is kept.\n")
