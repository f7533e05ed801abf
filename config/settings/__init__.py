"""Settings of a hub that runs: everything an operator may choose comes from the environment."""

from config.settings.base import *  # noqa: F403
