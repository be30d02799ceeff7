import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from services.billing.domain.stray_payment import StrayPaymentKept
from shared.contracts import billing
from tests.billing.bank_s_hand import notification, signature
from tests.billing.martins import FIRST_TRY, MARTIN, NOVEMBER_3, SECOND_TRY


@pytest.fixture
def invoice(town):
    town.issue()
    return town.martins_invoice()


@pytest.fixture
def bank(town):
    """The bank's server: it has no token of ours."""
    return Bank(town)


class Bank:
    def __init__(self, town) -> None:
        self.secret = town.service.settings.secret("demo-bank")
        self.client = town.service.app.test_client()

    def tells(self, body, **signing):
        return self.sends(body, signature(self.secret, body, **signing))

    def sends(self, body, signed):
        headers = {"X-Bank-Signature": signed} if signed is not None else {}
        return self.client.post("/payment-notifications", data=body, headers=headers)


def start(town, invoice, payment_id=FIRST_TRY, **more):
    return town.martin.post(
        f"/invoices/{invoice['invoice_id']}/payments", json={"payment_id": str(payment_id), **more}
    )


def state(town, payment_id=FIRST_TRY):
    return town.martin.get(f"/payments/{payment_id}").json["state"]


def ordered(redirect_url):
    (text,) = parse_qs(urlsplit(redirect_url).query)["ordre"]
    body = text.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(body + "=="))


def events(town, invoice):
    recorded = town.service.store.history(f"invoice-{invoice['invoice_id']}")
    return [type(it.event).__name__ for it in recorded]


# Going to the bank


def test_a_family_is_sent_to_the_bank_with_the_amount_of_its_invoice(town, invoice):
    answer = start(town, invoice)

    assert answer.status_code == 200
    assert answer.json["redirect_url"].startswith("http://127.0.0.1:8002/paiement?ordre=")
    assert ordered(answer.json["redirect_url"]) == {
        "payment_id": str(FIRST_TRY),
        "amount_cents": 1340,
        "label": "Facture 2026-00001",
        "return_url": (
            f"http://127.0.0.1:8000/factures/{invoice['invoice_id']}?paiement={FIRST_TRY}"
        ),
        "notify_url": "http://127.0.0.1:8104/payment-notifications",
    }
    assert state(town) == "STARTED"
    assert town.martins_invoice()["state"] == "UNPAID"


def test_a_double_click_starts_one_payment(town, invoice):
    assert start(town, invoice).json["redirect_url"]
    assert start(town, invoice).json["redirect_url"]

    assert events(town, invoice) == ["InvoiceIssued", "PaymentStarted"]


def test_where_the_bank_notifies_is_a_setting(town, invoice, monkeypatch):
    monkeypatch.setenv("PORTAIL_PAYMENT_NOTIFY_URL", "https://familles.exemple.fr/notification")

    told = ordered(start(town, invoice).json["redirect_url"])

    assert told["notify_url"] == "https://familles.exemple.fr/notification"


def test_the_site_says_where_the_family_comes_back(town, invoice):
    told = ordered(
        start(town, invoice, return_url="http://127.0.0.1:8000/retour").json["redirect_url"]
    )

    assert told["return_url"] == "http://127.0.0.1:8000/retour"


@pytest.mark.parametrize("elsewhere", ["https://voleur.exemple", "http://127.0.0.1:8000.exemple/"])
def test_nobody_is_sent_back_to_another_site(town, invoice, elsewhere):
    answer = start(town, invoice, return_url=elsewhere)

    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": "return_url", "code": "not_a_choice"}]


def test_a_payment_without_an_id_is_malformed(town, invoice):
    answer = town.martin.post(f"/invoices/{invoice['invoice_id']}/payments", json={})

    assert answer.json["errors"] == [{"field": "payment_id", "code": "required"}]


def test_a_payment_id_belongs_to_one_invoice(town, invoice):
    (other,) = town.dupont.get("/invoices").json["invoices"]
    start(town, invoice)

    stolen = town.dupont.post(
        f"/invoices/{other['invoice_id']}/payments", json={"payment_id": str(FIRST_TRY)}
    )

    assert (stolen.status_code, stolen.json["code"]) == (409, "payment_of_another_invoice")


