"""Every address of the hub."""

from django.urls import URLPattern, URLResolver, include, path

from nexus.graphql.views import graphql

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("nexus.rest.urls")),
    path("graphql", graphql, name="graphql"),
    path("accounts/", include("allauth.urls")),
]
