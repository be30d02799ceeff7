"""Two agents press the same button, the bank repeats itself: numbers stay whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from services.billing.api import months
from services.billing.clients.households import Payer
from shared.contracts import billing, bookings
from shared.eventstore import clock
from tests.billing.api.town import Town
from tests.billing.bank_s_hand import notification, signature
from tests.billing.martins import LEO, MARTIN, NOVEMBER_3

FAMILIES = [UUID(int=5000 + n) for n in range(30)]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database_url(request):
    if request.param == "sqlite":
        return None
    postgres = request.getfixturevalue("postgres")
    name = f"test_{clock.new_id().hex[:12]}"
    return make_url(postgres.url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def town(tmp_path, move_clock, database_url):
    move_clock(NOVEMBER_3)
    town = Town(tmp_path / "var", database_url).settle()
    for family in FAMILIES:
        town.accept(family, family, "LUNCH", date(2026, 10, 5))
        town.households.payers_known[family] = Payer(name="Une famille", address=("Strasbourg",))
        town.households.names_known[family] = "Un enfant"
    return town


def test_a_month_issued_by_four_agents_at_once_has_every_number_once(town, monkeypatch):
    monkeypatch.setattr(months, "CHUNK", 7)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: town.issue(), range(4)))
    town.issue()  # whoever was told to try again tries again

    assert {answer.status_code for answer in answers} <= {200, 409}
    issued = town.service.published(billing.InvoiceIssued)
    assert sorted(it.number for it in issued) == [f"2026-{n:05}" for n in range(1, 31)]
    assert {it.household_id for it in issued} == set(FAMILIES)


def test_a_payment_told_many_times_at_once_counts_once(town):
    town.accept(MARTIN, LEO, "LUNCH", date(2026, 10, 5))
    town.issue()
    invoice = town.martins_invoice()
    payments = [UUID(int=6000 + n) for n in range(3)]
    for payment_id in payments:
        town.martin.post(
            f"/invoices/{invoice['invoice_id']}/payments", json={"payment_id": str(payment_id)}
        )
    secret = town.service.settings.secret("demo-bank")

    def tell(payment_id):
        body = notification(payment_id, 560, bank_reference=f"DEMO-{payment_id}")
        answer = town.service.app.test_client().post(
            "/payment-notifications",
            data=body,
            headers={"X-Bank-Signature": signature(secret, body)},
        )
        return answer.status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(tell, payments * 4))
    for payment_id in payments:  # as the bank does until it is answered
        assert tell(payment_id) == 204

    assert set(codes) <= {204, 409}
    assert len(town.service.published(billing.PaymentReceived)) == 1
    told = town.staff.get(f"/invoices/{invoice['invoice_id']}").json["payments"]
    assert sorted(it["in_excess"] for it in told) == [False, True, True]


def test_two_hundred_days_of_a_child_are_one_line(town):
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(240)]
    town.accept(MARTIN, LEO, "LUNCH", *days)

    (month,) = [it for it in town.staff.get("/months").json if it["period"] == "2027-01"]

    assert (month["households"], month["days"]) == (1, 31)


def test_a_day_taken_back_while_its_month_is_issued_is_not_invoiced_or_it_is_credited(
    town, monkeypatch
):
    monkeypatch.setattr(months, "CHUNK", 1)

    def excuse_all():
        for family in reversed(FAMILIES):
            slot = bookings.AbsentSlot(facility_id="tilleuls", slot_type="LUNCH")
            town.service.hear(
                bookings.AbsenceExcused(
                    absence_id=family,
                    household_id=family,
                    child_id=family,
                    day=date(2026, 10, 5),
                    slots=(slot,),
                    excused_at=NOVEMBER_3,
                )
            )

    with ThreadPoolExecutor(2) as pool:
        excusing, issuing = pool.submit(excuse_all), pool.submit(town.issue)
        excusing.result()
        issuing.result()
    town.issue()

    invoiced = {it.household_id for it in town.service.published(billing.InvoiceIssued)}
    notes = town.service.published(billing.CreditNoteIssued)
    assert {it.household_id for it in notes} == invoiced
    assert sorted(it.number for it in notes) == [f"A2026-{n + 1:05}" for n in range(len(notes))]
