from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "nexus.rest"
    label = "rest"
