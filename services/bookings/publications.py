"""What this service tells the others, and what it keeps to itself."""

from typing import assert_never

from services.bookings.domain import (
    absence,
    absence_history,
    allocation_run,
    booking_request,
    calendar_feed,
    custody,
    days_change,
    facility,
    held_place,
    opening_wave,
    operator,
    register,
    request_history,
    school_year,
    two_homes,
    waiting_list,
)
from services.bookings.domain.absence_history import AbsentSlot
from services.bookings.domain.days_change import ChangedLine
from services.bookings.domain.deadline import DeadlineRule, Surcharge
from services.bookings.domain.draft import DayToCancel, RequestLine
from services.bookings.domain.outcome import Outcome
from services.bookings.domain.register import AskedLine
from shared.contracts import bookings

Event = (
    absence.Event
    | allocation_run.Event
    | booking_request.Event
    | calendar_feed.Event
    | custody.Event
    | days_change.Event
    | facility.Event
    | opening_wave.Event
    | operator.Event
    | register.Event
    | school_year.Event
    | two_homes.Event
    | waiting_list.Event
)
Published = (
    bookings.OperatorDescribed
    | bookings.FacilityDescribed
    | bookings.OpeningWaveScheduled
    | bookings.OpeningWaveWithdrawn
    | bookings.BookingRequested
    | bookings.PreparedRequestFailed
    | bookings.BookingDecided
    | bookings.BookingCancelled
    | bookings.PlaceOffered
    | bookings.PlaceOfferAnswered
    | bookings.BookingDaysChanged
    | bookings.AbsenceDeclared
    | bookings.AbsenceExcused
    | bookings.CertificateRefused
    | bookings.AbsenceWithdrawn
    | bookings.CertificateDue
    | bookings.AbsenceUnexcused
    | bookings.CustodyProposed
    | bookings.CustodyAgreed
    | bookings.CustodyDeclined
    | bookings.SwapProposed
    | bookings.SwapAnswered
    | bookings.PlaceHandedOver
)


NOTHING = Surcharge()


