"""Bringing and keeping documents. Bytes go over REST; text and repositories here too."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import decode_id
from nexus.documents import models, selectors, services
from nexus.documents.services.imports import Whose
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import payload
from nexus.graphql.types import documents as d
from nexus.graphql.types.jobs import Job
from nexus.jobs.services import cancel_job


def document_of(info: Any, id: str) -> models.Document:
    return selectors.get_document(viewer=viewer_of(info), pk=decode_id("document", id))


def whose_of(author: str | None, cohort: str | None, track: str | None, mine: bool | None) -> Whose:
    """As over REST: one's own unless an author is named or `mine` says no."""
    own = not author if mine is None else mine and not author
    return Whose(author=author or "", cohort=cohort or "", track=track or "", mine=own)


class CohortFile(graphene.InputObjectType):  # type: ignore[misc]
    """A file that the list names, as text."""

    name = graphene.String(required=True)
    text = graphene.String(required=True)


class ImportText(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        text = graphene.String(required=True)
        name = graphene.String()
        author = graphene.String()
        cohort = graphene.String()
        track = graphene.String()
        mine = graphene.Boolean()

    # `import` is a word of Python; the field is named for what comes back.
    started = graphene.Field(d.Import, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        text: str,
        name: str | None = None,
        author: str | None = None,
        cohort: str | None = None,
        track: str | None = None,
        mine: bool | None = None,
    ) -> dict[str, Any]:
        batch = services.import_paste(
            actor=viewer_of(info),
            text=text,
            name=name or "",
            whose=whose_of(author, cohort, track, mine),
        )
        return {"started": batch}


class ImportRepository(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        address = graphene.String(required=True)
        author = graphene.String()
        cohort = graphene.String()
        track = graphene.String()
        mine = graphene.Boolean()

    started = graphene.Field(d.Import, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        address: str,
        author: str | None = None,
        cohort: str | None = None,
        track: str | None = None,
        mine: bool | None = None,
    ) -> dict[str, Any]:
        batch = services.import_repository(
            actor=viewer_of(info), address=address, whose=whose_of(author, cohort, track, mine)
        )
        return {"started": batch}


class ImportCohort(graphene.Mutation):  # type: ignore[misc]
    """A whole cohort: `listing` is the text of cohort.csv."""

    class Arguments:
        listing = graphene.String(required=True)
        files = graphene.List(graphene.NonNull(CohortFile))

    started = graphene.Field(d.Import, required=True)

    @staticmethod
    def mutate(
        root: Any, info: Any, listing: str, files: list[Any] | None = None
    ) -> dict[str, Any]:
        batch = services.import_cohort(
            actor=viewer_of(info),
            listing=listing.encode(),
            files=[(file.name, file.text.encode()) for file in files or ()],
        )
        return {"started": batch}


class CancelImport(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    job = graphene.Field(Job, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        viewer = viewer_of(info)
        batch = selectors.get_import(viewer=viewer, pk=decode_id("import", id))
        return {"job": cancel_job(actor=viewer, job=batch.job)}


class ClaimDocument(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    document = graphene.Field(d.Document, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        document = services.claim_document(actor=viewer_of(info), document=document_of(info, id))
        return payload(info, document=document)


class SettleClaim(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)
        accept = graphene.Boolean(required=True)

    document = graphene.Field(d.Document, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str, accept: bool) -> dict[str, Any]:
        document = services.settle_claim(
            actor=viewer_of(info), document=document_of(info, id), accept=accept
        )
        return payload(info, document=document)


class CorrectDocument(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)
        title = graphene.String()
        cohort = graphene.String()
        track = graphene.String()

    document = graphene.Field(d.Document, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        id: str,
        title: str | None = None,
        cohort: str | None = None,
        track: str | None = None,
    ) -> dict[str, Any]:
        document = services.correct_document(
            actor=viewer_of(info),
            document=document_of(info, id),
            cohort=cohort,
            track=track,
            title=title,
        )
        return payload(info, document=document)


class EraseDocument(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    ok = graphene.Boolean(required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        services.erase_document(actor=viewer_of(info), document=document_of(info, id))
        return {"ok": True}
