"""The addresses that allauth gives OpenID providers, with the adapter of the hub."""

from __future__ import annotations

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from nexus.accounts.providers.openid.adapter import OpenIDAdapter


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    answer: HttpResponseBase = OAuth2LoginView.adapter_view(OpenIDAdapter(request, provider_id))(
        request
    )
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    answer: HttpResponseBase = OAuth2CallbackView.adapter_view(OpenIDAdapter(request, provider_id))(
        request
    )
    return answer


urlpatterns = [
    path("oidc/<slug:provider_id>/login/", login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", callback, name="openid_connect_callback"),
]