def test_another_family_s_payment_does_not_exist(town, invoice):
    start(town, invoice)

    assert town.dupont.get(f"/payments/{FIRST_TRY}").status_code == 404


@pytest.mark.parametrize("scope", ["staff", "public", "operator", "internal"])
def test_only_families_pay(town, invoice, scope):
    client = town.service.client(scope)
    address = f"/invoices/{invoice['invoice_id']}/payments"

    assert client.post(address, json={"payment_id": str(FIRST_TRY)}).status_code == 403
    assert client.get(f"/payments/{FIRST_TRY}").status_code == 403


# Hearing from the bank


def test_the_bank_s_notification_pays_the_invoice(town, invoice, bank):
    start(town, invoice)

    assert bank.tells(notification(FIRST_TRY, 1340)).status_code == 204

    assert state(town) == "RECEIVED"
    paid = town.martins_invoice()
    assert paid["state"] == "PAID"
    assert paid["paid_at"] == "2026-11-03T09:00:00+00:00"
    assert town.service.published(billing.PaymentReceived) == [
        billing.PaymentReceived(
            payment_id=FIRST_TRY,
            invoice_id=UUID(invoice["invoice_id"]),
            household_id=MARTIN,
            amount_cents=1340,
            paid_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
            bank_reference="DEMO-1",
        )
    ]


def test_a_notification_told_twice_counts_once(town, invoice, bank):
    start(town, invoice)
    bank.tells(notification(FIRST_TRY, 1340))

    assert bank.tells(notification(FIRST_TRY, 1340)).status_code == 204

    assert len(town.service.published(billing.PaymentReceived)) == 1


@pytest.mark.parametrize("signed", [None, "", "t=1,v1=", "nonsense", "t=é,v1=é", "v1=1,v1=2"])
def test_an_unsigned_notification_pays_nothing(town, invoice, bank, signed):
    start(town, invoice)

    answer = bank.sends(notification(FIRST_TRY, 1340), signed)

    assert (answer.status_code, answer.json["code"]) == (401, "bad_signature")
    assert state(town) == "STARTED"


def test_a_notification_changed_on_its_way_pays_nothing(town, invoice, bank):
    start(town, invoice)
    signed = signature(bank.secret, notification(FIRST_TRY, 1))

    assert bank.sends(notification(FIRST_TRY, 1340), signed).status_code == 401


def test_a_notification_signed_with_another_secret_pays_nothing(town, invoice, bank):
    start(town, invoice)
    body = notification(FIRST_TRY, 1340)

    assert bank.sends(body, signature(b"0" * 32, body)).status_code == 401


def test_an_order_to_pay_cannot_be_sent_as_a_notification(town, invoice, bank):
    """What travels through the browser is signed under another word."""
    start(town, invoice)

    assert bank.tells(notification(FIRST_TRY, 1340), word="order").status_code == 401


def test_an_old_notification_cannot_be_played_again(town, invoice, bank):
    start(town, invoice)

    assert bank.tells(notification(FIRST_TRY, 1340), age=301).status_code == 401
    assert bank.tells(notification(FIRST_TRY, 1340), age=299).status_code == 204


def test_the_browser_s_return_pays_nothing(town, invoice):
    start(town, invoice)

    town.martin.get(f"/payments/{FIRST_TRY}")
    town.martin.get(f"/invoices/{invoice['invoice_id']}")

    assert town.martins_invoice()["state"] == "UNPAID"


def test_another_amount_pays_nothing_is_refused_and_is_kept(town, invoice, bank):
    start(town, invoice)

    for _ in range(2):
        answer = bank.tells(notification(FIRST_TRY, 1))
        assert (answer.status_code, answer.json["code"]) == (409, "amount_mismatch")
        assert answer.json["facts"] == {"expected_cents": 1340}

    assert events(town, invoice)[2:] == ["PaymentDisputed"]
    assert state(town) == "FAILED"
    assert town.martins_invoice()["state"] == "UNPAID"
    assert town.service.published(billing.PaymentReceived) == []


