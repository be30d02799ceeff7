"""What the staff wrote to a family about its refused lines, for the mail with the answer."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from services.bookings.api.callers import request_of
from shared.web.api import needs

words = Blueprint("words", __name__)


@words.get("/refusal-messages/<uuid:request_id>")
@needs("internal")
def refusal_messages(request_id: UUID) -> dict[str, Any]:
    """By line; a line without words is left out."""
    return {"lines": dict(request_of(request_id).messages)}
