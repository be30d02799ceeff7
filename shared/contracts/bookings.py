"""What bookings tells the others."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.published import Data, part, published, upcast


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


@part
class DeadlineRule:
    """Until when a single day of a slot type may be added, cancelled or changed.

    From the day it counts back `before` of what `anchor` names: CALENDAR_DAYS, WORKING_DAYS,
    OPEN_DAYS (of school), WEEK (a weekday, `on`, of so many weeks before), MONTH (a day, `on`, of
    so many months before), HOLIDAY_PERIOD (clear days before the holidays); `skipping` are weekdays
    that do not count. Until `at` on the clocks of Paris. `weekdays` are those of the day the rule
    is for, all when empty. Who comes later meets the `consequence`: REFUSE, STAFF or SURCHARGE (per
    cent of the price, and cents, a day).
    """

    slot_type: str
    acts: tuple[str, ...]
    weekdays: tuple[int, ...]
    anchor: str
    before: int
    on: int | None
    at: str
    skipping: tuple[int, ...]
    consequence: str
    surcharge_percent: int
    surcharge_cents: int


@published("bookings.facility_described", version=2)
class FacilityDescribed:
    facility_id: str
    name: str
    slot_types: tuple[str, ...]
    deadlines: tuple[DeadlineRule, ...] = ()


@published("bookings.opening_wave_scheduled", version=2)
class OpeningWaveScheduled:
    """Who may book from when: what is empty leaves nobody out.

    `residence` is INSIDE or OUTSIDE of the commune, None for both; `sibling`: only children whose
    brother or sister has a place; `kinds` are STANDING and ONE_OFF. Said again when it is moved.
    """

    wave_id: str
    school_year: str
    school_levels: tuple[str, ...]
    residence: str | None
    sibling: bool
    kinds: tuple[str, ...]
    slot_types: tuple[str, ...]
    opens_at: datetime
    time_zone: str


@published("bookings.opening_wave_withdrawn", version=1)
class OpeningWaveWithdrawn:
    """A wave that was scheduled will not open. It may be scheduled anew, under the same id."""

    wave_id: str
    school_year: str
    withdrawn_at: datetime


@part
class RequestedLine:
    """`weekday` (0 = Monday) for a line that stands for the whole year, None for single days.

    `weeks` is EVERY_WEEK, EVEN_WEEKS or ODD_WEEKS (of the ISO calendar) of such a line, or CUSTODY:
    the weeks in which the child lives in this home. `late` is SURCHARGE or STAFF when a single day
    was asked for after a deadline.
    """

    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: str
    weekday: int | None
    dates: tuple[date, ...]
    weeks: str | None = None
    late: str | None = None


@part
class CancelledDay:
    child_id: UUID
    facility_id: str
    slot_type: str
    day: date


@part
class RequestedBundle:
    """Lines that are given together or not at all."""

    line_ids: tuple[str, ...]


@part
class RequestedAlternative:
    """Every line of `wanted`, else every line of `instead`, never some of both."""

    wanted: tuple[str, ...]
    instead: tuple[str, ...]


@published("bookings.booking_requested", version=3)
class BookingRequested:
    """A line of an alternative's `instead` is given only if not all of `wanted` can be."""

    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    kind: str
    received_at: datetime
    lines: tuple[RequestedLine, ...]
    cancellations: tuple[CancelledDay, ...]
    bundles: tuple[RequestedBundle, ...] = ()
    alternatives: tuple[RequestedAlternative, ...] = ()


@published("bookings.prepared_request_failed", version=1)
class PreparedRequestFailed:
    """The opening came and a basket that was to go by itself could not: the family has to look.

    `reason` is the code of the refusal, such as file_not_approved.
    """

    request_id: UUID
    household_id: UUID
    account_id: UUID
    reason: str
    failed_at: datetime


@part
class DecidedLine:
    """`capacity` and `taken` are those of the instant of the decision, never recomputed.

    `decision` is ACCEPTED, REFUSED or WAITLISTED; `rank` is that in the waiting list then. The
    figures are those of the capacity pool that was full, or the fullest; `pool_name` is empty for
    the places of the slot type itself. The surcharge is per cent of the price, and cents, a day.
    """

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
    weeks: str | None = None
    late: str | None = None
    surcharge_percent: int = 0
    surcharge_cents: int = 0
    pool: str | None = None
    pool_name: str = ""
    rank: int | None = None


