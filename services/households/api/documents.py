"""Supporting documents: sent by the family, shown back to it and to the staff."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import ValidationError, fields

from services.households import handlers
from services.households.api.callers import file_of, own_household, vault
from services.households.api.fields import Form, Text
from services.households.projections import names
from shared.web.api import Missing, needs, reading, run
from shared.web.uploads import KINDS, MAX_BYTES, clean_name, kind_of, shown

documents = Blueprint("documents", __name__, url_prefix="/household/documents")


class UploadForm(Form):
    document_id = fields.UUID(required=True)
    requirement = Text(required=True)
    child_id = fields.UUID(load_default=None, allow_none=True)


@documents.post("")
@needs("family")
def upload_document() -> tuple[dict[str, Any], int]:
    household_id = own_household()
    wanted = UploadForm().load(request.form.to_dict())
    if (file := request.files.get("file")) is None:
        raise ValidationError({"file": ["required"]})
    content = file.stream.read(MAX_BYTES + 1)
    content_type = kind_of(content)
    if (child_id := wanted["child_id"]) is not None:
        with reading() as tx:
            if household_id not in names.households_of_child(tx, child_id):
                raise Missing
    upload = handlers.Upload(
        filename=clean_name(file.filename or "", KINDS[content_type][0]),
        content_type=content_type,
        content=content,
        **wanted,
    )
    handlers.upload_document(run, vault(), household_id, upload)
    return {"document_id": wanted["document_id"]}, 201


@documents.get("/<uuid:document_id>/content")
@needs("family")
def show_content(document_id: UUID) -> Response:
    return content_of(own_household(), document_id)


def content_of(household_id: UUID, document_id: UUID) -> Response:
    """As it was sent, and so that no browser takes it for anything else."""
    upload = file_of(household_id).uploads.get(document_id)
    content = vault().files.get(household_id, str(document_id)) if upload else None
    if upload is None or content is None:
        raise Missing
    return shown(content, upload.content_type, upload.filename)
