"""Whenever something happens to a family, write to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from services.notifier.domain.facts import (
    Absence,
    Cancelled,
    Change,
    ChangedLine,
    CreditNote,
    Facts,
    Invoice,
    Line,
    News,
    Offer,
    Payment,
    Refund,
    Request,
    TwoHomes,
)
from services.notifier.domain.mail import Template
from services.notifier.handlers import compose
from services.notifier.projections import invoices, openings, requests
from services.notifier.senders import mailbox
from shared.contracts import accounts, billing, bookings, households
from shared.eventstore.store import Work
from shared.messaging.timed import Occasion

# Accounts


def when_account_created(work: Work, event: accounts.AccountCreated) -> None:
    """Whenever an account is created, send the link that confirms its address."""
    _to_account(work, Template.CONFIRM_EMAIL, event.account_id)


def when_confirmation_requested(work: Work, event: accounts.ConfirmationRequested) -> None:
    """Whenever the confirmation is asked for again, send another link."""
    _to_account(work, Template.CONFIRM_EMAIL, event.account_id)


def when_password_reset_requested(work: Work, event: accounts.PasswordResetRequested) -> None:
    """Whenever a password is forgotten, send the link to choose another."""
    _to_account(work, Template.PASSWORD_RESET, event.account_id)


def when_email_confirmed(work: Work, event: accounts.EmailConfirmed) -> None:
    """Whenever an address is confirmed, welcome the family and say what comes next."""
    _to_account(work, Template.EMAIL_CONFIRMED, event.account_id)


def when_account_closed(work: Work, event: accounts.AccountClosed) -> None:
    """Whenever an account is closed, forget the letters kept for it."""
    mailbox.forget(work.tx, event.account_id)


# Files


def when_household_file_submitted(work: Work, event: households.HouseholdFileSubmitted) -> None:
    """Whenever a file is submitted, say that it arrived."""
    facts = Facts(submission=event.submission)
    _to_household(work, Template.FILE_RECEIVED, event.household_id, facts)


def when_household_file_approved(work: Work, event: households.HouseholdFileApproved) -> None:
    """Whenever a file is approved, say that the account is validated."""
    _to_household(work, Template.FILE_APPROVED, event.household_id)


def when_household_file_returned(work: Work, event: households.HouseholdFileReturned) -> None:
    """Whenever a file is returned, say what is missing."""
    facts = Facts(returned_because=event.reason)
    _to_household(work, Template.FILE_RETURNED, event.household_id, facts)


# Bookings


def when_booking_requested(work: Work, event: bookings.BookingRequested) -> None:
    """Whenever a booking is requested, send the receipt."""
    compose(
        work,
        Template.REQUEST_RECEIVED,
        account_id=event.account_id,
        household_id=event.household_id,
        about=event.request_id,
        facts=Facts(
            request=Request(
                request_id=event.request_id,
                reference=event.reference,
                received_at=event.received_at,
                lines=tuple(_wished(line, event) for line in event.lines),
                cancellations=tuple(
                    Cancelled(
                        child_id=day.child_id,
                        facility_id=day.facility_id,
                        slot_type=day.slot_type,
                        day=day.day,
                    )
                    for day in event.cancellations
                ),
            )
        ),
    )


def when_prepared_request_failed(work: Work, event: bookings.PreparedRequestFailed) -> None:
    """Whenever a basket that was to go by itself could not, tell the family at once."""
    compose(
        work,
        Template.SENDING_FAILED,
        account_id=event.account_id,
        household_id=event.household_id,
        about=event.request_id,
        facts=Facts(),
    )


def when_booking_decided(work: Work, event: bookings.BookingDecided) -> None:
    """Whenever a request is decided, send the answer to every line."""
    compose(
        work,
        Template.REQUEST_DECIDED,
        account_id=event.account_id,
        household_id=event.household_id,
        about=event.request_id,
        facts=Facts(
            request=Request(
                request_id=event.request_id,
                reference=event.reference,
                received_at=requests.received_at(work.tx, event.request_id),
                decided_at=event.decided_at,
                lines=tuple(_decided_line(line) for line in event.lines),
            )
        ),
    )


def when_place_offered(work: Work, event: bookings.PlaceOffered) -> None:
    """Whenever a freed place is offered, ask the family before the time is over."""
    compose(
        work,
        Template.PLACE_OFFERED,
        account_id=event.account_id,
        household_id=event.household_id,
        about=event.offer_id,
        facts=Facts(
            request=Request(
                request_id=event.request_id,
                reference=event.reference,
                lines=tuple(_line(line) for line in event.lines),
            ),
            offer=Offer(offer_id=event.offer_id, answer_by=event.answer_by),
        ),
    )


def when_opening_is_tomorrow(work: Work, occasion: Occasion) -> None:
    """Whenever booking opens tomorrow for a child of an approved family, remind the family."""
    wave_id, _, household = occasion.about.rpartition("/")
    found = openings.opening(work.tx, wave_id, UUID(household))
    if found is None:
        return
    compose(
        work,
        Template.OPENING_TOMORROW,
        household_id=UUID(household),
        about=UUID(household),
        facts=Facts(opening=found),
    )


def when_booking_days_changed(work: Work, event: bookings.BookingDaysChanged) -> None:
    """Whenever the calendar changes what a family has booked, tell it every day."""
    compose(
        work,
        Template.DAYS_CHANGED,
        household_id=event.household_id,
        about=event.change_id,
        facts=Facts(
            change=Change(
                cause=event.cause,
                name=event.name,
                lines=tuple(
                    ChangedLine(
                        child_id=line.child_id,
                        facility_id=line.facility_id,
                        slot_type=line.slot_type,
                        gone=line.gone,
                        added=line.added,
                        full=line.full,
                    )
                    for line in event.lines
                ),
            )
        ),
    )


# Absences


def when_absence_declared(work: Work, event: bookings.AbsenceDeclared) -> None:
    """Whenever an absence is declared, say until when a certificate is taken."""
    absence = Absence(
        child_id=event.child_id,
        day=event.day,
        slot_types=tuple(slot.slot_type for slot in event.slots),
        certificate_until=event.certificate_until,
    )
    _about_absence(work, Template.ABSENCE_DECLARED, event, absence)


def when_absence_excused(work: Work, event: bookings.AbsenceExcused) -> None:
    """Whenever a certificate is accepted, say that the day is not billed."""
    absence = Absence(child_id=event.child_id, day=event.day)
    _about_absence(work, Template.ABSENCE_EXCUSED, event, absence)


def when_certificate_refused(work: Work, event: bookings.CertificateRefused) -> None:
    """Whenever a certificate is refused, say why, and until when another one is taken."""
    absence = Absence(
        child_id=event.child_id,
        day=event.day,
        certificate_until=event.certificate_until,
        reason=event.reason,
    )
    _about_absence(work, Template.CERTIFICATE_REFUSED, event, absence)


def when_absence_withdrawn(work: Work, event: bookings.AbsenceWithdrawn) -> None:
    """Whenever an absence is withdrawn, say that the child is expected; of a closed day the family
    hears already."""
    if event.because == "DAY_CLOSED":
        return
    absence = Absence(
        child_id=event.child_id,
        day=event.day,
        slot_types=tuple(slot.slot_type for slot in event.slots),
    )
    _about_absence(work, Template.ABSENCE_WITHDRAWN, event, absence)


def when_certificate_due(work: Work, event: bookings.CertificateDue) -> None:
    """Whenever the delay for a certificate ends soon, say until when it can be sent."""
    absence = Absence(
        child_id=event.child_id, day=event.day, certificate_until=event.certificate_until
    )
    _about_absence(work, Template.CERTIFICATE_DUE, event, absence)


def when_absence_unexcused(work: Work, event: bookings.AbsenceUnexcused) -> None:
    """Whenever the delay is over without a certificate, say that the day stays billed."""
    absence = Absence(child_id=event.child_id, day=event.day)
    _about_absence(work, Template.ABSENCE_UNEXCUSED, event, absence)


def _about_absence(
    work: Work,
    template: Template,
    event: (
        bookings.AbsenceDeclared
        | bookings.AbsenceExcused
        | bookings.CertificateRefused
        | bookings.AbsenceWithdrawn
        | bookings.CertificateDue
        | bookings.AbsenceUnexcused
    ),
    absence: Absence,
) -> None:
    compose(
        work,
        template,
        household_id=event.household_id,
        about=event.absence_id,
        facts=Facts(absence=absence),
    )


# The two homes of a child


def when_other_home_invited(work: Work, event: households.OtherHomeInvited) -> None:
    """Whenever a code for the other home is to be sent by mail, send it where the family says."""
    if event.by_mail:
        compose(
            work,
            Template.OTHER_HOME_INVITED,
            household_id=event.household_id,
            about=event.invitation_id,
        )


def when_other_home_joined(work: Work, event: households.OtherHomeJoined) -> None:
    """Whenever a second home joins, tell the first one."""
    news = TwoHomes(news=News.JOINED, child_id=event.child_id)
    _between_homes(work, event.first_household_id, news)


def when_other_home_ended(work: Work, event: households.OtherHomeEnded) -> None:
    """Whenever one of two homes ends it, tell both."""
    news = TwoHomes(news=News.ENDED, child_id=event.child_id)
    for home in (event.first_household_id, event.household_id):
        _between_homes(work, home, news)


def when_custody_proposed(work: Work, event: bookings.CustodyProposed) -> None:
    """Whenever one home proposes a calendar, ask the other one."""
    news = TwoHomes(news=News.CALENDAR_PROPOSED, child_id=event.child_id, since=event.starts_on)
    _between_homes(work, event.other_household_id, news)


def when_custody_agreed(work: Work, event: bookings.CustodyAgreed) -> None:
    """Whenever both have agreed on a calendar, tell both from when it counts."""
    news = TwoHomes(news=News.CALENDAR_AGREED, child_id=event.child_id, since=event.since)
    for home in (event.first_household_id, event.second_household_id):
        _between_homes(work, home, news)


def when_custody_declined(work: Work, event: bookings.CustodyDeclined) -> None:
    """Whenever the other home declines a calendar, tell who proposed it."""
    if not event.withdrawn:
        news = TwoHomes(news=News.CALENDAR_DECLINED, child_id=event.child_id)
        _between_homes(work, event.household_id, news)


def when_swap_proposed(work: Work, event: bookings.SwapProposed) -> None:
    """Whenever one home proposes to swap days, ask the other one."""
    news = TwoHomes(
        news=News.SWAP_PROPOSED,
        child_id=event.child_id,
        comes=event.gives,
        goes=event.takes,
        answer_by=event.answer_by,
    )
    _between_homes(work, event.other_household_id, news)


def when_swap_answered(work: Work, event: bookings.SwapAnswered) -> None:
    """Whenever a swap has its answer, tell both; what lapsed or was declined, who proposed it."""
    mine = TwoHomes(
        news=News(f"SWAP_{event.answer}"),
        child_id=event.child_id,
        comes=event.takes,
        goes=event.gives,
    )
    if event.answer != "WITHDRAWN":
        _between_homes(work, event.household_id, mine)
    if event.answer in ("AGREED", "WITHDRAWN"):
        theirs = replace(mine, comes=event.gives, goes=event.takes)
        _between_homes(work, event.other_household_id, theirs)


def _between_homes(work: Work, household_id: UUID, news: TwoHomes) -> None:
    compose(
        work,
        Template.TWO_HOMES,
        household_id=household_id,
        about=news.child_id,
        facts=Facts(homes=news),
        one_each=True,
    )


# Invoices


def when_invoice_issued(work: Work, event: billing.InvoiceIssued) -> None:
    """Whenever an invoice is issued, send it."""
    _about_invoice(work, Template.INVOICE_ISSUED, event, event.total_cents - event.deducted_cents)


def when_invoice_overdue(work: Work, event: billing.InvoiceOverdue) -> None:
    """Whenever an invoice is overdue, remind the family of it."""
    _about_invoice(work, Template.INVOICE_OVERDUE, event, event.left_cents)


def when_payment_received(work: Work, event: billing.PaymentReceived) -> None:
    """Whenever a payment is received, send the receipt."""
    number, period = invoices.number_and_period(work.tx, event.invoice_id) or (None, None)
    compose(
        work,
        Template.PAYMENT_RECEIVED,
        household_id=event.household_id,
        about=event.payment_id,
        facts=Facts(
            payment=Payment(
                payment_id=event.payment_id,
                invoice_id=event.invoice_id,
                amount_cents=event.amount_cents,
                paid_at=event.paid_at,
                bank_reference=event.bank_reference,
                number=number,
                period=period,
            )
        ),
    )


def when_credit_note_issued(work: Work, event: billing.CreditNoteIssued) -> None:
    """Whenever a credit note is issued, say what for and what becomes of it."""
    compose(
        work,
        Template.CREDIT_NOTE_ISSUED,
        household_id=event.household_id,
        about=event.credit_note_id,
        facts=Facts(
            credit_note=CreditNote(
                credit_note_id=event.credit_note_id,
                number=event.number,
                invoice_id=event.invoice_id,
                invoice_number=event.invoice_number,
                period=event.period,
                reason=event.reason,
                amount_cents=event.amount_cents,
                deducted_cents=event.deducted_cents,
            )
        ),
    )


def when_payment_refunded(work: Work, event: billing.PaymentRefunded) -> None:
    """Whenever credit is paid back, say that the transfer is on its way."""
    compose(
        work,
        Template.CREDIT_REFUNDED,
        household_id=event.household_id,
        about=event.refund_id,
        facts=Facts(refund=Refund(amount_cents=event.amount_cents, refunded_at=event.refunded_at)),
    )


def _about_invoice(
    work: Work,
    template: Template,
    event: billing.InvoiceIssued | billing.InvoiceOverdue,
    left_cents: int,
) -> None:
    compose(
        work,
        template,
        household_id=event.household_id,
        about=event.invoice_id,
        facts=Facts(
            invoice=Invoice(
                invoice_id=event.invoice_id,
                number=event.number,
                period=event.period,
                total_cents=event.total_cents,
                due_on=event.due_on,
                left_cents=left_cents,
            )
        ),
    )


def _to_account(work: Work, template: Template, account_id: UUID) -> None:
    compose(work, template, account_id=account_id, about=account_id)


def _to_household(
    work: Work, template: Template, household_id: UUID, facts: Facts | None = None
) -> None:
    compose(work, template, household_id=household_id, about=household_id, facts=facts)


def _line(line: bookings.RequestedLine | bookings.OfferedLine) -> Line:
    return Line(
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.weekday,
        days=len(line.dates),
        first_day=min(line.dates, default=None),
        last_day=max(line.dates, default=None),
        single_days=_single_days(line.weekday, line.dates),
    )


def _wished(line: bookings.RequestedLine, event: bookings.BookingRequested) -> Line:
    """A line with what the family wants if not everything can be given."""
    weekdays = {each.line_id: each.weekday for each in event.lines}
    preferred = {
        weekday
        for alternative in event.alternatives
        if line.line_id in alternative.instead
        for wanted in alternative.wanted
        if (weekday := weekdays.get(wanted)) is not None
    }
    return replace(
        _line(line),
        instead_of=tuple(sorted(preferred)),
        together=any(line.line_id in bundle.line_ids for bundle in event.bundles),
    )


def _decided_line(line: bookings.DecidedLine) -> Line:
    return Line(
        child_id=line.child_id,
        facility_id=line.facility_id,
        slot_type=line.slot_type,
        weekday=line.weekday,
        days=len(line.dates),
        first_day=min(line.dates, default=None),
        last_day=max(line.dates, default=None),
        single_days=_single_days(line.weekday, line.dates),
        line_id=line.line_id,
        accepted=None if line.decision == "WAITLISTED" else line.decision == "ACCEPTED",
        reason=line.reason,
        capacity=line.capacity,
        taken=line.taken,
        full_on=line.full_on,
        pool_name=line.pool_name,
        rank=line.rank,
    )


def _single_days(weekday: int | None, dates: Sequence[date]) -> tuple[date, ...]:
    """A line for the whole year is told by its weekday; single days are named."""
    return () if weekday is not None else tuple(sorted(dates))
