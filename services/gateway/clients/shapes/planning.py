"""What bookings tells of what a family has: its planning, absences, custody, calendar feed."""

from typing import Literal, NotRequired, TypedDict

from services.gateway.clients.shapes.openings import Told


class Entry(TypedDict):
    """`cancel`: what giving the place back brings, and until when; `cancel_until` while it may."""

    child_id: str
    facility_id: str
    slot_type: str
    starts: str
    ends: str
    state: str
    reason: str | None
    capacity: int | None
    taken: int | None
    rank: NotRequired[int | None]
    request_id: str | None
    cancel_until: str | None
    cancel: NotRequired[Told]
    may_tell_absence: NotRequired[bool]


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


class AbsentSlot(TypedDict):
    facility_id: str
    slot_type: str


class TellableSlot(AbsentSlot):
    free_until: str | None


class Absence(TypedDict):
    absence_id: str
    slots: list[AbsentSlot]
    status: Literal["DECLARED", "CERTIFICATE_SENT", "CERTIFICATE_REFUSED", "EXCUSED", "UNEXCUSED"]
    certificate_until: str
    document_id: str | None
    content_type: str | None
    reason: str | None


class AbsencePage(TypedDict):
    """What a child has on a day; `free_until`: until when a slot can be given back free."""

    over: bool
    certificate_days: int
    withdraw_until: str
    booked: list[TellableSlot]
    absence: Absence | None


class CustodyException(TypedDict):
    first: str
    last: str
    here: bool


class CustodyCalendar(TypedDict):
    weeks: Literal["EVEN", "ODD"]
    first_halves: Literal["EVEN", "ODD"] | None
    exceptions: list[CustodyException]


class CustodyWeek(TypedDict):
    """`here` of the `of` school days of a week the child spends in this home."""

    monday: str
    here: int
    of: int


class CalendarProposal(TypedDict):
    proposal_id: str
    mine: bool
    starts_on: str
    calendar: CustodyCalendar


class SwapSlot(TypedDict):
    facility_id: str
    slot_type: str


class Swap(TypedDict):
    """`gives` and `takes` as this home would; `slots` are booked on the day that is offered."""

    swap_id: str
    mine: bool
    gives: str | None
    takes: str | None
    answer_by: str
    slots: list[SwapSlot]


class Homes(TypedDict):
    """Of a child of two homes, as this one sees it."""

    first: bool
    since: str | None
    proposal: CalendarProposal | None
    swaps: list[Swap]


class Custody(TypedDict):
    calendar: CustodyCalendar | None
    weeks: list[CustodyWeek]
    homes: Homes | None


class DaysMoved(TypedDict):
    gone: int
    added: int


class ShownEntry(TypedDict):
    child_id: str
    slot_type: str
    state: str


class DayOfYear(TypedDict):
    day: str
    status: str
    label: str | None
    entries: list[ShownEntry]


class PlannedYear(TypedDict):
    """A school year at a glance: no hours and no deadlines."""

    school_year: str
    previous: str | None
    next: str | None
    today: str
    days: list[DayOfYear]


class CalendarFeed(TypedDict):
    secret: str | None
    opened_at: str | None


class FeedEntry(TypedDict):
    child_id: str
    facility: str
    slot_type: str
    day: str
    starts: str
    ends: str
    state: str


class FeedEntries(TypedDict):
    account_id: str
    entries: list[FeedEntry]
