"""What bookings tells of a family for its home page, several answers in one."""

from typing import TypedDict

from services.gateway.clients.shapes.answers import Offer
from services.gateway.clients.shapes.openings import Eligibility
from services.gateway.clients.shapes.planning import PlanningDay
from services.gateway.clients.shapes.requests import BookingRequest


class AtHome(TypedDict):
    eligible: Eligibility | None
    days: list[PlanningDay]
    draft: BookingRequest | None
    offers: list[Offer]
