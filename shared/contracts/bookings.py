"""What bookings tells the others."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.published import part, published


@published("bookings.operator_described", version=1)
class OperatorDescribed:
    """Who runs the service: an organisation, not a person."""

    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: tuple[str, ...]
    opening_hours: str


@published("bookings.facility_described", version=1)
class FacilityDescribed:
    facility_id: str
    name: str
    slot_types: tuple[str, ...]


@published("bookings.opening_wave_scheduled", version=1)
class OpeningWaveScheduled:
    wave_id: str
    school_year: str
    school_level: str
    opens_at: datetime


@part
class RequestedLine:
    """`weekday` (0 = Monday) for a line that stands for the whole year, None for single days."""

    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: str
    weekday: int | None
    dates: tuple[date, ...]


@part
class CancelledDay:
    child_id: UUID
    facility_id: str
    slot_type: str
    day: date


@published("bookings.booking_requested", version=1)
class BookingRequested:
    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    kind: str
    received_at: datetime
    lines: tuple[RequestedLine, ...]
    cancellations: tuple[CancelledDay, ...]


@part
class DecidedLine:
    """`capacity` and `taken` are those of the instant of the decision, never recomputed."""

    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: str
    weekday: int | None
    dates: tuple[date, ...]
    decision: str
    reason: str | None
    capacity: int | None
    taken: int | None
    full_on: date | None


@published("bookings.booking_decided", version=1)
class BookingDecided:
    """Every line of a request has its answer."""

    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    decided_at: datetime
    lines: tuple[DecidedLine, ...]


@published("bookings.booking_cancelled", version=1)
class BookingCancelled:
    household_id: UUID
    child_id: UUID
    facility_id: str
    slot_type: str
    day: date
    request_id: UUID | None
