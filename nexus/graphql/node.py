"""Relay's Node with the hub's own ids: the same strings as in REST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene

from nexus.accounts.policies import ANONYMOUS, Viewer
from nexus.common.errors import NotFound
from nexus.common.ids import encode_id, split_id
from nexus.graphql.planning import complete, selection_of

# kind of id → how to get the object for a viewer; filled by the types.
LOADERS: dict[str, Callable[[Viewer, int], Any]] = {}
TYPES: dict[type, Any] = {}


class Node(graphene.Interface):  # type: ignore[misc]
    """Anything with an id."""

    id = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> Any:
        for model, found in TYPES.items():
            if isinstance(instance, model):
                return found
        return None


def viewer_of(info: Any) -> Viewer:
    """Who asks."""
    viewer: Viewer = getattr(info.context, "user", ANONYMOUS)
    return viewer


def load_node(info: Any, id: str) -> Any:
    """The object of an id, as the viewer may see it; None when there is none."""
    try:
        kind, pk = split_id(id)
        loader = LOADERS.get(kind)
        found = loader(viewer_of(info), pk) if loader else None
    except NotFound:
        return None
    return complete(found, selection_of(info))


def id_field(kind: str) -> Callable[[Any, Any], str]:
    """A resolver of `id` for objects of a kind."""

    def resolve(root: Any, info: Any) -> str:
        return encode_id(kind, root.pk)

    return resolve
