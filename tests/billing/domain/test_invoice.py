from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.billing.domain import invoice
from services.billing.domain.charges import InvoicedDay
from services.billing.domain.invoice import (
    CreditDays,
    DeclareOverdue,
    RecordFailedPayment,
    RecordPayment,
    RecordPendingPayment,
    StartPayment,
)
from services.billing.domain.invoice_history import (
    CreditNoteIssued,
    CreditReason,
    FailureReason,
    InvoiceOverdue,
    PaymentDisputed,
    PaymentFailed,
    PaymentInExcess,
    PaymentPending,
    PaymentReceived,
    PaymentStarted,
)
from tests.billing.martins import (
    FIRST_TRY,
    INVOICE,
    ISSUE,
    ISSUED,
    LEO,
    LEOS_LUNCHES,
    MARTIN,
    MONDAY,
    NOVEMBER_3,
    SECOND_TRY,
)
from tests.support.given import given


def start(payment_id=FIRST_TRY):
    return StartPayment(payment_id=payment_id, started_at=NOVEMBER_3)


def started(payment_id=FIRST_TRY):
    return PaymentStarted(
        invoice_id=INVOICE,
        household_id=MARTIN,
        payment_id=payment_id,
        amount_cents=1340,
        started_at=NOVEMBER_3,
    )


def told(payment_id=FIRST_TRY, amount_cents=1340, bank_reference="BD-1"):
    return RecordPayment(
        payment_id=payment_id,
        amount_cents=amount_cents,
        bank_reference=bank_reference,
        paid_at=NOVEMBER_3,
    )


RECEIVED = PaymentReceived(
    invoice_id=INVOICE,
    household_id=MARTIN,
    payment_id=FIRST_TRY,
    amount_cents=1340,
    bank_reference="BD-1",
    paid_at=NOVEMBER_3,
)
PENDING = PaymentPending(invoice_id=INVOICE, payment_id=FIRST_TRY)
REFUSED = PaymentFailed(invoice_id=INVOICE, payment_id=FIRST_TRY, reason=FailureReason.REFUSED)
DISPUTED = PaymentDisputed(
    invoice_id=INVOICE,
    payment_id=FIRST_TRY,
    amount_cents=1,
    expected_cents=1340,
    bank_reference="BD-1",
    paid_at=NOVEMBER_3,
)
IN_EXCESS = PaymentInExcess(
    invoice_id=INVOICE,
    payment_id=SECOND_TRY,
    amount_cents=1340,
    bank_reference="BD-2",
    paid_at=NOVEMBER_3,
)


# Issuing


def test_an_invoice_is_issued_with_the_sum_of_its_lines():
    given(invoice).when(ISSUE).then(ISSUED)


def test_an_issued_invoice_never_changes():
    given(invoice, ISSUED).when(replace(ISSUE, payer_name="Somebody Else")).then_nothing()


def test_an_invoice_without_a_line_is_not_issued():
    given(invoice).when(replace(ISSUE, lines=())).refused("nothing_to_invoice")


# Paying


def test_a_payment_is_started_for_the_amount_of_the_invoice():
    given(invoice, ISSUED).when(start()).then(started())


def test_starting_the_same_payment_again_changes_nothing():
    given(invoice, ISSUED, started()).when(start()).then_nothing()


def test_a_family_that_closed_the_bank_s_page_may_start_again():
    given(invoice, ISSUED, started()).when(start(SECOND_TRY)).then(started(SECOND_TRY))


def test_while_the_bank_confirms_a_payment_no_other_is_started():
    given(invoice, ISSUED, started(), PENDING).when(start(SECOND_TRY)).refused("payment_pending")


def test_a_paid_invoice_is_not_paid_again():
    given(invoice, ISSUED, started(), RECEIVED).when(start(SECOND_TRY)).refused("already_paid")


def test_an_invoice_over_nothing_needs_no_payment():
    free = replace(ISSUED, lines=(replace(LEOS_LUNCHES, unit_cents=0, amount_cents=0),))

    given(invoice, replace(free, total_cents=0)).when(start()).refused("already_paid")


