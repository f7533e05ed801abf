"""A hub is fitted anew when half as many voices have come as it was fitted to."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.curation.models import Fit, Member, Pending
from nexus.curation.services import refresh
from nexus.curation.services.clustering.fitting import WEIGHTS
from nexus.curation.services.clustering.profiles import maker
from nexus.curation.services.clustering.rows import CLUSTERED
from nexus.documents.caches import lexicon

pytestmark = pytest.mark.django_db
FITTED = 10


@pytest.mark.parametrize("ids", ["one after the other", "with gaps"])
@pytest.mark.parametrize(
    ("members", "new", "asks"), [(14, 1, False), (14, 2, True), (16, 0, False)]
)
def test_half_as_many_again_ask_for_a_fit(
    monkeypatch: Any, ids: str, members: int, new: int, asks: bool
) -> None:
    monkeypatch.setattr(refresh, "FEW", 0)
    fits = [
        Fit.objects.create(
            kind=kind,
            weights=WEIGHTS.version,
            made_by=maker(lexicon()),
            voices=FITTED if kind == "challenge" else 0,
            statistics=b"",
            is_current=True,
            is_placed=True,
        )
        for kind in CLUSTERED
    ]
    first = Member.objects.create(fit=fits[0], key="0", group="0", cluster="0").pk
    step = 1 if ids == "one after the other" else 1000
    for n in range(1, members):
        Member.objects.create(
            pk=first + n * step, fit=fits[0], key=str(n), group=str(n), cluster=str(n)
        )
    for n in range(new):
        Pending.objects.create(key=f"new {n}")
        Pending.objects.create(key=f"new {n}")
    assert refresh.needs_fit() is asks
