"""Bookings: openings, planning, requests."""

from datetime import date, timedelta
from typing import Any, Final, Literal, NotRequired, TypedDict, cast
from uuid import UUID

from shared.web.client import NotThere, ServiceClient


class Operator(TypedDict):
    """The association that runs the services, as its own data describe it."""

    name: str
    legal_name: str
    siret: str
    phone: str
    email: str
    address: list[str]
    opening_hours: str


class WaveFor(TypedDict, total=False):
    """Whom and what an opening wave is for; what is empty leaves nobody out."""

    school_levels: list[str]
    residence: str | None
    sibling: bool
    kinds: list[str]
    slot_types: list[str]


class Wave(WaveFor):
    wave_id: str
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
    rank: NotRequired[int | None]
    request_id: str | None
    cancel_until: str | None
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
    status: Literal["DECLARED", "CERTIFICATE_SENT", "CERTIFICATE_REFUSED", "EXCUSED"]
    certificate_until: str
    document_id: str | None
    content_type: str | None
    reason: str | None


class AbsencePage(TypedDict):
    """What a child has on a day; `free_until`: until when a slot can be given back free."""

    over: bool
    certificate_days: int
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


class Custody(TypedDict):
    calendar: CustodyCalendar | None
    weeks: list[CustodyWeek]


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


class SlotOpening(TypedDict):
    """Of a slot type, where some open later than others."""

    slot_type: str
    opens_at: str | None
    open: bool
    because: WaveFor | None


class ChildEligibility(TypedDict):
    """`can_prepare`: slots may be chosen now, and sent once the level is open."""

    child_id: str
    school_level: str
    can_book: bool
    can_prepare: bool
    why: str | None
    opens_at: str | None
    because: NotRequired[WaveFor | None]
    openings: NotRequired[list[SlotOpening]]


class Eligibility(TypedDict):
    kind: Literal["STANDING", "ONE_OFF"]
    children: list[ChildEligibility]


class Surcharge(TypedDict):
    """Per cent of the price of a day, and cents a day."""

    percent: int
    cents: int


class Deadline(TypedDict):
    """A rule: what is counted back (`anchor`) and how many (`before`), to which hour in Paris."""

    anchor: str
    before: int
    on: int | None
    at: str
    acts: list[str]
    weekdays: list[int]
    skipping: list[int]
    consequence: Literal["SURCHARGE", "STAFF", "REFUSE"]
    surcharge: Surcharge | None


class Late(TypedDict, total=False):
    """What follows from being late already: SURCHARGE or STAFF, and what it costs."""

    late: str | None
    surcharge: Surcharge | None


class Told(Late, total=False):
    """Until when, by which rule, and what follows then."""

    until: str | None
    rule: Deadline | None
    then: str | None


class OfferedSlotType(TypedDict):
    slot_type: str
    weekdays: list[int]
    starts: str
    ends: str
    capacity: int


class Facility(TypedDict):
    facility_id: str
    name: str
    address: str
    levels: list[str]
    slot_types: list[OfferedSlotType]


class Line(Late):
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


class HowAllocated(TypedDict):
    """Where a line stood in a published allocation; `draw` is SHA-256 of `seed|ticket`."""

    name: str
    mode: Literal["FIRST_COME", "PRIORITIES"]
    criteria: list[str]
    values: list[int]
    late: bool
    rank: int
    turn: int
    turns: int
    ticket: str | None
    seed: str | None
    seed_source: str | None
    draw: str | None


class Evidence(TypedDict):
    """What an answer rests on, as it was kept."""

    reference: str
    received_at: str
    line_id: str
    child_id: str
    facility_id: str
    slot_type: str
    weekday: int | None
    days: int
    dates: list[str]
    decision: Literal["ACCEPTED", "WAITLISTED", "REFUSED"]
    reason: str | None
    message: str | None
    decided_at: str
    decided_by_name: str | None
    rule: str
    pool_name: str
    capacity: int | None
    taken: int | None
    full_on: str | None
    rank_then: int | None
    allocation: HowAllocated | None
    appeal: list[str]