@published("bookings.booking_decided", version=3)
class BookingDecided:
    """Every line of a request has its answer.

    Said of all of them once; said again of lines that were waitlisted, once they are accepted or
    refused.
    """

    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    decided_at: datetime
    lines: tuple[DecidedLine, ...]


@published("bookings.booking_cancelled", version=2)
class BookingCancelled:
    """The surcharge is what a day given back late still costs, as for a line."""

    household_id: UUID
    child_id: UUID
    facility_id: str
    slot_type: str
    day: date
    request_id: UUID | None
    surcharge_percent: int = 0
    surcharge_cents: int = 0


@part
class OfferedLine:
    """One child and slot type; `weekday` as in the request, `dates` those that are offered."""

    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: str
    weekday: int | None
    dates: tuple[date, ...]


@published("bookings.place_offered", version=1)
class PlaceOffered:
    """A freed place is held for who waits first, until `answer_by`."""

    offer_id: UUID
    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    lines: tuple[OfferedLine, ...]
    offered_at: datetime
    answer_by: datetime


@published("bookings.place_offer_answered", version=1)
class PlaceOfferAnswered:
    """`answer` is ACCEPTED, DECLINED, EXPIRED when nobody answered in time, or WITHDRAWN when care
    is closed on the offered days: nothing is held any more.

    What was accepted is also said as decided; nobody needs to book it from here.
    """

    offer_id: UUID
    request_id: UUID
    reference: str
    household_id: UUID
    account_id: UUID
    lines: tuple[OfferedLine, ...]
    answer: str
    answered_at: datetime


@part
class ChangedLine:
    """Days of a booked line that are gone, added, or open again without a place left."""

    request_id: UUID
    line_id: str
    child_id: UUID
    facility_id: str
    slot_type: str
    weekday: int | None
    gone: tuple[date, ...]
    added: tuple[date, ...]
    full: tuple[date, ...]


@published("bookings.booking_days_changed", version=1)
class BookingDaysChanged:
    """A calendar changed after a household had booked: everything it did to its days.

    `cause` is CLOSURE or STRIKE with its `name`, CUSTODY when the family told another custody
    calendar, or CALENDAR when the year was described anew.
    """

    change_id: UUID
    household_id: UUID
    cause: str
    name: str
    changed_at: datetime
    lines: tuple[ChangedLine, ...]


@part
class AbsentSlot:
    facility_id: str
    slot_type: str


@published("bookings.absence_declared", version=1)
class AbsenceDeclared:
    """A booked child will not come: nobody waits for it, no meal is needed. It stays billed.

    A certificate is taken until `certificate_until`.
    """

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    declared_at: datetime
    certificate_until: datetime


@published("bookings.absence_excused", version=1)
class AbsenceExcused:
    """The certificate of an absence was accepted: these slots are not billed."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    excused_at: datetime


@published("bookings.certificate_refused", version=1)
class CertificateRefused:
    """The absence stays billed; another certificate is taken until `certificate_until`.

    `reason` is UNREADABLE, WRONG_DOCUMENT, OTHER_CHILD, OTHER_DAY or OTHER.
    """

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    reason: str
    refused_at: datetime
    certificate_until: datetime


@published("bookings.absence_withdrawn", version=1)
class AbsenceWithdrawn:
    """The child comes after all (because FAMILY or STAFF), or there is no care (DAY_CLOSED)."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    because: str
    withdrawn_at: datetime


