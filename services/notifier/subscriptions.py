"""What notifier hears, and what each public event does here."""

from collections.abc import Sequence
from typing import Final

from services.notifier import policies
from services.notifier.projections import (
    facilities,
    families,
    invoices,
    openings,
    operator,
    requests,
)
from shared.contracts import accounts, billing, bookings, households
from shared.messaging.subscriptions import On, Subscriptions
from shared.messaging.timed import At

SUBSCRIPTIONS: Subscriptions = {
    accounts.AccountCreated: On(then=[policies.when_account_created]),
    accounts.ConfirmationRequested: On(then=[policies.when_confirmation_requested]),
    accounts.PasswordResetRequested: On(then=[policies.when_password_reset_requested]),
    accounts.EmailConfirmed: On(then=[policies.when_email_confirmed]),
    accounts.AccountClosed: On(then=[policies.when_account_closed]),
    households.HouseholdOpened: On(show=[families.on_household_opened]),
    households.ChildRegistered: On(show=[openings.on_child]),
    households.ChildUpdated: On(show=[openings.on_child]),
    households.HouseholdLocated: On(show=[openings.on_household_located]),
    households.HouseholdFileSubmitted: On(then=[policies.when_household_file_submitted]),
    households.HouseholdFileApproved: On(
        show=[openings.on_household_file_approved], then=[policies.when_household_file_approved]
    ),
    households.HouseholdFileReturned: On(
        show=[openings.on_household_file_returned], then=[policies.when_household_file_returned]
    ),
    bookings.OperatorDescribed: On(show=[operator.on_operator_described]),
    bookings.FacilityDescribed: On(show=[facilities.on_facility_described]),
    bookings.OpeningWaveScheduled: On(show=[openings.on_opening_wave_scheduled]),
    bookings.OpeningWaveWithdrawn: On(show=[openings.on_opening_wave_withdrawn]),
    bookings.PreparedRequestFailed: On(then=[policies.when_prepared_request_failed]),
    bookings.BookingRequested: On(
        show=[requests.on_booking_requested], then=[policies.when_booking_requested]
    ),
    bookings.BookingDecided: On(
        show=[openings.on_booking_decided], then=[policies.when_booking_decided]
    ),
    bookings.PlaceOffered: On(then=[policies.when_place_offered]),
    bookings.BookingDaysChanged: On(then=[policies.when_booking_days_changed]),
    bookings.AbsenceDeclared: On(then=[policies.when_absence_declared]),
    bookings.AbsenceExcused: On(then=[policies.when_absence_excused]),
    households.OtherHomeInvited: On(then=[policies.when_other_home_invited]),
    households.OtherHomeJoined: On(then=[policies.when_other_home_joined]),
    households.OtherHomeEnded: On(then=[policies.when_other_home_ended]),
    bookings.CustodyProposed: On(then=[policies.when_custody_proposed]),
    bookings.CustodyAgreed: On(then=[policies.when_custody_agreed]),
    bookings.CustodyDeclined: On(then=[policies.when_custody_declined]),
    bookings.SwapProposed: On(then=[policies.when_swap_proposed]),
    bookings.SwapAnswered: On(then=[policies.when_swap_answered]),
    bookings.CertificateRefused: On(then=[policies.when_certificate_refused]),
    bookings.AbsenceWithdrawn: On(then=[policies.when_absence_withdrawn]),
    bookings.CertificateDue: On(then=[policies.when_certificate_due]),
    bookings.AbsenceUnexcused: On(then=[policies.when_absence_unexcused]),
    billing.InvoiceIssued: On(
        show=[invoices.on_invoice_issued], then=[policies.when_invoice_issued]
    ),
    billing.InvoiceOverdue: On(then=[policies.when_invoice_overdue]),
    billing.PaymentReceived: On(then=[policies.when_payment_received]),
    billing.CreditNoteIssued: On(then=[policies.when_credit_note_issued]),
    billing.PaymentRefunded: On(then=[policies.when_payment_refunded]),
}

TIMED: Final[Sequence[At]] = [
    At(name="opening_tomorrow", waiting=openings.WAITING, then=policies.when_opening_is_tomorrow),
]
