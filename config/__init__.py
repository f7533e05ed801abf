"""Wiring only: settings, URLs, ASGI, Celery. No rule of the product lives here."""

# Tasks find their application only when it is loaded: without this line, a process other than
# the worker would send to Celery's default broker, whatever BROKER_URL says.
from config.celery import app as celery_app

__all__ = ["celery_app"]
