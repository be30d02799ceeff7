"""Which stream a command goes to, and the facts that several handlers add to theirs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from services.bookings.domain import booking_request, register, two_homes, waiting_list
from services.bookings.domain.answering import RecordOutcomes
from services.bookings.domain.capacity_pool import CapacityPool
from services.bookings.domain.draft import RequestLine
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.register import AskedLine, CancelDay, Register
from services.bookings.domain.request_history import BookingRequest
from services.bookings.domain.slot_type import SlotType
from services.bookings.domain.two_homes import Fence, lives_in
from services.bookings.domain.waiting_list import WaitingList
from services.bookings.projections import bookable_children, custody_calendars
from services.bookings.projections.booking_facts import known_facility, known_school_year
from shared.eventstore.decider import Decider, Refused
from shared.eventstore.store import Work

Pools = dict[tuple[str, SlotType], tuple[CapacityPool, ...]]  # of a facility

Fences = dict[tuple[UUID, UUID], Fence | None]  # by household and child

_POOLS: WeakKeyDictionary[Work, Pools] = WeakKeyDictionary()
_FENCES: WeakKeyDictionary[Work, Fences] = WeakKeyDictionary()


def request_stream(request_id: UUID) -> str:
    return f"request-{request_id}"


def feed_stream(household_id: UUID) -> str:
    return f"calendar-feed-{household_id}"


def register_stream(of: AskedLine | CancelDay) -> str:
    return register_stream_of(of.facility_id, of.school_year)


def register_stream_of(facility_id: str, school_year: str) -> str:
    return f"register-{facility_id}-{school_year}"


def homes_stream(child_id: UUID) -> str:
    return f"homes-{child_id}"


def allocation_stream(allocation_id: UUID) -> str:
    return f"allocation-{allocation_id}"


def opening_wave_stream(wave_id: str) -> str:
    return f"opening-wave-{wave_id}"


def school_year_stream(school_year: str) -> str:
    return f"school-year-{school_year}"


def facility_stream(facility_id: str) -> str:
    return f"facility-{facility_id}"


def only_as_seen(
    work: Work, decider: Decider[Any, Any, Any], stream: str, seen: int | None
) -> None:
    """Two people change the same: the second has to look first. None asks nothing.

    Raises Refused.
    """
    if seen is not None and work.version(decider, stream) != seen:
        raise Refused("changed_elsewhere")


def waiting_stream(school_year: str) -> str:
    return f"waiting-list-{school_year}"


def request_of(work: Work, request_id: UUID) -> BookingRequest:
    return work.state(booking_request, request_stream(request_id))


def register_of(work: Work, line: AskedLine) -> Register:
    return work.state(register, register_stream(line))


def waiting_list_of(work: Work, school_year: str) -> WaitingList:
    return work.state(waiting_list, waiting_stream(school_year))


def handle_request(work: Work, command: booking_request.Command) -> list[booking_request.Event]:
    return work.handle(booking_request, request_stream(command.request_id), command)


def record_outcomes(
    work: Work,
    request_id: UUID,
    outcomes: Iterable[Outcome],
    messages: Mapping[str, str] | None = None,
) -> None:
    """Tells a request its answers. What it says once all are known is what is true by then: days
    of lines accepted before may have been given back, or closed, since."""
    handle_request(
        work,
        RecordOutcomes(
            request_id=request_id,
            outcomes=tuple(outcomes),
            messages=messages or {},
            held=dict(_held_by_now(work, request_id)),
        ),
    )


def _held_by_now(work: Work, request_id: UUID) -> Iterable[tuple[str, tuple[date, ...]]]:
    request = request_of(work, request_id)
    for line in request.lines:
        outcome = request.outcomes.get(line.line_id)
        if outcome is None or outcome.decision is not Decision.ACCEPTED:
            continue
        stream = register_stream_of(line.facility_id, request.school_year)
        here: Register = work.state(register, stream)
        held = here.days_of_line(line.child_id, request_id, line.line_id)
        if held != (line.dates if outcome.dates is None else outcome.dates):
            yield line.line_id, held


def handle_homes(work: Work, command: two_homes.Command) -> list[two_homes.Event]:
    """Whose days are whose is looked up again afterwards."""
    _FENCES.pop(work, None)
    return work.handle(two_homes, homes_stream(command.child_id), command)


def fence_of(work: Work, household_id: UUID, child_id: UUID) -> Fence | None:
    """None for a child of one home. Asked once a unit of work."""
    known = _FENCES.setdefault(work, {})
    key = household_id, child_id
    if key not in known:
        known[key] = custody_calendars.fence_to_book(work.tx, household_id, child_id)
    return known[key]


def elsewhere_of(work: Work, line: AskedLine) -> frozenset[date]:
    """The days of a line on which the child lives in its other home."""
    fence = fence_of(work, line.household_id, line.child_id)
    if fence is None:
        return frozenset()
    holidays = known_school_year(work.tx, line.school_year).holidays
    return frozenset(day for day in line.dates if not lives_in(fence, day, holidays))


def handle_waiting(
    work: Work, school_year: str, command: waiting_list.Command
) -> list[waiting_list.Event]:
    return work.handle(waiting_list, waiting_stream(school_year), command)


def asked_line(
    work: Work, request_id: UUID, request: BookingRequest, line: RequestLine
) -> AskedLine:
    assert request.household_id
    return AskedLine(
        facility_id=line.facility_id,
        school_year=request.school_year,
        request_id=request_id,
        line_id=line.line_id,
        household_id=request.household_id,
        child_id=line.child_id,
        slot_type=line.slot_type,
        dates=line.dates,
        six_from=bookable_children.six_from(work.tx, [line.child_id]).get(line.child_id),
    )


def pools_of(work: Work, line: AskedLine) -> tuple[CapacityPool, ...]:
    """Raises Refused when the facility does not offer this care any more.

    Asked once a unit of work: in one that describes a facility, only after it is described.
    """
    known = _POOLS.setdefault(work, {})
    key = line.facility_id, line.slot_type
    if key not in known:
        known[key] = known_facility(work.tx, line.facility_id).pools_of(line.slot_type)
    if not known[key]:
        raise Refused("slot_not_offered", slot_type=line.slot_type)
    return known[key]
