"""An edited document: its text is another version of it, its front matter stays."""

from __future__ import annotations

from dataclasses import dataclass

from nexus.accounts.models import Person
from nexus.common.errors import Invalid
from nexus.documents.models import DocumentVersion
from nexus.documents.services.versions import NewVersion, bring_version, prepare_version
from nexus.keeping.edits.files import ChangedFile, refused


@dataclass(frozen=True, slots=True)
class EditedDocument:
    file: str
    version: NewVersion
    what: str = "document"

    def save(self, by: Person) -> None:
        bring_version(actor=by, version=self.version)


def read_document(file: ChangedFile) -> EditedDocument | None:
    """None where only line ends differ. Raises Refused."""
    pk = file.front.get("current_id")
    versions = DocumentVersion.objects.select_related("document", "document__author", "blob")
    base = versions.filter(pk=pk).first() if isinstance(pk, int) else None
    if base is None:
        raise refused(file.name, "this hub has no such document, or its owner erased it.")
    old = bytes(base.blob.data)
    if not file.was(file.head + old):
        raise refused(
            file.name,
            "its front matter was changed, or the document is not UTF-8. Only the text below the "
            "front matter can be edited here: correct the rest on the document's page, and bring "
            "the text by `nexus import`.",
        )
    if file.body == old:
        return None
    try:
        return EditedDocument(file.name, prepare_version(base, file.body))
    except Invalid as error:
        raise refused(file.name, error.message) from error
