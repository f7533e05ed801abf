"""The ASGI application that the web server runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

from nexus.cli.processes import die_with_service

die_with_service()
application = get_asgi_application()
