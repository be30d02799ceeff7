"""A file that a family sends with a form: taken in, refused in words, and shown again."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import make_response, redirect, request
from werkzeug.wrappers import Response

from services.gateway.web.forms import Form, Sheet, said
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal

ACCEPT: Final = "application/pdf,image/*"  # on a phone: the camera, the photos or the files
SHOWN_INLINE: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
REFUSED_FILES: Final = frozenset({"file_too_big", "file_wrong_type", "file_empty"})
TOO_HEAVY: Final = "trop-lourd"
# Nothing in a file somebody sent may act in the name of this site.
SENT_FILE_POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; "
    "frame-ancestors 'self'"
)

SentFile = tuple[str, bytes, str]  # its name, its content and its announced type


class Upload(Form):
    """The file itself is no field of the schema; it comes apart."""


def empty_sheet() -> Sheet:
    """The id of the document is in the form: sent twice, it is kept once."""
    sheet = Sheet({"document_id": clock.new_id()})
    if TOO_HEAVY in request.args:
        sheet.add_error("file", "file_too_big")
    return sheet


def taken_in(hand_over: Callable[[UUID, SentFile], None]) -> Sheet:
    """Gives the file to its service; the sheet says what is wrong, and has a new id then: the next
    try is another file."""
    sheet = Sheet.sent(Upload)
    file = request.files.get("file")
    if file is None or not file.filename:
        sheet.add_error("file", "required")
        return sheet
    try:
        hand_over(_document_id(sheet), (file.filename, file.read(), file.mimetype))
    except Invalid as invalid:
        sheet.add(invalid)
    except Refusal as refusal:
        if refusal.code in REFUSED_FILES:
            sheet.errors["file"] = said(refusal)
        else:
            sheet.refuse(refusal)
    if sheet.wrong:
        sheet.values["document_id"] = clock.new_id()
    return sheet


def too_heavy(page: str) -> Response:
    """Far too heavy to be read at all: back to the page, which says so."""
    return redirect(f"{page}?{TOO_HEAVY}", 303)


def shown(content: bytes, kind: str | None, filename: str) -> Response:
    response = make_response(content)
    response.content_type = kind or "application/octet-stream"
    response.headers.set(
        "Content-Disposition",
        "inline" if kind in SHOWN_INLINE else "attachment",
        filename=filename,
    )
    response.headers["Content-Security-Policy"] = SENT_FILE_POLICY
    return response


def _document_id(sheet: Sheet) -> UUID:
    try:
        return UUID(str(sheet.value("document_id")))
    except ValueError:
        return clock.new_id()