def test_a_payment_nobody_started_is_refused_and_is_kept(town, bank):
    for _ in range(2):
        answer = bank.tells(notification(SECOND_TRY, 1340))
        assert (answer.status_code, answer.json["code"]) == (409, "unknown_payment")

    (kept,) = town.service.store.history(f"stray-payment-{SECOND_TRY}")
    assert isinstance(kept.event, StrayPaymentKept)
    assert kept.event.amount_cents == 1340


def test_an_abandoned_payment_nobody_started_leaves_no_trace(town, bank):
    assert bank.tells(notification(SECOND_TRY, 1340, "ABANDONED")).status_code == 409

    assert town.service.store.history(f"stray-payment-{SECOND_TRY}") == []


def test_a_paid_invoice_is_not_paid_again(town, invoice, bank):
    start(town, invoice)
    bank.tells(notification(FIRST_TRY, 1340))

    answer = start(town, invoice, SECOND_TRY)

    assert (answer.status_code, answer.json["code"]) == (409, "already_paid")


def test_a_second_payment_that_was_under_way_is_kept_as_the_family_s_money(town, invoice, bank):
    start(town, invoice)
    start(town, invoice, SECOND_TRY)
    bank.tells(notification(FIRST_TRY, 1340))

    told = bank.tells(notification(SECOND_TRY, 1340, bank_reference="DEMO-2"))

    assert told.status_code == 204
    assert len(town.service.published(billing.PaymentReceived)) == 1
    page = town.staff.get(f"/invoices/{invoice['invoice_id']}").json
    assert {it["payment_id"]: it["in_excess"] for it in page["payments"]} == {
        str(FIRST_TRY): False,
        str(SECOND_TRY): True,
    }


@pytest.mark.parametrize("status", ["REFUSED", "ABANDONED"])
def test_a_payment_that_failed_leaves_the_invoice_to_pay(town, invoice, bank, status):
    start(town, invoice)

    assert bank.tells(notification(FIRST_TRY, 1340, status)).status_code == 204

    assert state(town) == "FAILED"
    assert town.martins_invoice()["state"] == "UNPAID"
    assert start(town, invoice, SECOND_TRY).status_code == 200


def test_a_payment_the_bank_confirms_later_is_shown_as_on_its_way(town, invoice, bank):
    start(town, invoice)

    bank.tells(notification(FIRST_TRY, 1340, "PENDING"))

    assert state(town) == "PENDING"
    assert town.martins_invoice()["state"] == "PENDING"
    assert start(town, invoice, SECOND_TRY).json["code"] == "payment_pending"

    bank.tells(notification(FIRST_TRY, 1340))
    assert town.martins_invoice()["state"] == "PAID"


def test_a_notification_weeks_late_still_pays(town, invoice, bank, move_clock):
    start(town, invoice)
    move_clock(NOVEMBER_3 + timedelta(weeks=3))

    assert bank.tells(notification(FIRST_TRY, 1340)).status_code == 204
    assert town.martins_invoice()["state"] == "PAID"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (notification(FIRST_TRY, 1340, "MAYBE"), "status"),
        (notification("not-an-id", 1340), "payment_id"),
        (notification(FIRST_TRY, 1340, paid_at="2026-11-03T10:00:00"), "paid_at"),
        (notification(FIRST_TRY, 1340, bank_reference=""), "bank_reference"),
    ],
)
def test_a_signed_notification_that_says_nothing_is_malformed(bank, body, field):
    answer = bank.tells(body)

    assert answer.status_code == 422
    assert [it["field"] for it in answer.json["errors"]] == [field]


def test_a_signed_body_that_is_no_json_is_malformed(bank):
    assert bank.tells(b"hello").status_code == 422


def test_the_same_notification_from_many_threads_counts_once(town, invoice, bank):
    start(town, invoice)
    body = notification(FIRST_TRY, 1340)
    signed = signature(bank.secret, body)

    def tell(_):
        client = town.service.app.test_client()
        headers = {"X-Bank-Signature": signed}
        return client.post("/payment-notifications", data=body, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(tell, range(24))) == {204}
    assert len(town.service.published(billing.PaymentReceived)) == 1
