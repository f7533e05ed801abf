"""A hook of Schemathesis: lists of its stateful phase answer something that it can follow.

The other phases ask with made-up filters and cursors. They nearly always find nothing, and nothing
leads nowhere.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis.generation.meta import TestPhase


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Ask for a list whole, where a step of a scenario asks for one."""
    is_step = case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL
    if is_step and case.method == "GET" and not case.path_parameters:
        case.query = {}
    return case
