"""Bookings: openings, planning, requests."""

from typing import Any, TypedDict, cast
from uuid import UUID

from shared.web.client import ServiceClient


class Operator(TypedDict):
    """The association that runs the services, as its own data describe it."""

    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: list[str]
    opening_hours: str


class Wave(TypedDict):
    wave_id: str
    school_level: str
    opens_at: str
    open: bool


class SchoolYear(TypedDict):
    id: str
    starts_on: str
    ends_on: str


class Openings(TypedDict):
    now: str
    school_year: SchoolYear | None
    waves: list[Wave]
    regular_cutoff_at: str | None
    regular_open: bool


class Entry(TypedDict):
    child_id: str
    facility_id: str
    slot_type: str
    starts: str
    ends: str
    state: str
    reason: str | None
    capacity: int | None
    taken: int | None
    request_id: str | None
    cancel_until: str | None


class PlanningDay(TypedDict):
    day: str
    status: str
    label: str | None
    entries: list[Entry]


class Planning(TypedDict):
    month: str
    previous: str | None
    next: str | None
    today: str
    days: list[PlanningDay]


class ChildEligibility(TypedDict):
    child_id: str
    school_level: str
    can_book: bool
    why: str | None
    opens_at: str | None


class Eligibility(TypedDict):
    kind: str
    children: list[ChildEligibility]


class RequestLine(TypedDict):
    """A request in the list of requests."""

    request_id: str
    reference: str | None
    status: str
    kind: str
    received_at: str | None


class Bookings:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def operator(self) -> Operator:
        return cast(Operator, self._client.get("/operator", scope="public"))

    def openings(self) -> Openings:
        return cast(Openings, self._client.get("/openings", scope="public"))

    def eligibility(self, account_id: UUID) -> Eligibility:
        answer = self._client.get("/eligibility", scope="family", account_id=account_id)
        return cast(Eligibility, answer)

    def planning(self, account_id: UUID, month: str | None = None) -> Planning:
        asked: dict[str, Any] = {} if month is None else {"month": month}
        answer = self._client.get("/planning", scope="family", account_id=account_id, params=asked)
        return cast(Planning, answer)

    def requests(self, account_id: UUID) -> list[RequestLine]:
        """Every request of the household, newest first."""
        answer = self._client.get("/requests", scope="family", account_id=account_id)
        return cast("list[RequestLine]", answer["requests"])
