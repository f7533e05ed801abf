"""GitHub and Discord, as this hub leaves for them."""

from __future__ import annotations

from allauth.socialaccount.providers.discord.provider import DiscordProvider
from allauth.socialaccount.providers.github.provider import GitHubProvider

from nexus.accounts.providers.leaving import Leaving


class GitHub(Leaving, GitHubProvider):  # type: ignore[misc]
    package = "allauth.socialaccount.providers.github"


class Discord(Leaving, DiscordProvider):  # type: ignore[misc]
    package = "allauth.socialaccount.providers.discord"
