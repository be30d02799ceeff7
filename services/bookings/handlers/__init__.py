"""Runs a command on its stream, with the facts it needs."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID, uuid5

from services.bookings.domain import (
    booking_request,
    facility,
    operator,
    register,
)
from services.bookings.domain.booking_kind import kind_at
from services.bookings.domain.deadline import PARIS, Act, Consequence
from services.bookings.domain.draft import (
    Box,
    DayToCancel,
    Fallback,
    WeekBox,
    later_part,
)
from services.bookings.domain.drafting import (
    ArrangeSending,
    ChooseSlots,
    ChooseWeek,
    DropDraft,
    MakeWishes,
    StartRequest,
)
from services.bookings.domain.offer import Facts
from services.bookings.domain.reference import reference
from services.bookings.domain.register import (
    CancelDay,
)
from services.bookings.domain.request_history import BookingRequest, RequestSubmitted
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.sending import SendPrepared, SubmitRequest
from services.bookings.domain.week import shown_week
from services.bookings.domain.week_pattern import WeekPattern
from services.bookings.handlers.calendar import (
    Changed,
    add_extra_days,
    close_days,
    describe_school_year,
    preview_of,
    remove_extra_days,
    reopen_days,
    revise_school_year,
)
from services.bookings.handlers.decisions import Verdict, decide_lines
from services.bookings.handlers.feeds import close_feed, open_feed
from services.bookings.handlers.giving import Decided, Left
from services.bookings.handlers.next_year import begin_next_year
from services.bookings.handlers.opening_waves import (
    schedule_opening_wave,
    withdraw_opening_wave,
)
from services.bookings.handlers.places import resize_places, resizing
from services.bookings.handlers.streams import (
    facility_stream,
    feed_stream,
    handle_request,
    opening_wave_stream,
    register_stream,
    request_of,
    request_stream,
    school_year_stream,
    waiting_stream,
)
from services.bookings.handlers.waiting import (
    answer_offer,
    expire_offer,
    leave_waiting_list,
    offer_free_places,
)
from services.bookings.projections import (
    absences,
    allocations,
    bookable_children,
    booking_requests,
    calendar_feeds,
    custody_calendars,
    facilities,
    family_planner,
    guardians,
    household_areas,
    household_status,
    occupancy,
    open_swaps,
    openings,
    operator_card,
    prepared_requests,
    waiting_list,
    working_guardians,
)
from services.bookings.projections.booking_facts import (
    booking_facts,
    known_facility,
    known_school_year,
)
from services.bookings.publications import Event, publication
from services.bookings.upcasts import UPCASTS
from shared.eventstore.decider import Refused
from shared.eventstore.store import EventStore, Work
from shared.web.settings import Settings

__all__ = [
    "NEXT_REQUESTS",
    "Changed",
    "Decided",
    "Left",
    "Verdict",
    "add_extra_days",
    "answer_offer",
    "arrange_sending",
    "begin_next_year",
    "build_store",
    "choose_slots",
    "choose_week",
    "close_feed",
    "close_days",
    "decide_lines",
    "describe_facility",
    "describe_operator",
    "describe_school_year",
    "drop_draft",
    "expire_offer",
    "facility_stream",
    "feed_stream",
    "leave_waiting_list",
    "offer_free_places",
    "open_feed",
    "make_wishes",
    "opening_wave_stream",
    "preview_of",
    "remove_extra_days",
    "reopen_days",
    "resize_places",
    "resizing",
    "revise_school_year",
    "register_stream",
    "request_of",
    "request_stream",
    "schedule_opening_wave",
    "school_year_stream",
    "send_prepared",
    "start_request",
    "submit_request",
    "waiting_stream",
    "withdraw_opening_wave",
]

# The draft that takes what one request leaves over is always the same one.
NEXT_REQUESTS = UUID("b7b2c3a4-0d5e-4f16-8a27-6c1d9e30f451")


def build_store(settings: Settings) -> EventStore:
    return EventStore(
        settings.engine(),
        Event,
        publication,
        [
            absences.READ_MODEL,
            allocations.READ_MODEL,
            bookable_children.READ_MODEL,
            booking_requests.READ_MODEL,
            calendar_feeds.READ_MODEL,
            custody_calendars.READ_MODEL,
            facilities.READ_MODEL,
            family_planner.READ_MODEL,
            guardians.READ_MODEL,
            household_areas.READ_MODEL,
            household_status.READ_MODEL,
            occupancy.READ_MODEL,
            open_swaps.READ_MODEL,
            openings.READ_MODEL,
            operator_card.READ_MODEL,
            prepared_requests.READ_MODEL,
            waiting_list.READ_MODEL,
            working_guardians.READ_MODEL,
        ],
        source="bookings",
        upcasts=UPCASTS,
        vault=settings.vault(),
    )


# The operator's data


def describe_operator(work: Work, command: operator.DescribeOperator) -> None:
    work.handle(operator, "operator-0", command)


def describe_facility(work: Work, command: facility.DescribeFacility) -> None:
    if work.handle(facility, facility_stream(command.facility_id), command):
        today = work.meta.at.astimezone(PARIS).date()
        for year in waiting_list.years_with_waiting(work.tx, command.facility_id, today):
            offer_free_places(work, year, {command.facility_id})


# The family


def start_request(
    work: Work,
    *,
    request_id: UUID,
    household_id: UUID,
    account_id: UUID,
    facility_id: str,
    year: str | None = None,
) -> UUID:
    """The household's one draft: a new one, or the one it is filling already.

    A draft that can no longer be sent, because regular bookings closed, gives way to a new one.
    """
    at = work.meta.at
    known_facility(work.tx, facility_id)
    the_year = (
        known_school_year(work.tx, year) if year else openings.current_school_year(work.tx, at)
    )
    if the_year is None:
        raise Refused("unknown_school_year")
    handle_request(
        work,
        StartRequest(
            request_id=(draft_id := _draft_that_counts(work, household_id, the_year) or request_id),
            household_id=household_id,
            account_id=account_id,
            facility_id=facility_id,
            school_year=the_year.school_year,
            kind=kind_at(the_year, at),
            started_at=at,
        ),
    )
    return draft_id


def _draft_that_counts(work: Work, household_id: UUID, year: SchoolYear) -> UUID | None:
    """The draft a household is filling; one that can no longer be sent is dropped."""
    draft_id = booking_requests.draft_of(work.tx, household_id)
    if draft_id is None:
        return None
    draft = request_of(work, draft_id)
    if (draft.kind, draft.school_year) == (kind_at(year, work.meta.at), year.school_year):
        return draft_id
    drop_draft(work, draft_id)
    return None


def choose_week(
    work: Work,
    *,
    request_id: UUID,
    household_id: UUID,
    account_id: UUID,
    monday: date | None,
    ticked: Iterable[WeekBox],
    patterns: Mapping[UUID, WeekPattern],
    seen: int,
) -> tuple[UUID, int]:
    """Keeps the boxes of a week in the household's draft, started if there is none (`seen` 0).

    The draft, and the version that the next page is made from.
    """
    year = openings.current_school_year(work.tx, work.meta.at)
    if year is None:
        raise Refused("unknown_school_year")
    draft_id = _draft_that_counts(work, household_id, year)
    if draft_id is None:
        first = next(iter(facilities.all_facilities(work.tx)), None)
        if first is None:
            raise Refused("unknown_facility")
        draft_id = start_request(
            work,
            request_id=request_id,
            household_id=household_id,
            account_id=account_id,
            facility_id=first.facility_id,
        )
        seen = request_of(work, draft_id).version
    facts = booking_facts(work.tx, request_of(work, draft_id), work.meta.at)
    handle_request(
        work,
        ChooseWeek(
            request_id=draft_id,
            seen=seen,
            week=shown_week(facts, monday),
            ticked=frozenset(ticked),
            patterns=patterns,
            facts=facts,
        ),
    )
    return draft_id, work.version(booking_request, request_stream(draft_id))


def make_wishes(
    work: Work, *, request_id: UUID, together: bool, fallbacks: Iterable[Fallback], seen: int
) -> None:
    request = request_of(work, request_id)
    handle_request(
        work,
        MakeWishes(
            request_id=request_id,
            seen=seen,
            together=together,
            fallbacks=tuple(fallbacks),
            facts=booking_facts(work.tx, request, work.meta.at),
        ),
    )


def choose_slots(
    work: Work, *, request_id: UUID, day: date, ticked: Iterable[Box], seen: int
) -> int:
    """The version that the next page is made from."""
    request = request_of(work, request_id)
    handle_request(
        work,
        ChooseSlots(
            request_id=request_id,
            seen=seen,
            day=day,
            ticked=frozenset(ticked),
            facts=booking_facts(work.tx, request, work.meta.at),
        ),
    )
    return work.version(booking_request, request_stream(request_id))


def submit_request(
    work: Work,
    *,
    request_id: UUID,
    seen: int,
    rules_accepted: bool,
    surcharge_accepted: bool = False,
    shown: str | None = None,
) -> None:
    """Sends the request, cancels the days it gives back, and keeps what opens later in a draft."""
    request = request_of(work, request_id)
    facts = booking_facts(work.tx, request, work.meta.at)
    new = handle_request(
        work,
        SubmitRequest(
            request_id=request_id,
            next_request_id=uuid5(NEXT_REQUESTS, str(request_id)),
            reference=reference(request_id, facts.at.astimezone(PARIS).year),
            seen=seen,
            rules_accepted=rules_accepted,
            surcharge_accepted=surcharge_accepted,
            shown=shown,
            facts=facts,
        ),
    )
    _once_sent(work, new, facts, request)


def arrange_sending(work: Work, *, request_id: UUID, automatic: bool, rules_accepted: bool) -> None:
    request = request_of(work, request_id)
    handle_request(
        work,
        ArrangeSending(
            request_id=request_id,
            automatic=automatic,
            rules_accepted=rules_accepted,
            facts=booking_facts(work.tx, request, work.meta.at),
        ),
    )


def send_prepared(work: Work, request_id: UUID) -> None:
    request = request_of(work, request_id)
    if request.automatic_since is None:
        return
    facts = booking_facts(work.tx, request, work.meta.at)
    new = handle_request(
        work,
        SendPrepared(
            request_id=request_id,
            next_request_id=uuid5(NEXT_REQUESTS, str(request_id)),
            reference=reference(request_id, facts.at.astimezone(PARIS).year),
            facts=facts,
        ),
    )
    _once_sent(work, new, facts, request)


def _once_sent(
    work: Work, new: Iterable[booking_request.Event], facts: Facts, request: BookingRequest
) -> None:
    for event in new:
        if isinstance(event, RequestSubmitted):
            for cancelled in event.cancellations:
                _cancel_day(work, event, cancelled, facts)
            if event.cancellations:
                freed = {cancelled.facility_id for cancelled in event.cancellations}
                offer_free_places(work, event.school_year, freed)
            if event.next_request_id is not None:
                _keep_for_later(work, event, event.next_request_id, request)


def drop_draft(work: Work, request_id: UUID) -> None:
    handle_request(work, DropDraft(request_id=request_id, dropped_at=work.meta.at))


def _cancel_day(work: Work, event: RequestSubmitted, cancelled: DayToCancel, facts: Facts) -> None:
    there = facts.at_facility(cancelled.facility_id)
    slot = there.facility.offers(cancelled.slot_type)
    if slot is None:
        raise Refused("slot_not_offered", slot_type=cancelled.slot_type)
    terms = there.terms(slot, cancelled.day, Act.CANCEL)
    if terms.consequence is Consequence.STAFF:
        raise Refused("ask_staff", day=cancelled.day.isoformat(), until=None)
    command = CancelDay(
        facility_id=cancelled.facility_id,
        school_year=event.school_year,
        request_id=event.request_id,
        household_id=event.household_id,
        child_id=cancelled.child_id,
        slot_type=cancelled.slot_type,
        day=cancelled.day,
        until=terms.until if terms.refused else None,
        cancelled_at=event.received_at,
        surcharge=terms.surcharge,
    )
    work.handle(register, register_stream(command), command)


def _keep_for_later(
    work: Work, event: RequestSubmitted, next_request_id: UUID, request: BookingRequest
) -> None:
    left = later_part(request.draft, event.later)
    handle_request(
        work,
        StartRequest(
            request_id=next_request_id,
            household_id=event.household_id,
            account_id=event.account_id,
            facility_id=event.facility_id,
            school_year=event.school_year,
            kind=event.kind,
            carried=left.choices,
            together=left.together,
            fallbacks=left.fallbacks,
            rules_accepted=True,
            automatic_since=request.automatic_since,
            started_at=event.received_at,
        ),
    )
