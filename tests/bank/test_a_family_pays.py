"""The real billing and the real bank, over HTTP: what the family presses, what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from deploy.bank import create_bank
from shared.contracts import billing
from shared.web.settings import Settings
from tests.bank.passers_by import PAYMENT, Served, Visitor
from tests.billing.api.town import Town


@pytest.fixture
def town(tmp_path, monkeypatch, move_clock):
    town = Town(tmp_path / "var").settle().book_october()
    with Served(town.service.app) as served:
        monkeypatch.setenv("PORTAIL_PAYMENT_NOTIFY_URL", f"{served.url}/payment-notifications")
        monkeypatch.setenv("PORTAIL_VAR", str(tmp_path / "var"))
        town.issue()
        yield town


@pytest.fixture
def family(town):
    return Family(town)


class Family(Visitor):
    def __init__(self, town) -> None:
        self.town = town
        self.bank = create_bank(Settings.read("bank"), courier_runs=False)
        self.client = self.bank.test_client()
        self.invoice_id = town.martins_invoice()["invoice_id"]

    def goes_to_the_bank(self):
        answer = self.town.martin.post(
            f"/invoices/{self.invoice_id}/payments", json={"payment_id": str(PAYMENT)}
        )
        return self.opens(answer.json["redirect_url"].removeprefix("http://127.0.0.1:8002"))

    def sees(self):
        payment = self.town.martin.get(f"/payments/{PAYMENT}").json["state"]
        return self.town.martins_invoice()["state"], payment


def test_a_family_pays_its_invoice(family, town):
    page = family.goes_to_the_bank()
    assert "13,40" in page.text

    back = family.presses(page, "payer")

    site = town.service.settings.public_url
    assert back.headers["Location"] == f"{site}/factures/{family.invoice_id}?paiement={PAYMENT}"
    assert family.sees() == ("PAID", "RECEIVED")
    (received,) = town.service.published(billing.PaymentReceived)
    assert received.amount_cents == 1340
    assert received.paid_at > datetime(2026, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize("choice", ["refuser", "abandonner"])
def test_a_family_that_does_not_pay_may_try_again(family, choice):
    family.presses(family.goes_to_the_bank(), choice)

    assert family.sees() == ("UNPAID", "FAILED")


def test_a_bank_that_takes_its_time_is_shown_as_such(family, move_clock):
    family.presses(family.goes_to_the_bank(), "differer")
    assert family.sees() == ("PENDING", "PENDING")

    move_clock(datetime(2026, 11, 3, 9, 30, tzinfo=UTC) + timedelta(seconds=75))
    family.brings_what_is_due()

    assert family.sees() == ("PAID", "RECEIVED")


def test_billing_failing_at_the_moment_of_paying_loses_nothing(
    family, town, monkeypatch, move_clock
):
    page = family.goes_to_the_bank()
    store = town.service.app.extensions["portail"][1]
    with monkeypatch.context() as broken:
        broken.setattr(store, "run", None)
        family.presses(page, "payer")
    assert family.sees() == ("UNPAID", "STARTED")

    move_clock(datetime(2026, 11, 3, 9, 30, tzinfo=UTC) + timedelta(seconds=75))
    family.brings_what_is_due()

    assert family.sees() == ("PAID", "RECEIVED")
