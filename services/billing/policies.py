"""Whenever something happens, this is what billing does about it."""

from uuid import UUID

from services.billing import handlers
from services.billing.domain.charges import InvoicedDay
from services.billing.domain.invoice_history import CreditReason
from shared.contracts import bookings
from shared.eventstore.store import Work
from shared.messaging.timed import Occasion


def when_due_date_has_passed(work: Work, occasion: Occasion) -> None:
    """Whenever the due date of an unpaid invoice has passed, say that it is overdue."""
    handlers.declare_overdue(work, UUID(occasion.about))


def when_absence_excused(work: Work, event: bookings.AbsenceExcused) -> None:
    """Whenever an absence is excused after its invoice was issued, issue a credit note."""
    days = [
        InvoicedDay(
            child_id=event.child_id,
            facility_id=slot.facility_id,
            slot_type=slot.slot_type,
            day=event.day,
        )
        for slot in event.slots
    ]
    handlers.credit_days(
        work,
        event.household_id,
        days,
        CreditReason.ABSENCE_EXCUSED,
        f"{event.absence_id}/{event.excused_at.isoformat()}",
    )


def when_booking_days_changed(work: Work, event: bookings.BookingDaysChanged) -> None:
    """Whenever the calendar takes days away that were invoiced, issue a credit note."""
    days = [
        InvoicedDay(
            child_id=line.child_id,
            facility_id=line.facility_id,
            slot_type=line.slot_type,
            day=day,
        )
        for line in event.lines
        for day in line.gone
    ]
    handlers.credit_days(
        work, event.household_id, days, CreditReason.DAY_CLOSED, str(event.change_id)
    )


def when_booking_cancelled(work: Work, event: bookings.BookingCancelled) -> None:
    """Whenever a day that was invoiced ahead is given back free, issue a credit note."""
    day = InvoicedDay(
        child_id=event.child_id,
        facility_id=event.facility_id,
        slot_type=event.slot_type,
        day=event.day,
    )
    cause = f"{event.request_id}/{event.child_id}/{event.facility_id}/{event.slot_type}/{event.day}"
    handlers.credit_days(work, event.household_id, [day], CreditReason.CANCELLED, cause)


def when_place_handed_over(work: Work, event: bookings.PlaceHandedOver) -> None:
    """Whenever a day that was invoiced goes to the child's other home, issue a credit note."""
    day = InvoicedDay(
        child_id=event.child_id,
        facility_id=event.facility_id,
        slot_type=event.slot_type,
        day=event.day,
    )
    handed_over_at = event.handed_over_at.isoformat()
    cause = f"{event.child_id}/{event.facility_id}/{event.slot_type}/{event.day}/{handed_over_at}"
    handlers.credit_days(work, event.from_household_id, [day], CreditReason.HANDED_OVER, cause)