def test_an_unknown_invoice_cannot_be_paid():
    given(invoice).when(start()).refused("unknown_invoice")


# What the bank tells


def test_the_payment_the_bank_tells_of_is_received():
    given(invoice, ISSUED, started()).when(told()).then(RECEIVED)


def test_told_twice_a_payment_is_received_once():
    given(invoice, ISSUED, started(), RECEIVED).when(told()).then_nothing()


def test_a_payment_confirmed_after_waiting_is_received():
    given(invoice, ISSUED, started(), PENDING).when(told()).then(RECEIVED)


def test_a_payment_the_bank_first_refused_and_then_took_is_received():
    given(invoice, ISSUED, started(), REFUSED).when(told()).then(RECEIVED)


def test_another_amount_pays_nothing_and_is_kept():
    given(invoice, ISSUED, started()).when(told(amount_cents=1)).then(DISPUTED)


def test_another_amount_told_twice_is_kept_once():
    given(invoice, ISSUED, started(), DISPUTED).when(told(amount_cents=1)).then_nothing()


def test_after_another_amount_the_right_one_still_pays():
    given(invoice, ISSUED, started(), DISPUTED).when(told()).then(RECEIVED)


def test_a_second_payment_of_a_paid_invoice_is_kept_as_the_family_s_money():
    given(invoice, ISSUED, started(), started(SECOND_TRY), RECEIVED).when(
        told(SECOND_TRY, bank_reference="BD-2")
    ).then(IN_EXCESS)


def test_a_second_payment_told_twice_is_kept_once():
    given(invoice, ISSUED, started(), started(SECOND_TRY), RECEIVED, IN_EXCESS).when(
        told(SECOND_TRY, bank_reference="BD-2")
    ).then_nothing()


def test_a_payment_nobody_started_is_refused():
    given(invoice, ISSUED).when(told()).refused("unknown_payment")


def test_the_bank_may_say_that_it_will_confirm_later():
    given(invoice, ISSUED, started()).when(RecordPendingPayment(payment_id=FIRST_TRY)).then(PENDING)


def test_a_late_word_of_waiting_does_not_undo_a_payment():
    given(invoice, ISSUED, started(), RECEIVED).when(
        RecordPendingPayment(payment_id=FIRST_TRY)
    ).then_nothing()


def test_a_refused_payment_fails():
    given(invoice, ISSUED, started()).when(
        RecordFailedPayment(payment_id=FIRST_TRY, reason=FailureReason.REFUSED)
    ).then(REFUSED)


def test_a_failure_told_twice_is_kept_once():
    given(invoice, ISSUED, started(), REFUSED).when(
        RecordFailedPayment(payment_id=FIRST_TRY, reason=FailureReason.REFUSED)
    ).then_nothing()


def test_a_late_refusal_does_not_undo_a_payment():
    given(invoice, ISSUED, started(), RECEIVED).when(
        RecordFailedPayment(payment_id=FIRST_TRY, reason=FailureReason.ABANDONED)
    ).then_nothing()


def test_after_a_failure_the_family_may_try_again():
    given(invoice, ISSUED, started(), REFUSED).when(start(SECOND_TRY)).then(started(SECOND_TRY))


# Overdue

OVERDUE_AT = datetime(2026, 12, 4, 7, tzinfo=UTC)
DECLARE = DeclareOverdue(at=OVERDUE_AT, on=date(2026, 12, 4))
OVERDUE = InvoiceOverdue(
    invoice_id=INVOICE,
    number="2026-00001",
    household_id=MARTIN,
    period="2026-10",
    total_cents=1340,
    due_on=date(2026, 12, 3),
    at=OVERDUE_AT,
    left_cents=1340,
)


def test_an_unpaid_invoice_is_overdue_the_day_after_its_due_date():
    given(invoice, ISSUED).when(DECLARE).then(OVERDUE)


def test_the_due_date_itself_is_the_familys():
    given(invoice, ISSUED).when(replace(DECLARE, on=date(2026, 12, 3))).refused("not_due_yet")


