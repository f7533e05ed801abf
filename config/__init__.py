"""Wiring only: settings, URLs, ASGI, Celery. No rule of the product lives here."""