class OfferedLine(TypedDict):
    line_id: str
    child_id: str
    facility_id: str
    slot_type: str
    weekday: int | None
    days: int
    dates: list[str]


class Offer(TypedDict):
    """A freed place, held for this family until `answer_by`."""

    offer_id: str
    request_id: str
    state: Literal["OPEN", "ACCEPTED", "DECLINED", "EXPIRED"]
    offered_at: str
    answer_by: str
    answered_at: str | None
    lines: list[OfferedLine]


class WaitingLine(OfferedLine):
    """What the family still waits for; `rank` counts who waits before for the same days."""

    request_id: str
    waitlisted_at: str
    rank: int


class Offers(TypedDict):
    """The newest first, and what is still waited for."""

    offers: list[Offer]
    waiting: list[WaitingLine]


class CancelledDay(TypedDict):
    child_id: str
    facility_id: str
    slot_type: str
    day: str
    surcharge: NotRequired[Surcharge | None]


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


class CheckedReceipt(TypedDict):
    verdict: Literal["AUTHENTIC", "OF_ANOTHER_REQUEST", "UNKNOWN", "FORGED", "NOT_A_RECEIPT"]
    reference: str | None
    received_at: str | None
    rank: int | None


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


# What is the same for every family, and stands on every page of the evening when all of them come.
KEPT_FOR: Final = timedelta(seconds=1)


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


