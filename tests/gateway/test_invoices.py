"""Invoices: what to pay first, one payment however often one presses, and an honest return."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.web.client import Invalid, NotAllowed, NotThere, Refusal, Unavailable
from tests.gateway.bookable import INVOICE, PAYMENT, invoice, payment
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import Downloaded, Services

BANK = "http://127.0.0.1:8002/paiement?ordre=abc"
BACK = f"/paiement/retour?payment_id={PAYMENT}"


@pytest.fixture
def november(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """12 November 2026: October is to be paid before the 30th."""
    at(monkeypatch, datetime(2026, 11, 12, 7, 15, tzinfo=UTC))
    paid = invoice("PAID", invoice_id="5eed0000-0000-4000-8000-000000000052", period="2026-09")
    services.answer("billing", "GET", "/invoices", {"invoices": [invoice(), paid]})
    services.answer("billing", "GET", f"/invoices/{INVOICE}", invoice())
    started = {"payment_id": PAYMENT, "redirect_url": BANK}
    services.answer("billing", "POST", f"/invoices/{INVOICE}/payments", started)
    services.answer("billing", "GET", f"/payments/{PAYMENT}", payment("STARTED"))
    return services


def test_the_one_to_pay_comes_first_with_what_each_child_costs(
    camille: FlaskClient, november: Services
) -> None:
    page = read(camille.get("/factures"))

    assert "Facture d’octobre 2026 À payer 54,80 €" in page.words
    assert "À payer au plus tard le lundi 30 novembre, dans 18 jours" in page.words
    assert "Léo, 9 cantines et 6 soirs 51,00 €" in page.words
    assert "Autres factures Septembre 2026 N° 2026-00871 · payée le 12 novembre Payée" in page.words


def test_of_two_to_pay_the_earlier_due_comes_first(
    camille: FlaskClient, november: Services
) -> None:
    late = invoice(
        invoice_id="5eed0000-0000-4000-8000-000000000053", period="2026-08", due_on="2026-09-30"
    )
    november.answer("billing", "GET", "/invoices", {"invoices": [invoice(), late]})
    november.answer("billing", "GET", f"/invoices/{late['invoice_id']}", late)

    words = read(camille.get("/factures")).words

    assert "Facture d’août 2026 À payer" in words
    assert "L’échéance est passée depuis le mercredi 30 septembre." in words


def test_an_overdue_invoice_says_so_and_can_be_paid(
    camille: FlaskClient, november: Services
) -> None:
    late = invoice("OVERDUE", due_on="2026-10-31")
    november.answer("billing", "GET", "/invoices", {"invoices": [late]})
    november.answer("billing", "GET", f"/invoices/{INVOICE}", late)

    for address in ("/factures", f"/factures/{INVOICE}"):
        words = read(camille.get(address)).words
        assert "Facture d’octobre 2026 En retard" in words
        assert "L’échéance est passée depuis le samedi 31 octobre." in words
        assert "Payer" in words


def test_a_family_without_invoices_is_told_when_the_first_comes(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("billing", "GET", "/invoices", {"invoices": []})

    words = read(camille.get("/factures")).words

    assert "Rien à payer pour l’instant. Votre première facture arrivera" in words


def test_an_invoice_says_who_pays_for_what_and_what_became_of_it(
    camille: FlaskClient, november: Services
) -> None:
    payments = [
        {"payment_id": PAYMENT, "amount_cents": 5480, "state": "FAILED", "in_excess": False}
    ]
    november.answer("billing", "GET", f"/invoices/{INVOICE}", invoice(payments=payments))

    page = read(camille.get(f"/factures/{INVOICE}"))

    assert "Midi (cantine) École Jean-de-La-Fontaine · 9 × 3,80 € 34,20 €" in page.words
    assert "Payeur Camille Martin 12 rue des Lilas 67000 Strasbourg" in page.words
    assert "SIRET 00000000000000" in page.words
    assert "Facture émise Lundi 2 novembre 2026" in page.words
    assert "Paiement de 54,80 € refusé ou abandonné" in page.words
    assert page.link("PDF") == f"/factures/{INVOICE}/pdf"


def test_the_invoice_of_another_family_is_not_there(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("billing", "GET", f"/invoices/{INVOICE}", NotThere("x"))

    assert camille.get(f"/factures/{INVOICE}").status_code == 404


def test_the_pdf_is_handed_on_with_its_name(camille: FlaskClient, november: Services) -> None:
    named = {"Content-Disposition": "inline; filename=facture-2026-00871.pdf"}
    document = Downloaded(b"%PDF-1.7", named)
    november.answer("billing", "GET", f"/invoices/{INVOICE}/pdf", document)

    answer = camille.get(f"/factures/{INVOICE}/pdf")

    assert answer.data == b"%PDF-1.7"
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == named["Content-Disposition"]


def test_payer_leads_to_the_bank_and_names_the_way_back(
    camille: FlaskClient, november: Services
) -> None:
    answer = camille.post(f"/factures/{INVOICE}/payer", data={"payment_id": PAYMENT})

    assert (answer.status_code, answer.location) == (303, BANK)
    asked = november.asked("POST", f"/invoices/{INVOICE}/payments")[0].json
    assert asked == {"payment_id": PAYMENT, "return_url": f"http://127.0.0.1:8000{BACK}"}


def test_the_form_carries_the_payment_so_that_twice_is_once(
    camille: FlaskClient, november: Services
) -> None:
    first = read(camille.get(f"/factures/{INVOICE}")).hidden["payment_id"]
    second = read(camille.get(f"/factures/{INVOICE}")).hidden["payment_id"]
    assert first != second  # after a failure the next try is another payment

    for _ in range(2):
        camille.post(f"/factures/{INVOICE}/payer", data={"payment_id": first})
    calls = november.asked("POST", f"/invoices/{INVOICE}/payments")
    assert [call.json["payment_id"] for call in calls] == [first, first]


@pytest.mark.parametrize(
    "code, words",
    (
        ("already_paid", "Cette facture est déjà payée"),
        ("payment_pending", "Un paiement est en cours pour cette facture"),
    ),
)
def test_a_payment_too_many_is_told(
    camille: FlaskClient, november: Services, code: str, words: str
) -> None:
    november.answer("billing", "POST", f"/invoices/{INVOICE}/payments", Refusal(code, {}))

    answer = camille.post(f"/factures/{INVOICE}/payer", data={"payment_id": PAYMENT})

    assert answer.status_code == 409
    assert words in read(answer).words


def test_coming_back_proves_nothing(camille: FlaskClient, november: Services) -> None:
    answer = camille.get(BACK)

    assert "Confirmation en cours La banque ne nous a pas encore répondu." in read(answer).words
    assert answer.headers["Refresh"] == f"5; url={BACK}&essai=2"


def test_a_pending_payment_is_not_to_be_made_twice(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("billing", "GET", f"/payments/{PAYMENT}", payment("PENDING"))

    words = read(camille.get(BACK)).words

    assert "Ne payez pas une seconde fois." in words
    assert "Reprendre le paiement" not in words


@pytest.mark.parametrize("tries", ("0", "12"))
def test_the_page_stays_still_after_a_minute_or_when_asked(
    camille: FlaskClient, november: Services, tries: str
) -> None:
    answer = camille.get(f"{BACK}&essai={tries}")

    assert "Refresh" not in answer.headers
    assert read(answer).link("Actualiser") == BACK


def test_a_confirmed_payment_is_told(camille: FlaskClient, november: Services) -> None:
    november.answer("billing", "GET", f"/payments/{PAYMENT}", payment("RECEIVED"))
    november.answer("billing", "GET", f"/invoices/{INVOICE}", invoice("PAID"))

    answer = camille.get(BACK)

    assert "Nous avons bien reçu 54,80 € pour la facture d’octobre 2026." in read(answer).words
    assert "Refresh" not in answer.headers


def test_a_failed_payment_can_be_tried_again(camille: FlaskClient, november: Services) -> None:
    november.answer("billing", "GET", f"/payments/{PAYMENT}", payment("FAILED"))

    page = read(camille.get(BACK))

    assert "Le paiement n’a pas abouti" in page.words
    assert page.link("Réessayer") == f"/factures/{INVOICE}"


@pytest.mark.parametrize("payment_id", ("", "42"))
def test_a_return_without_a_payment_is_not_found(
    camille: FlaskClient, november: Services, payment_id: str
) -> None:
    assert camille.get(f"/paiement/retour?payment_id={payment_id}").status_code == 404


# The bank's server


def test_what_the_bank_tells_is_handed_on_word_for_word(app: Flask, november: Services) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    november.answer("billing", "POST", "/payment-notifications", None)
    body = b'{"payment_id":  "x"}'

    answer = app.test_client().post(
        "/paiement/notification", data=body, headers={"X-Bank-Signature": "t=1,v1=ab"}
    )

    assert answer.status_code == 204
    asked = november.asked("POST", "/payment-notifications")[0].asked
    assert asked["data"] == body
    assert asked["headers"]["X-Bank-Signature"] == "t=1,v1=ab"


@pytest.mark.parametrize(
    "error, status, code",
    (
        (NotAllowed("bad_signature"), 401, "bad_signature"),
        (Refusal("amount_mismatch", {}), 409, "amount_mismatch"),
        (Invalid([]), 422, "invalid"),
        (Unavailable("billing does not answer"), 503, "billing_unavailable"),
    ),
)
def test_the_bank_is_told_what_billing_said(
    visitor: FlaskClient, november: Services, error: Exception, status: int, code: str
) -> None:
    november.answer("billing", "POST", "/payment-notifications", error)

    answer: Any = visitor.post("/paiement/notification", data=b"{}")

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_an_invoice_shows_its_credit_notes_and_what_is_left(
    camille: FlaskClient, november: Services
) -> None:
    note = {
        "credit_note_id": "5eed0000-0000-4000-8000-000000000091",
        "number": "A2026-00004",
        "reason": "ABSENCE_EXCUSED",
        "issued_on": "2026-11-10",
        "amount_cents": 380,
        "deducted_cents": 380,
    }
    credited = invoice(credit_notes=[note], left_cents=5100)
    november.answer("billing", "GET", f"/invoices/{INVOICE}", credited)

    page = read(camille.get(f"/factures/{INVOICE}"))

    assert "Avoir n° A2026-00004 Absence justifiée · 10 novembre" in page.words
    assert "-3,80 €" in page.words
    assert "Reste à payer 51,00 €" in page.words
    assert "Payer 51,00 €" in page.words


def test_credit_that_waits_for_the_next_invoice_is_told(
    camille: FlaskClient, november: Services
) -> None:
    november.answer("billing", "GET", "/credit", {"left_cents": 560, "movements": []})

    assert "Vous avez 5,60 € d’avoir." in read(camille.get("/factures")).words
