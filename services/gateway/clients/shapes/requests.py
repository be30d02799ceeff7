"""What bookings tells of a request, from the first box ticked to its lines."""

from typing import Literal, NotRequired, TypedDict

from services.gateway.clients.shapes.openings import (
    ChildEligibility,
    Told,
    WaveFor,
)


class Line(Told):
    """A line of a request. Of a draft: whether it can be sent now, and why not.

    `rank` is that in the waiting list now; `offer_id` an offer that waits for an answer.
    """

    line_id: str
    child_id: str
    facility_id: str
    slot_type: str
    weekday: int | None
    weeks: NotRequired[str | None]
    days: int
    dates: NotRequired[list[str]]
    state: Literal["DRAFT", "REQUESTED", "ACCEPTED", "WAITLISTED", "REFUSED"]
    reason: str | None
    message: str | None
    capacity: int | None
    taken: int | None
    full_on: str | None
    decided_at: str | None
    decided_by_name: str | None
    pool_name: NotRequired[str | None]
    rank: NotRequired[int | None]
    offer_id: NotRequired[str | None]
    answer_by: NotRequired[str | None]
    can_send: NotRequired[bool]
    why: NotRequired[str | None]
    opens_at: NotRequired[str | None]
    because: NotRequired[WaveFor | None]


class CancelledDay(Told):
    child_id: str
    facility_id: str
    slot_type: str
    day: str


class LaterOpening(TypedDict):
    """A child that may book later: its lines of `slot_types`, or all, are in the next draft."""

    child_id: str
    opens_at: str | None
    slot_types: NotRequired[list[str]]
    because: NotRequired[WaveFor | None]


class Bundle(TypedDict):
    """Lines given together or not at all."""

    line_ids: list[str]


class Alternative(TypedDict):
    """Every line of `wanted`, or else every line of `instead`."""

    wanted: list[str]
    instead: list[str]


class Automatic(TypedDict):
    """A draft sent by itself at the opening: since when, and its place among those."""

    since: str
    place: int


class BookingRequest(TypedDict):
    request_id: str
    reference: str | None
    status: Literal["DRAFT", "SUBMITTED", "DECIDED", "DROPPED"]
    kind: Literal["STANDING", "ONE_OFF"]
    facility_id: str
    school_year: str
    seen: int
    shown: NotRequired[str | None]
    received_at: str | None
    rank: int | None
    receipt: NotRequired[str | None]
    automatic_sending: NotRequired[bool]
    later: list[LaterOpening]
    next_request_id: str | None
    days_total: int
    lines: list[Line]
    cancellations: list[CancelledDay]
    rules_accepted: NotRequired[bool]
    automatic: NotRequired[Automatic | None]
    sending_failed: NotRequired[str | None]
    together: NotRequired[bool]
    fallbacks: NotRequired[list["Fallback"]]
    bundles: NotRequired[list["Bundle"]]
    alternatives: NotRequired[list["Alternative"]]


class ChosenSlot(TypedDict):
    child_id: str
    slot_type: str


class BookedSlot(TypedDict):
    child_id: str
    slot_type: str
    state: str


class CalendarDay(TypedDict):
    day: str
    status: str
    label: str | None
    chosen: list[ChosenSlot]
    cancelled: list[ChosenSlot]
    booked: list[BookedSlot]


class Calendar(TypedDict):
    """A month of the school year, as a draft sees it."""

    request_id: str
    kind: str
    facility_id: str
    month: str
    previous: str | None
    next: str | None
    months: list[str]
    seen: int
    days: list[CalendarDay]


class SlotOfDay(Told):
    slot_type: str
    starts: str
    ends: str
    covers: int
    state: Literal["FREE", "CHOSEN", "REQUESTED", "ACCEPTED", "WAITLISTED", "REFUSED"]
    ticked: bool
    locked: str | None


class ChildOfDay(ChildEligibility):
    slots: list[SlotOfDay]


class DayOfRequest(TypedDict):
    """What may be ticked on a day; of a regular request, on that weekday all year."""

    day: str
    status: str
    label: str | None
    weekday: int
    kind: Literal["STANDING", "ONE_OFF"]
    facility_id: str
    seen: int
    covers: int
    children: list[ChildOfDay]


class SlotOfWeek(Told):
    """One cell of the week: a weekday of the year, or one day once regular bookings are over."""

    day: str
    weekday: int
    facility_id: str
    slot_type: str
    starts: str
    ends: str
    covers: int
    days: dict[str, int]
    full_days: int
    places: int | None
    state: Literal["FREE", "CHOSEN", "REQUESTED", "ACCEPTED", "WAITLISTED", "REFUSED"]
    ticked: bool
    locked: str | None


class ChildOfWeek(ChildEligibility):
    """`weeks`: EVERY_WEEK, EVEN_WEEKS, ODD_WEEKS or CUSTODY, for all slots of the child."""

    school_id: str
    weeks: str
    custody: NotRequired[bool]
    slots: list[SlotOfWeek]


class ShownDay(TypedDict):
    day: str
    status: str
    label: str | None


class Week(TypedDict):
    """All children, every facility; `request_id` is None while there is no draft."""

    request_id: str | None
    seen: int
    kind: Literal["STANDING", "ONE_OFF"]
    school_year: str
    starts_on: str
    ends_on: str
    monday: str
    previous: str | None
    next: str | None
    facilities: dict[str, str]
    days: list[ShownDay]
    children: list[ChildOfWeek]


class BoxOfWeek(TypedDict):
    child_id: str
    facility_id: str
    slot_type: str
    day: str


class Fallback(TypedDict):
    """All of the weekdays `wanted`, or else all of `instead`."""

    child_id: str
    facility_id: str
    slot_type: str
    wanted: list[int]
    instead: list[int]


class PossibleFallback(TypedDict):
    child_id: str
    facility_id: str
    slot_type: str
    chosen: list[int]
    instead: list[int]


class Wishes(TypedDict):
    seen: int
    kind: Literal["STANDING", "ONE_OFF"]
    together: bool
    fallbacks: list[Fallback]
    children: list[str]
    possible: list[PossibleFallback]
