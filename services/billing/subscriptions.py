"""What billing listens to, and what each event does here."""

from collections.abc import Sequence
from typing import Final

from services.billing import policies
from services.billing.projections import (
    billable_days,
    due_dates,
    facilities,
    household_accounts,
    operator,
    quotients,
)
from shared.contracts import bookings, households
from shared.messaging.subscriptions import On, Subscriptions
from shared.messaging.timed import At

SUBSCRIPTIONS: Subscriptions = {
    bookings.BookingDecided: On(keep=[billable_days.on_booking_decided]),
    bookings.BookingCancelled: On(
        keep=[billable_days.on_booking_cancelled], then=[policies.when_booking_cancelled]
    ),
    bookings.BookingDaysChanged: On(
        keep=[billable_days.on_booking_days_changed], then=[policies.when_booking_days_changed]
    ),
    bookings.AbsenceExcused: On(
        keep=[billable_days.on_absence_excused], then=[policies.when_absence_excused]
    ),
    bookings.PlaceHandedOver: On(
        keep=[billable_days.on_place_handed_over], then=[policies.when_place_handed_over]
    ),
    bookings.FacilityDescribed: On(show=[facilities.on_facility_described]),
    bookings.OperatorDescribed: On(show=[operator.on_operator_described]),
    households.FamilyQuotientRecorded: On(show=[quotients.on_family_quotient_recorded]),
    households.HouseholdOpened: On(show=[household_accounts.on_household_opened]),
}

TIMED: Final[Sequence[At]] = [
    At(name="invoice_overdue", waiting=due_dates.WAITING, then=policies.when_due_date_has_passed),
]