def publication(event: Event) -> Published | None:
    match event:
        case operator.OperatorDescribed():
            return bookings.OperatorDescribed(
                name=event.name,
                legal_name=event.legal_name,
                siret=event.siret,
                phone=event.phone,
                email=event.email,
                address=event.address,
                opening_hours=event.opening_hours,
            )
        case facility.FacilityDescribed():
            return bookings.FacilityDescribed(
                facility_id=event.facility_id,
                name=event.name,
                slot_types=tuple(slot.slot_type for slot in event.slot_types),
                deadlines=tuple(
                    _deadline(slot.slot_type, rule)
                    for slot in event.slot_types
                    for rule in slot.deadlines
                ),
            )
        case opening_wave.OpeningWaveScheduled():
            return bookings.OpeningWaveScheduled(
                wave_id=event.wave_id,
                school_year=event.school_year,
                school_levels=event.who.school_levels,
                residence=event.who.residence,
                sibling=event.who.sibling,
                kinds=event.who.kinds,
                slot_types=event.who.slot_types,
                opens_at=event.opens_at,
                time_zone=event.time_zone,
            )
        case opening_wave.OpeningWaveWithdrawn():
            return bookings.OpeningWaveWithdrawn(
                wave_id=event.wave_id,
                school_year=event.school_year,
                withdrawn_at=event.withdrawn_at,
            )
        case request_history.RequestSubmitted():
            return bookings.BookingRequested(
                request_id=event.request_id,
                reference=event.reference,
                household_id=event.household_id,
                account_id=event.account_id,
                kind=event.kind,
                received_at=event.received_at,
                lines=tuple(map(_requested, event.lines)),
                cancellations=tuple(map(_cancelled, event.cancellations)),
                bundles=tuple(
                    bookings.RequestedBundle(line_ids=bundle.line_ids) for bundle in event.bundles
                ),
                alternatives=tuple(
                    bookings.RequestedAlternative(
                        wanted=alternative.wanted, instead=alternative.instead
                    )
                    for alternative in event.alternatives
                ),
            )
        case request_history.SendingFailed():
            return bookings.PreparedRequestFailed(
                request_id=event.request_id,
                household_id=event.household_id,
                account_id=event.account_id,
                reason=event.code,
                failed_at=event.failed_at,
            )
        case request_history.RequestDecided():
            return bookings.BookingDecided(
                request_id=event.request_id,
                reference=event.reference,
                household_id=event.household_id,
                account_id=event.account_id,
                decided_at=event.decided_at,
                lines=tuple(map(_decided, event.lines, event.outcomes)),
            )
        case register.PlaceCancelled():
            return bookings.BookingCancelled(
                household_id=event.household_id,
                child_id=event.child_id,
                facility_id=event.facility_id,
                slot_type=event.slot_type,
                day=event.day,
                request_id=event.request_id,
                surcharge_percent=(event.surcharge or NOTHING).percent,
                surcharge_cents=(event.surcharge or NOTHING).cents,
            )
        case waiting_list.PlaceOffered():
            return bookings.PlaceOffered(
                offer_id=event.offer_id,
                request_id=event.request_id,
                reference=event.reference,
                household_id=event.household_id,
                account_id=event.account_id,
                lines=tuple(map(_offered, event.lines)),
                offered_at=event.offered_at,
                answer_by=event.answer_by,
            )
        case waiting_list.PlaceOfferAnswered():
            return bookings.PlaceOfferAnswered(
                offer_id=event.offer_id,
                request_id=event.request_id,
                reference=event.reference,
                household_id=event.household_id,
                account_id=event.account_id,
                lines=tuple(map(_offered, event.lines)),
                answer=event.answer,
                answered_at=event.answered_at,
            )
        case days_change.FamilyDaysChanged():
            return bookings.BookingDaysChanged(
                change_id=event.change_id,
                household_id=event.household_id,
                cause=_cause(event),
                name=event.cause.name if event.cause else "",
                changed_at=event.changed_at,
                lines=tuple(map(_changed, event.lines)),
            )
        case absence_history.AbsenceDeclared():
            return bookings.AbsenceDeclared(
                absence_id=event.absence_id,
                household_id=event.household_id,
                child_id=event.child_id,
                day=event.day,
                slots=tuple(map(_absent, event.slots)),
                declared_at=event.declared_at,
                certificate_until=event.certificate_until,
            )
        case absence_history.AbsenceExcused():
            return bookings.AbsenceExcused(
                absence_id=event.absence_id,
                household_id=event.household_id,
                child_id=event.child_id,
                day=event.day,
                slots=tuple(map(_absent, event.slots)),
                excused_at=event.decided_at,
            )
        case absence_history.CertificateRefused():
            return bookings.CertificateRefused(
                absence_id=event.absence_id,
                household_id=event.household_id,
                child_id=event.child_id,
                day=event.day,
                reason=event.reason,
                refused_at=event.decided_at,
                certificate_until=event.certificate_until,
            )
        case absence_history.AbsenceWithdrawn():
            return bookings.AbsenceWithdrawn(
                absence_id=event.absence_id,
                household_id=event.household_id,
                child_id=event.child_id,
                day=event.day,
                slots=tuple(map(_absent, event.slots)),
                because=event.because,
                withdrawn_at=event.withdrawn_at,
            )
        case absence_history.CertificateDue():
            return bookings.CertificateDue(
                absence_id=event.absence_id,
                household_id=event.household_id,
                child_id=event.child_id,
                day=event.day,
                certificate_until=event.certificate_until,
            )
        case absence_history.AbsenceUnexcused():
            return bookings.AbsenceUnexcused(
                absence_id=event.absence_id,
                household_id=event.household_id,
                child_id=event.child_id,
                day=event.day,
                slots=tuple(map(_absent, event.slots)),
                unexcused_at=event.at,
            )
        case two_homes.CalendarProposed():
            return bookings.CustodyProposed(
                proposal_id=event.proposal_id,
                child_id=event.child_id,
                household_id=event.household_id,
                other_household_id=event.other_household_id,
                starts_on=event.starts_on,
                proposed_at=event.proposed_at,
            )
        case two_homes.CalendarAgreed():
            return bookings.CustodyAgreed(
                proposal_id=event.proposal_id,
                child_id=event.child_id,
                first_household_id=event.first_household_id,
                second_household_id=event.second_household_id,
                since=event.since,
                agreed_at=event.agreed_at,
            )
        case two_homes.CalendarDeclined():
            return bookings.CustodyDeclined(
                proposal_id=event.proposal_id,
                child_id=event.child_id,
                household_id=event.proposed_by,
                withdrawn=event.proposed_by == event.declined_by,
                declined_at=event.declined_at,
            )
        case two_homes.SwapProposed():
            return bookings.SwapProposed(
                swap_id=event.swap_id,
                child_id=event.child_id,
                household_id=event.household_id,
                other_household_id=event.other_household_id,
                gives=event.gives,
                takes=event.takes,
                proposed_at=event.proposed_at,
                answer_by=event.answer_by,
            )
        case two_homes.SwapAnswered():
            return bookings.SwapAnswered(
                swap_id=event.swap_id,
                child_id=event.child_id,
                household_id=event.household_id,
                other_household_id=event.other_household_id,
                gives=event.gives,
                takes=event.takes,
                answer=event.answer,
                answered_at=event.answered_at,
            )
        case register.PlaceHandedOver():
            return bookings.PlaceHandedOver(
                child_id=event.child_id,
                facility_id=event.facility_id,
                slot_type=event.slot_type,
                day=event.day,
                from_household_id=event.from_household_id,
                household_id=event.household_id,
                handed_over_at=event.handed_over_at,
            )
        case (
            absence_history.CertificateSent()
            | two_homes.HomesRecorded()
            | two_homes.HomesEnded()
            | allocation_run.AllocationPrepared()
            | allocation_run.SeedAnnounced()
            | allocation_run.AllocationPublished()
            | school_year.SchoolYearDescribed()
            | request_history.RequestStarted()
            | request_history.FacilityChosen()
            | calendar_feed.FeedOpened()
            | custody.CustodyDescribed()
            | calendar_feed.FeedClosed()
            | request_history.SlotsChosen()
            | request_history.SendingArranged()
            | request_history.LinesDecided()
            | request_history.RefusalExplained()
            | request_history.RulesOverridden()
            | request_history.DraftDropped()
            | request_history.DatesMoved()
            | register.DaysChanged()
            | school_year.DaysClosed()
            | school_year.DaysReopened()
            | school_year.ExtraDaysAdded()
            | school_year.ExtraDaysRemoved()
            | held_place.PlaceFreed()
            | held_place.PlaceRestored()
            | register.PlacesTaken()
            | register.PlacesReleased()
            | register.LineRefused()
            | register.LineWaitlisted()
            | waiting_list.LinesWaitlisted()
            | waiting_list.OfferNarrowed()
            | waiting_list.WaitingEnded()
        ):
            return None
    assert_never(event)


