"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from nexus.accounts.models import Role
from nexus.accounts.policies import ANONYMOUS, is_at_least
from nexus.common.earlyscript import EARLY_SCRIPT
from nexus.common.hub import get_hub
from nexus.library.models import SECTIONS, Kind

NAVIGATION = [(f"/{path}/", label, kind) for kind, (path, label) in SECTIONS.items()]


def hub(request: HttpRequest) -> dict[str, Any]:
    """The hub's row, the sections of the header, and what the viewer may do."""
    user = getattr(request, "user", ANONYMOUS)
    return {
        "hub": SimpleLazyObject(get_hub),
        "early_script": EARLY_SCRIPT,
        "navigation": NAVIGATION,
        "kinds": Kind,
        "may_write": is_at_least(user, Role.LEARNER),
        # Who is not signed in may turn out to be a learner.
        "is_asked_to_write": not user.is_authenticated or is_at_least(user, Role.LEARNER),
        "may_curate": is_at_least(user, Role.MENTOR),
        "may_maintain": is_at_least(user, Role.MAINTAINER),
    }
