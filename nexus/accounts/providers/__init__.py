"""Signing in with an account elsewhere: GitHub, Discord, any OpenID Connect provider."""
