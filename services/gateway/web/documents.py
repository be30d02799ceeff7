"""Supporting documents: a photo or a PDF for each one asked for, and a look at what was sent."""

from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.gateway.clients.households import Document
from services.gateway.web import wording
from services.gateway.web.families import Child, forget_family, my_family
from services.gateway.web.forms import Form, Sheet, said
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal

pages = Blueprint("documents", __name__, url_prefix="/dossier/documents")

View = str | Response | tuple[str, int]

ACCEPT = "application/pdf,image/*"  # on a phone: the camera, the photos or the files
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
# Nothing in a file somebody sent may act in the name of this site.
SENT_FILE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; "
    "frame-ancestors 'self'"
)
REFUSED_FILES = frozenset({"file_too_big", "file_wrong_type", "file_empty"})


class Upload(Form):
    """The file itself is no field of the schema; it comes apart."""


@pages.get("/<requirement>")
@pages.get("/<requirement>/<uuid:child_id>")
@family_page
def show(requirement: str, child_id: UUID | None = None) -> View:
    row, child = _asked_for(requirement, child_id)
    sheet = Sheet({"document_id": clock.new_id()})
    if "trop-lourd" in request.args:
        sheet.add_error("file", "file_too_big")
    return _render(row, child, sheet)


@pages.errorhandler(RequestEntityTooLarge)
def too_heavy(_error: RequestEntityTooLarge) -> View:
    """Far too heavy to be read at all: back to the page, which says so."""
    return redirect(f"{request.path}?trop-lourd", 303)


@pages.post("/<requirement>")
@pages.post("/<requirement>/<uuid:child_id>")
@family_page
def send(requirement: str, child_id: UUID | None = None) -> View:
    """The id of the document is in the form: sent twice, it is kept once."""
    row, child = _asked_for(requirement, child_id)
    sheet = Sheet.sent(Upload)
    file = request.files.get("file")
    if file is None or not file.filename:
        sheet.add_error("file", "required")
        return _render(row, child, sheet), 422
    try:
        _upload(row, child, sheet, file)
    except Invalid as invalid:
        sheet.add(invalid)
    except Refusal as refusal:
        if refusal.code in REFUSED_FILES:
            sheet.errors["file"] = said(refusal)
        else:
            sheet.refuse(refusal)
    if sheet.wrong:
        # A new id: the next try is another file.
        sheet.values["document_id"] = clock.new_id()
        return _render(row, child, sheet), 422
    forget_family()
    return redirect("/dossier", 303)


@pages.get("/<requirement>/fichier")
@pages.get("/<requirement>/<uuid:child_id>/fichier")
@family_page
def content(requirement: str, child_id: UUID | None = None) -> View:
    row, _child = _asked_for(requirement, child_id)
    if row["document_id"] is None:
        abort(404)
    told = services().households.document_content(family().account_id, UUID(row["document_id"]))
    kind = row["content_type"] or "application/octet-stream"
    response = make_response(told.content)
    response.content_type = kind
    response.headers.set(
        "Content-Disposition",
        "inline" if kind in SHOWN_INLINE else "attachment",
        filename=row["filename"] or "document",
    )
    response.headers["Content-Security-Policy"] = SENT_FILE_POLICY
    return response


def _upload(row: Document, child: Child | None, sheet: Sheet, file: FileStorage) -> None:
    try:
        document_id = UUID(str(sheet.value("document_id")))
    except ValueError:
        document_id = clock.new_id()
    services().households.upload(
        family().account_id,
        document_id,
        row["requirement"],
        child.child_id if child else None,
        (file.filename or "document", file.read(), file.mimetype),
    )


def _asked_for(requirement: str, child_id: UUID | None) -> tuple[Document, Child | None]:
    told = my_family()
    row = told.document(requirement, child_id)
    if row is None:
        abort(404)
    return row, None if child_id is None else told.child(child_id)


def _render(row: Document, child: Child | None, sheet: Sheet) -> str:
    return render_template(
        "household/document.html",
        tab=None,
        row=row,
        child=child,
        sheet=sheet,
        accept=ACCEPT,
        help=row["help"],
        refused=(row["message"] or wording.say(wording.DOCUMENT_REASONS, row["reason"]))
        if row["status"] == "REJECTED"
        else None,
        here=request.path,
    )
