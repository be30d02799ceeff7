"""What the pages of a draft share: where it is, whether it still is one, which version was seen."""

from uuid import UUID

from flask import abort, request
from werkzeug.wrappers import Response

from services.gateway.clients.shapes.openings import Facility
from services.gateway.clients.shapes.requests import BookingRequest
from services.gateway.web import public
from services.gateway.web.services import services
from shared.web.client import Refusal

View = str | Response | tuple[str, int]

OVER = frozenset({"already_submitted", "no_draft"})  # the draft is none any more


def facility_of(facility_id: str) -> Facility:
    for facility in services().bookings.facilities():
        if facility["facility_id"] == facility_id:
            return facility
    abort(404)


def where_it_went(asked: BookingRequest) -> str:
    """A draft that is one no longer: its receipt, or the choice of a facility."""
    if asked["status"] == "DROPPED":
        return "/reserver"
    return f"/demandes/{asked['request_id']}/recu"


def after(refusal: Refusal, request_id: UUID) -> str:
    """Sent or dropped in another tab: what was done here counts for nothing, and that is said."""
    if refusal.code == "already_submitted":
        return f"/demandes/{request_id}?deja"
    return "/reserver"


def is_outdated(draft: BookingRequest) -> bool:
    """A regular request that was not sent before regular bookings closed."""
    openings = public.openings()
    return draft["kind"] == "STANDING" and openings is not None and not openings["regular_open"]


def seen_version() -> int:
    try:
        return int(request.form.get("seen", ""))
    except ValueError:
        return 0
