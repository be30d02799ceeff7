"""Supporting documents: a photo or a PDF for each one asked for, and a look at what was sent."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.gateway.clients.households import Document
from services.gateway.web import uploads, wording
from services.gateway.web.families import Child, forget_family, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page

pages = Blueprint("documents", __name__, url_prefix="/dossier/documents")

View = str | Response | tuple[str, int]


@pages.get("/<requirement>")
@pages.get("/<requirement>/<uuid:child_id>")
@family_page
def show(requirement: str, child_id: UUID | None = None) -> View:
    row, child = _asked_for(requirement, child_id)
    return _render(row, child, uploads.empty_sheet())


@pages.errorhandler(RequestEntityTooLarge)
def too_heavy(_error: RequestEntityTooLarge) -> View:
    return uploads.too_heavy(request.path)


@pages.post("/<requirement>")
@pages.post("/<requirement>/<uuid:child_id>")
@family_page
def send(requirement: str, child_id: UUID | None = None) -> View:
    row, child = _asked_for(requirement, child_id)
    sheet = uploads.taken_in(
        lambda document_id, file: services().households.upload(
            family().account_id,
            document_id,
            row["requirement"],
            child.child_id if child else None,
            file,
        )
    )
    if sheet.wrong:
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
    return uploads.shown(told.content, row["content_type"], row["filename"] or "document")


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
        accept=uploads.ACCEPT,
        help=row["help"],
        refused=(row["message"] or wording.say(wording.DOCUMENT_REASONS, row["reason"]))
        if row["status"] == "REJECTED"
        else None,
        here=request.path,
    )
