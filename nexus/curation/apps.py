from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "nexus.curation"
    label = "curation"
