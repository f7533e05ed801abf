"""The ASGI application that the web server runs."""

import os
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from nexus.cli.processes import die_with_service

if TYPE_CHECKING:
    from nexus.live.shell import Shell


def make_application() -> "Shell":
    """Django behind its threads, with answers kept ready in front."""
    django.setup(set_prefix=False)
    # Models can be imported from here on.
    from django.conf import settings
    from django.urls import get_resolver
    from prometheus_client import REGISTRY

    from nexus.common.collecting import keep_what_is_there
    from nexus.common.follower import Follower
    from nexus.live.figures import ShellFigures
    from nexus.live.pool import DjangoPool
    from nexus.live.shell import Shell

    pool = DjangoPool(settings.NEXUS_THREADS)
    shell = Shell(pool, Follower(), cache_bytes=settings.NEXUS_PAGE_CACHE_BYTES)
    REGISTRY.register(ShellFigures(shell))
    get_resolver().url_patterns  # noqa: B018 - loads all views
    keep_what_is_there()
    return shell


die_with_service()
application = make_application()
