"""Who watches a full run sees it get on, from its first step to its last statement."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from nexus.curation.models import Evidence
from nexus.curation.services import refresh_evidence
from nexus.curation.services.refresh import STEPS
from tests.curation.desk_support import bring_challenges

Said = list[tuple[int, int, str]]


def test_planning_is_told_in_steps(make_person: Any, bring: Any) -> None:
    bring_challenges(make_person, bring)
    Evidence.objects.all().delete()
    said: Said = []
    refresh_evidence(report=lambda *told: said.append(told), whole=True)
    plan = [told for told in said if told[2].startswith("Planning: ")]
    assert [done for done, _, _ in plan] == list(range(1, STEPS + 1))
    assert {todo for _, todo, _ in plan} == {STEPS}
    assert plan[0][2] == "Planning: reading 4 statements of kind challenge"
    rest = said[STEPS:]
    assert rest[-1] == (4, 4, "Bringing together: 4 of 4 statements")
    assert all(one[0] < other[0] for one, other in pairwise(rest))
