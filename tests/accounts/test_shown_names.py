"""Names need sign-in, and are shown by choice; one function decides for every face."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.policies import name_for
from nexus.accounts.services import update_profile


@pytest.mark.parametrize(
    ("shows", "who", "wanted"),
    [
        (True, "reader", "Grace"),
        (True, "mentor", "Grace"),
        (True, "anonymous", "a learner"),
        (False, "reader", "a learner"),
        (False, "maintainer", "a learner"),
        (False, "anonymous", "a learner"),
    ],
)
def test_name_for(learner: Any, request: Any, shows: bool, who: str, wanted: str) -> None:
    update_profile(actor=learner, name="Grace", shows_name=shows)
    assert name_for(request.getfixturevalue(who), learner) == wanted


def test_what_nobody_wrote_is_by_the_hub(anonymous: Any) -> None:
    assert name_for(anonymous, None) == "the hub"