def _cause(event: days_change.FamilyDaysChanged) -> str:
    if event.custody:
        return "CUSTODY"
    return event.cause.kind if event.cause else "CALENDAR"


def _absent(slot: AbsentSlot) -> bookings.AbsentSlot:
    return bookings.AbsentSlot(facility_id=slot.facility_id, slot_type=slot.slot_type)


def _changed(line: ChangedLine) -> bookings.ChangedLine:
    return bookings.ChangedLine(
        request_id=line.request_id,
        line_id=line.line_id,
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.weekday,
        gone=line.gone,
        added=line.added,
        full=line.full,
    )


def _requested(line: RequestLine) -> bookings.RequestedLine:
    return bookings.RequestedLine(
        line_id=line.line_id,
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.weekday,
        dates=line.dates,
        weeks=line.weeks,
        late=line.late,
    )


def _cancelled(cancelled: DayToCancel) -> bookings.CancelledDay:
    return bookings.CancelledDay(
        child_id=cancelled.child_id,
        facility_id=cancelled.facility_id,
        slot_type=cancelled.slot_type,
        day=cancelled.day,
    )


def _decided(line: RequestLine, outcome: Outcome) -> bookings.DecidedLine:
    return bookings.DecidedLine(
        line_id=line.line_id,
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.weekday,
        dates=line.dates if outcome.dates is None else outcome.dates,
        weeks=line.weeks,
        late=line.late,
        surcharge_percent=(line.surcharge or NOTHING).percent,
        surcharge_cents=(line.surcharge or NOTHING).cents,
        pool=outcome.pool,
        pool_name=outcome.pool_name,
        decision=outcome.decision,
        reason=outcome.reason,
        capacity=outcome.capacity,
        taken=outcome.taken,
        full_on=outcome.full_on,
        rank=outcome.rank,
    )


def _offered(line: AskedLine) -> bookings.OfferedLine:
    """More than one day is the same weekday over the year: nothing else can be asked for."""
    return bookings.OfferedLine(
        line_id=line.line_id,
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.dates[0].weekday() if len(line.dates) > 1 else None,
        dates=line.dates,
    )


def _deadline(slot_type: str, rule: DeadlineRule) -> bookings.DeadlineRule:
    costs = rule.surcharge or Surcharge()
    return bookings.DeadlineRule(
        slot_type=slot_type,
        acts=rule.acts,
        weekdays=rule.weekdays,
        anchor=rule.anchor,
        before=rule.before,
        on=rule.on,
        at=rule.at,
        skipping=rule.skipping,
        consequence=rule.consequence,
        surcharge_percent=costs.percent,
        surcharge_cents=costs.cents,
    )
