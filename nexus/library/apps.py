from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "nexus.library"
    label = "library"