class Bookings:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def operator(self) -> Operator:
        return cast(Operator, self._client.get("/operator", scope="public"))

    def openings(self) -> Openings:
        return cast(Openings, self._client.get("/openings", scope="public", keep=KEPT_FOR))

    def eligibility(self, account_id: UUID) -> Eligibility:
        answer = self._client.get("/eligibility", scope="family", account_id=account_id)
        return cast(Eligibility, answer)

    def facilities(self) -> list[Facility]:
        answer = self._client.get("/facilities", scope="public", keep=KEPT_FOR)
        return cast("list[Facility]", answer["facilities"])

    def planning(self, account_id: UUID, month: str | None = None) -> Planning:
        asked: dict[str, Any] = {} if month is None else {"month": month}
        answer = self._client.get("/planning", scope="family", account_id=account_id, params=asked)
        return cast(Planning, answer)

    def planning_page(
        self, account_id: UUID, month: str | None
    ) -> tuple[Eligibility, Planning, BookingRequest | None]:
        """Everything the planner shows of a household, in one call."""
        asked = "/planning" if month is None else f"/planning?month={month}"
        eligible, planning, draft = self._client.together(
            "/eligibility", asked, "/requests/draft", scope="family", account_id=account_id
        )
        return (
            cast(Eligibility, eligible),
            cast(Planning, planning),
            cast("BookingRequest | None", draft),
        )

    def planned_days(self, account_id: UUID, first: date, last: date) -> list[PlanningDay]:
        """Two months at most."""
        answer = self._client.get(
            "/planning/days",
            scope="family",
            account_id=account_id,
            params={"first": str(first), "last": str(last)},
        )
        return cast("list[PlanningDay]", answer["days"])

    def planned_year(self, account_id: UUID, school_year: str | None = None) -> PlannedYear:
        """Raises NotThere for a year that nobody announced."""
        asked: dict[str, Any] = {} if school_year is None else {"school_year": school_year}
        answer = self._client.get(
            "/planning/year", scope="family", account_id=account_id, params=asked
        )
        return cast(PlannedYear, answer)

    def start_request(self, account_id: UUID, request_id: UUID, facility_id: str) -> UUID:
        """The household's one draft: a new one, or the one it is filling already."""
        asked = {"request_id": str(request_id), "facility_id": facility_id}
        answer = self._client.post("/requests", scope="family", account_id=account_id, json=asked)
        return UUID(answer["request_id"])

    def draft(self, account_id: UUID) -> BookingRequest | None:
        try:
            answer = self._client.get("/requests/draft", scope="family", account_id=account_id)
        except NotThere:
            return None
        return cast(BookingRequest, answer)

    def drop(self, account_id: UUID, request_id: UUID) -> None:
        self._client.delete(f"/requests/{request_id}", scope="family", account_id=account_id)

    def request(self, account_id: UUID, request_id: UUID) -> BookingRequest:
        answer = self._client.get(f"/requests/{request_id}", scope="family", account_id=account_id)
        return cast(BookingRequest, answer)

    def requests(self, account_id: UUID) -> list[BookingRequest]:
        """Every request the household has sent, newest first; their lines without dates."""
        answer = self._client.get("/requests", scope="family", account_id=account_id)
        return cast("list[BookingRequest]", answer["requests"])

    def calendar(self, account_id: UUID, request_id: UUID, month: str | None) -> Calendar:
        asked: dict[str, Any] = {} if month is None else {"month": month}
        answer = self._client.get(
            f"/requests/{request_id}/calendar", scope="family", account_id=account_id, params=asked
        )
        return cast(Calendar, answer)

    def day(self, account_id: UUID, request_id: UUID, day: date) -> DayOfRequest:
        answer = self._client.get(
            f"/requests/{request_id}/days/{day}", scope="family", account_id=account_id
        )
        return cast(DayOfRequest, answer)

    def choose(
        self, account_id: UUID, request_id: UUID, day: date, choices: list[ChosenSlot], seen: int
    ) -> int:
        """The boxes of a day as the family left them; the version the next page is made from."""
        answer = self._client.put(
            f"/requests/{request_id}/days/{day}",
            scope="family",
            account_id=account_id,
            json={"seen": seen, "choices": choices},
        )
        return int(answer["seen"])

    def week(self, account_id: UUID, monday: date | None = None) -> Week:
        """Raises NotThere where there is no household, school year or facility yet."""
        asked: dict[str, Any] = {} if monday is None else {"monday": str(monday)}
        answer = self._client.get("/week", scope="family", account_id=account_id, params=asked)
        return cast(Week, answer)

    def choose_week(
        self,
        account_id: UUID,
        request_id: UUID,
        monday: date | None,
        choices: list[BoxOfWeek],
        patterns: dict[str, str],
        seen: int,
    ) -> tuple[UUID, int]:
        """Keeps a week in the household's draft, started under this id if there is none."""
        answer = self._client.put(
            "/week",
            scope="family",
            account_id=account_id,
            json={
                "request_id": str(request_id),
                "seen": seen,
                "monday": str(monday) if monday else None,
                "choices": choices,
                "patterns": [
                    {"child_id": child_id, "weeks": weeks} for child_id, weeks in patterns.items()
                ],
            },
        )
        return UUID(answer["request_id"]), int(answer["seen"])

    def wishes(self, account_id: UUID, request_id: UUID) -> Wishes:
        answer = self._client.get(
            f"/requests/{request_id}/wishes", scope="family", account_id=account_id
        )
        return cast(Wishes, answer)

    def make_wishes(
        self,
        account_id: UUID,
        request_id: UUID,
        together: bool,
        fallbacks: list[Fallback],
        seen: int,
    ) -> None:
        self._client.put(
            f"/requests/{request_id}/wishes",
            scope="family",
            account_id=account_id,
            json={"seen": seen, "together": together, "fallbacks": fallbacks},
        )

    def calendar_feed(self, account_id: UUID) -> CalendarFeed:
        answer = self._client.get("/calendar-feed", scope="family", account_id=account_id)
        return cast(CalendarFeed, answer)

    def open_calendar_feed(self, account_id: UUID) -> None:
        """A new link; the one before reads nothing any more."""
        self._client.post("/calendar-feed", scope="family", account_id=account_id, json={})

    def close_calendar_feed(self, account_id: UUID) -> None:
        self._client.delete("/calendar-feed", scope="family", account_id=account_id)

    def feed_entries(self, secret: str) -> FeedEntries:
        """Raises NotThere for a link that is none, or none any more."""
        answer = self._client.post(
            "/calendar-feed/entries", scope="public", json={"secret": secret}
        )
        return cast(FeedEntries, answer)

    def check_receipt(self, code: str, reference: str) -> CheckedReceipt:
        answer = self._client.post(
            "/receipts/verification", scope="public", json={"code": code, "reference": reference}
        )
        return cast(CheckedReceipt, answer)

    def receipt_key(self) -> dict[str, Any]:
        """The key set that receipts are checked with."""
        return cast("dict[str, Any]", self._client.get("/receipts/key", scope="public"))

    def arrange_sending(
        self, account_id: UUID, request_id: UUID, automatic: bool, accept_rules: bool
    ) -> None:
        """Before an opening: whether the draft is sent by itself then."""
        self._client.put(
            f"/requests/{request_id}/sending",
            scope="family",
            account_id=account_id,
            json={"automatic": automatic, "accept_rules": accept_rules},
        )

    def submit(
        self,
        account_id: UUID,
        request_id: UUID,
        seen: int,
        accept_rules: bool,
        accept_surcharge: bool = False,
    ) -> None:
        """Send a draft. Sent twice, it is one request."""
        self._client.post(
            f"/requests/{request_id}/submission",
            scope="family",
            account_id=account_id,
            json={
                "seen": seen,
                "accept_rules": accept_rules,
                "accept_surcharge": accept_surcharge,
            },
        )

    def offers(self, account_id: UUID) -> Offers:
        answer = self._client.get("/offers", scope="family", account_id=account_id)
        return cast(Offers, answer)

    def offer(self, account_id: UUID, offer_id: UUID) -> Offer:
        """Raises NotThere."""
        answer = self._client.get(f"/offers/{offer_id}", scope="family", account_id=account_id)
        return cast(Offer, answer)

    def answer_offer(self, account_id: UUID, offer_id: UUID, accept: bool) -> None:
        """Raises Refusal when its time is over."""
        self._client.post(
            f"/offers/{offer_id}/answer",
            scope="family",
            account_id=account_id,
            json={"accept": accept},
        )

    def custody(self, account_id: UUID, child_id: UUID) -> Custody:
        answer = self._client.get(f"/custody/{child_id}", scope="family", account_id=account_id)
        return cast(Custody, answer)

    def describe_custody(
        self, account_id: UUID, child_id: UUID, calendar: CustodyCalendar, *, give_back: bool
    ) -> DaysMoved:
        """How many booked days are given back, also those of other weeks with `give_back`, and how
        many are booked anew."""
        answer = self._client.put(
            f"/custody/{child_id}",
            scope="family",
            account_id=account_id,
            json={**calendar, "give_back": give_back},
        )
        return cast(DaysMoved, answer)

    def absence(self, account_id: UUID, child_id: UUID, day: date) -> AbsencePage:
        """Raises NotThere when nothing is booked."""
        path = f"/absences/{child_id}/{day}"
        answer = self._client.get(path, scope="family", account_id=account_id)
        return cast(AbsencePage, answer)

    def declare_absence(self, account_id: UUID, child_id: UUID, day: date) -> None:
        path = f"/absences/{child_id}/{day}"
        self._client.put(path, scope="family", account_id=account_id, json={})

    def send_certificate(
        self,
        account_id: UUID,
        child_id: UUID,
        day: date,
        document_id: UUID,
        file: tuple[str, bytes, str],
    ) -> None:
        """`file` is a name, its content and its announced type."""
        self._client.post(
            f"/absences/{child_id}/{day}/certificate",
            scope="family",
            account_id=account_id,
            data={"document_id": str(document_id)},
            files={"file": file},
        )

    def certificate(self, account_id: UUID, child_id: UUID, day: date) -> Any:
        path = f"/absences/{child_id}/{day}/certificate"
        return self._client.get(path, scope="family", account_id=account_id, raw=True)

    def leave_waiting_list(self, account_id: UUID, request_id: UUID, line_id: str) -> None:
        """Raises Refusal when a place is offered: that is to be answered. Raises NotThere."""
        self._client.post(
            f"/requests/{request_id}/lines/{line_id}/departure",
            scope="family",
            account_id=account_id,
            json={},
        )

    def evidence(self, account_id: UUID, request_id: UUID, line_id: str) -> Evidence:
        """Raises NotThere for a line without an answer, and for another family's."""
        path = f"/requests/{request_id}/lines/{line_id}/evidence"
        answer = self._client.get(path, scope="family", account_id=account_id)
        return cast(Evidence, answer)
