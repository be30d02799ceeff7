from uuid import UUID

from services.billing.domain import family_credit
from services.billing.domain.family_credit import (
    AddCredit,
    CreditAdded,
    CreditDeducted,
    DeductCredit,
    PaymentRefunded,
    RefundCredit,
)
from tests.billing.martins import INVOICE, MARTIN, NOVEMBER_3
from tests.support.given import given

CREDIT_NOTE, REFUND = UUID(int=31), UUID(int=41)
ADDED = CreditAdded(household_id=MARTIN, source_id=CREDIT_NOTE, cents=560, at=NOVEMBER_3)
DEDUCTED = CreditDeducted(household_id=MARTIN, invoice_id=INVOICE, cents=560, at=NOVEMBER_3)


def add(cents=560):
    return AddCredit(household_id=MARTIN, source_id=CREDIT_NOTE, cents=cents, at=NOVEMBER_3)


def deduct(most_cents=1340):
    return DeductCredit(
        household_id=MARTIN, invoice_id=INVOICE, most_cents=most_cents, at=NOVEMBER_3
    )


def refund(cents):
    return RefundCredit(
        refund_id=REFUND,
        household_id=MARTIN,
        cents=cents,
        reference="VIR-12",
        at=NOVEMBER_3,
        by="agent",
    )


def refunded(cents):
    return PaymentRefunded(
        refund_id=REFUND,
        household_id=MARTIN,
        cents=cents,
        reference="VIR-12",
        at=NOVEMBER_3,
        by="agent",
    )


def test_what_a_credit_note_leaves_is_the_familys_once():
    given(family_credit).when(add()).then(ADDED)
    given(family_credit, ADDED).when(add()).then_nothing()
    given(family_credit).when(add(cents=0)).then_nothing()


def test_the_next_invoice_is_paid_with_it_as_far_as_it_goes():
    given(family_credit, ADDED).when(deduct()).then(DEDUCTED)
    given(family_credit, ADDED).when(deduct(most_cents=200)).then(
        CreditDeducted(household_id=MARTIN, invoice_id=INVOICE, cents=200, at=NOVEMBER_3)
    )


def test_an_invoice_takes_credit_once_and_never_more_than_there_is():
    given(family_credit, ADDED, DEDUCTED).when(deduct()).then_nothing()
    given(family_credit).when(deduct()).then_nothing()


def test_staff_pay_it_back_and_no_more_than_there_is():
    given(family_credit, ADDED).when(refund(560)).then(refunded(560))
    given(family_credit, ADDED).when(refund(561)).refused("more_than_the_credit")
    given(family_credit, ADDED, DEDUCTED).when(refund(1)).refused("more_than_the_credit")


def test_the_same_refund_told_again_is_one():
    given(family_credit, ADDED, refunded(200)).when(refund(200)).then_nothing()


def test_a_refund_of_nothing_is_none():
    given(family_credit, ADDED).when(refund(-5)).refused("nothing_to_refund")
