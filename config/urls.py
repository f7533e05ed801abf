"""Every address of the hub."""

from django.urls import URLPattern, URLResolver, include, path

from nexus.graphql.views import graphql

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("nexus.rest.urls")),
    path("graphql", graphql, name="graphql"),
    path("accounts/", include("nexus.accounts.urls")),
    path("", include("nexus.web.urls")),
]

handler400 = "nexus.web.errors.bad_request"
handler403 = "nexus.web.errors.forbidden"
handler404 = "nexus.web.errors.not_found"
handler500 = "nexus.web.errors.server_error"