@published("bookings.certificate_due", version=1)
class CertificateDue:
    """The delay for a certificate ends soon, and none has come that could count."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    certificate_until: datetime


@published("bookings.absence_unexcused", version=1)
class AbsenceUnexcused:
    """The delay is over without a certificate: the day stays billed."""

    absence_id: UUID
    household_id: UUID
    child_id: UUID
    day: date
    slots: tuple[AbsentSlot, ...]
    unexcused_at: datetime


@published("bookings.custody_proposed", version=1)
class CustodyProposed:
    """One home of a child proposes to the other whose its days are; it counts once agreed."""

    proposal_id: UUID
    child_id: UUID
    household_id: UUID
    other_household_id: UUID
    starts_on: date
    proposed_at: datetime


@published("bookings.custody_agreed", version=1)
class CustodyAgreed:
    """From `since` on each home of the child books, and pays, its own days."""

    proposal_id: UUID
    child_id: UUID
    first_household_id: UUID
    second_household_id: UUID
    since: date
    agreed_at: datetime


@published("bookings.custody_declined", version=1)
class CustodyDeclined:
    """By the other home, or withdrawn by the one that proposed it: nothing changes."""

    proposal_id: UUID
    child_id: UUID
    household_id: UUID
    withdrawn: bool
    declined_at: datetime


@published("bookings.swap_proposed", version=1)
class SwapProposed:
    """`household_id` gives its day `gives`, takes the other home's day `takes`, or both."""

    swap_id: UUID
    child_id: UUID
    household_id: UUID
    other_household_id: UUID
    gives: date | None
    takes: date | None
    proposed_at: datetime
    answer_by: datetime


@published("bookings.swap_answered", version=1)
class SwapAnswered:
    """`answer` is AGREED, DECLINED, LAPSED when nobody answered in time, or WITHDRAWN by
    `household_id`, which proposed it. What changes hands is said as handed over."""

    swap_id: UUID
    child_id: UUID
    household_id: UUID
    other_household_id: UUID
    gives: date | None
    takes: date | None
    answer: str
    answered_at: datetime


@published("bookings.place_handed_over", version=1)
class PlaceHandedOver:
    """A booked place of a child went from one of its homes to the other, which pays it now."""

    child_id: UUID
    facility_id: str
    slot_type: str
    day: date
    from_household_id: UUID
    household_id: UUID
    handed_over_at: datetime


# The past


@upcast("bookings.facility_described", from_version=1)
def _facility_without_deadlines(data: Data) -> Data:
    """Until when its days could be changed was not said."""
    return {**data, "deadlines": []}


@upcast("bookings.booking_requested", from_version=1)
def _requested_with_weeks(data: Data) -> Data:
    """A standing line stood for every week, and nothing was asked for late."""
    return {**data, "lines": [{**line, **_weeks(line), "late": None} for line in data["lines"]]}


@upcast("bookings.booking_requested", from_version=2)
def _requested_without_wishes(data: Data) -> Data:
    """What came together, and what instead, was not said."""
    return {**data, "bundles": [], "alternatives": []}


@upcast("bookings.booking_decided", from_version=1)
def _decided_with_weeks(data: Data) -> Data:
    """Every slot type had places of its own alone, and nothing cost a surcharge."""
    more = {
        "late": None,
        "surcharge_percent": 0,
        "surcharge_cents": 0,
        "pool": None,
        "pool_name": "",
    }
    return {**data, "lines": [{**line, **_weeks(line), **more} for line in data["lines"]]}


@upcast("bookings.booking_cancelled", from_version=1)
def _cancelled_for_nothing(data: Data) -> Data:
    return {**data, "surcharge_percent": 0, "surcharge_cents": 0}


@upcast("bookings.opening_wave_scheduled", from_version=1)
def _opening_for_a_level(data: Data) -> Data:
    """A wave was for one school level, whatever was booked and wherever one lived."""
    more = {
        "school_levels": [data["school_level"]],
        "residence": None,
        "sibling": False,
        "kinds": [],
        "slot_types": [],
        "time_zone": "Europe/Paris",
    }
    return {**{name: value for name, value in data.items() if name != "school_level"}, **more}


def _weeks(line: Data) -> Data:
    return {"weeks": None if line["weekday"] is None else "EVERY_WEEK"}


@upcast("bookings.booking_decided", from_version=2)
def _decided_without_rank(data: Data) -> Data:
    """Nobody was waitlisted."""
    return {**data, "lines": [{**line, "rank": None} for line in data["lines"]]}
