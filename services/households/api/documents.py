"""Supporting documents: sent by the family, shown back to it and to the staff."""

import io
import re
import unicodedata
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

import filetype  # type: ignore[import-untyped]  # carries no types
from flask import Blueprint, Response, request, send_file
from marshmallow import ValidationError, fields

from services.households import handlers
from services.households.api.callers import file_of, own_household, vault
from services.households.api.fields import Form, Text
from services.households.projections import names
from shared.eventstore.decider import Refused
from shared.web.api import Missing, needs, problem, reading, run

documents = Blueprint("documents", __name__, url_prefix="/household/documents")

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_REQUEST: Final = MAX_BYTES + 64 * 1024  # the file, and what surrounds it in the form
MAX_DRAINED: Final = 5 * MAX_BYTES
LONGEST_STEM: Final = 100

# What is accepted, by content: its ending, and whether browsers show it themselves.
KINDS: Final = {
    "application/pdf": ("pdf", True),
    "image/jpeg": ("jpg", True),
    "image/png": ("png", True),
    "image/webp": ("webp", True),
    "image/heic": ("heic", False),
}


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
            if names.household_of_child(tx, child_id) != household_id:
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
    _, shown_inside = KINDS[upload.content_type]
    response = send_file(
        io.BytesIO(content),
        mimetype=upload.content_type,
        as_attachment=not shown_inside,
        download_name=upload.filename,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def kind_of(content: bytes) -> str:
    """The type that the content itself shows; its name and what the browser says do not count."""
    if not content:
        raise Refused("file_empty")
    if len(content) > MAX_BYTES:
        raise Refused("file_too_big", max_bytes=MAX_BYTES)
    kind: str | None = filetype.guess_mime(content)
    if kind not in KINDS:
        raise Refused("file_wrong_type", accepted=list(KINDS))
    return kind


def clean_name(name: str, ending: str) -> str:
    """The last part of the name, of signs that can be seen, with the ending of its true type."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C"))
    stem = re.sub(r'[<>:"|?*]', "", PurePath(seen).stem).strip(" .")[:LONGEST_STEM].strip(" .")
    return f"{stem or 'document'}.{ending}"


def request_too_big(_error: Exception) -> Response:
    """Read to its end first: a caller that is still sending would never hear the answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, MAX_DRAINED)
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        left -= len(part)
    return problem(409, "file_too_big", facts={"max_bytes": MAX_BYTES})