def test_an_invoice_is_overdue_once():
    given(invoice, ISSUED, OVERDUE).when(DECLARE).then_nothing()


def test_a_paid_invoice_is_never_overdue():
    given(invoice, ISSUED, started(), RECEIVED).when(DECLARE).then_nothing()


def test_while_the_bank_has_a_payment_the_invoice_is_not_overdue():
    given(invoice, ISSUED, started(), PENDING).when(DECLARE).then_nothing()


def test_an_overdue_invoice_can_be_paid():
    given(invoice, ISSUED, OVERDUE, started()).when(told()).then(RECEIVED)


# Credit notes

CREDIT_NOTE = UUID(int=31)
LEOS_MONDAY = InvoicedDay(child_id=LEO, facility_id="tilleuls", slot_type="LUNCH", day=MONDAY)


def credit(*days, credit_note_id=CREDIT_NOTE, number="A2026-00001"):
    return CreditDays(
        credit_note_id=credit_note_id,
        number=number,
        days=frozenset(days),
        reason=CreditReason.ABSENCE_EXCUSED,
        issued_at=NOVEMBER_3,
        issued_on=date(2026, 11, 3),
    )


CREDITED = CreditNoteIssued(
    credit_note_id=CREDIT_NOTE,
    number="A2026-00001",
    invoice_id=INVOICE,
    invoice_number="2026-00001",
    household_id=MARTIN,
    period="2026-10",
    reason=CreditReason.ABSENCE_EXCUSED,
    issued_at=NOVEMBER_3,
    issued_on=date(2026, 11, 3),
    lines=(replace(LEOS_LUNCHES, days=(MONDAY,), amount_cents=560),),
    amount_cents=560,
    deducted_cents=560,
)


def test_a_day_that_is_not_billed_any_more_is_credited_at_the_price_of_its_invoice():
    given(invoice, ISSUED).when(credit(LEOS_MONDAY)).then(CREDITED)


def test_a_day_is_credited_once():
    again = credit(LEOS_MONDAY, credit_note_id=UUID(int=32), number="A2026-00002")

    given(invoice, ISSUED, CREDITED).when(credit(LEOS_MONDAY)).then_nothing()
    given(invoice, ISSUED, CREDITED).when(again).then_nothing()


def test_a_day_that_no_invoice_holds_is_not_credited():
    other = replace(LEOS_MONDAY, day=date(2026, 10, 12))

    given(invoice, ISSUED).when(credit(other)).then_nothing()


def test_what_is_left_to_pay_is_less_by_the_credit_note():
    given(invoice, ISSUED, CREDITED).when(start()).then(replace(started(), amount_cents=780))


def test_over_what_was_paid_the_whole_credit_is_the_familys():
    given(invoice, ISSUED, started(), RECEIVED).when(credit(LEOS_MONDAY)).then(
        replace(CREDITED, deducted_cents=0)
    )


def test_a_payment_that_crossed_a_credit_note_counts_and_its_excess_is_known():
    given(invoice, ISSUED, started(), CREDITED).when(told()).then(
        replace(RECEIVED, excess_cents=560)
    )


def test_an_invoice_credited_as_a_whole_is_neither_paid_nor_overdue():
    whole = replace(CREDITED, lines=ISSUED.lines, amount_cents=1340, deducted_cents=1340)

    given(invoice, ISSUED, whole).when(start()).refused("already_paid")
    given(invoice, ISSUED, whole).when(DECLARE).then_nothing()


def test_an_overdue_invoice_says_what_is_left():
    given(invoice, ISSUED, CREDITED).when(DECLARE).then(replace(OVERDUE, left_cents=780))


def test_credit_that_the_family_had_is_not_to_be_paid_again():
    with_credit = replace(ISSUED, deducted_cents=340)

    given(invoice).when(replace(ISSUE, deducted_cents=340)).then(with_credit)
    given(invoice, with_credit).when(start()).then(replace(started(), amount_cents=1000))
