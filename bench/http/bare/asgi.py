"""Django's own ASGI handler."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.http.bare.settings"

from django.core.asgi import get_asgi_application

application = get_asgi_application()
