from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "nexus.common"
    label = "common"
