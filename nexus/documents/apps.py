from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nexus.documents"
    label = "documents"
