from services.billing.domain import stray_payment
from services.billing.domain.stray_payment import KeepStrayPayment, StrayPaymentKept
from tests.billing.martins import FIRST_TRY, NOVEMBER_3
from tests.support.given import given

KEEP = KeepStrayPayment(
    payment_id=FIRST_TRY, amount_cents=1340, bank_reference="BD-1", paid_at=NOVEMBER_3
)
KEPT = StrayPaymentKept(
    payment_id=FIRST_TRY, amount_cents=1340, bank_reference="BD-1", paid_at=NOVEMBER_3
)


def test_a_payment_nobody_started_is_kept():
    given(stray_payment).when(KEEP).then(KEPT)


def test_told_twice_it_is_kept_once():
    given(stray_payment, KEPT).when(KEEP).then_nothing()
