from django.apps import AppConfig


class GraphqlConfig(AppConfig):
    name = "nexus.graphql"
    label = "graphql"
