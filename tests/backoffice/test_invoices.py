"""A month: looked at, confirmed, issued."""

import pytest
from flask.testing import FlaskClient

from tests.backoffice.reading import words_of
from tests.backoffice.recorded import INVOICE, MARTIN, PETIT, Services, invoice, october


def test_months_until_today_come_before_those_ahead(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/facturation"))

    assert "Octobre 2026 2 familles, 48 accueils À émettre" in page
    assert "Septembre 2026 2 familles, 60 accueils Émises, 194,40 €" in page
    assert page.index("Octobre") < page.index("Septembre") < page.index("Décembre")


def test_a_month_shows_what_each_family_will_pay(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/facturation/2026-10"))

    assert "Factures d’octobre 2026" in page
    assert "2 familles à facturer 218,80 €" in page
    assert "Famille Martin 30 127,60 €" in page
    assert "Émettre les factures d’octobre 2026" in page


def test_issuing_is_confirmed_with_the_numbers(nadia: FlaskClient, services: Services) -> None:
    page = words_of(nadia.get("/facturation/2026-10/emission"))

    assert "2 factures 218,80 € au total" in page
    assert "Émettre 2 factures" in page
    assert services.asked("POST", "/months/2026-10/invoices") == []


def test_issuing_says_how_many_left(nadia: FlaskClient, services: Services) -> None:
    answer = nadia.post("/facturation/2026-10/emission")

    assert answer.location == "/facturation/2026-10?emises=2"
    services.answer("billing", "GET", "/months/2026-10", october(billable=[], invoices=[invoice()]))
    page = words_of(nadia.get(answer.location))
    assert "2 factures sont émises. Chaque famille reçoit un e-mail." in page
    assert "Famille Martin N° 2026-00012 · échéance 31 octobre 2026 À payer 97,20 €" in page


def test_a_family_without_a_price_is_told_and_not_counted(
    nadia: FlaskClient, services: Services
) -> None:
    unpriced = {"code": "no_rate", "facts": {}}
    billable = [
        {"household_id": MARTIN, "days": 30, "amount_cents": 12760, "refusal": None},
        {"household_id": PETIT, "days": 18, "amount_cents": 0, "refusal": unpriced},
    ]
    services.answer("billing", "GET", "/months/2026-10", october(billable=billable))

    assert "Une famille n’a pas de tarif pour ce mois." in words_of(
        nadia.get("/facturation/2026-10")
    )
    assert "Émettre une facture" in words_of(nadia.get("/facturation/2026-10/emission"))


def test_bookings_that_moved_after_their_invoice_are_told(
    nadia: FlaskClient, services: Services
) -> None:
    changed = [
        {"household_id": MARTIN, "invoice_id": INVOICE, "added_days": 0, "cancelled_days": 2}
    ]
    answer = october(billable=[], invoices=[invoice()], changed=changed)
    services.answer("billing", "GET", "/months/2026-10", answer)

    page = words_of(nadia.get("/facturation/2026-10"))
    assert "Les accueils d’une famille ont changé depuis sa facture." in page


def test_a_month_that_is_not_over_warns_before_it_is_issued(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("billing", "GET", "/months/2026-12", october(period="2026-12"))

    page = words_of(nadia.get("/facturation/2026-12/emission"))
    assert "Ce mois n’a pas commencé. Ce mois n’est pas terminé" in page


def test_a_month_that_is_none_is_not_there(nadia: FlaskClient) -> None:
    assert nadia.get("/facturation/2026-13").status_code == 404
    assert nadia.post("/facturation/octobre/emission").status_code == 404


def test_an_invoice_is_read_line_by_line_and_as_a_pdf(nadia: FlaskClient) -> None:
    page = words_of(nadia.get(f"/facturation/factures/{INVOICE}"))
    assert "Facture 2026-00012" in page
    assert "Léo Midi Maternelle Les Tilleuls 12 8,10 € 97,20 €" in page
    assert "Payeur Camille Martin Adresse 12 rue des Lilas, 67000 Strasbourg" in page

    document = nadia.get(f"/facturation/factures/{INVOICE}/pdf")
    assert document.mimetype == "application/pdf"
    assert "facture-2026-00012.pdf" in document.headers["Content-Disposition"]


def test_staff_note_a_refund_of_credit(nadia: FlaskClient, services: Services) -> None:
    movement = {"about": INVOICE, "kind": "ADDED", "cents": 560, "reference": ""}
    credit = {"left_cents": 560, "movements": [movement | {"at": "2026-11-10T09:00:00+00:00"}]}
    services.answer("billing", "GET", "/credit", credit)
    services.answer("billing", "POST", "/refunds", credit)
    address = f"/familles/{MARTIN}/avoirs"
    assert 'value="5,60"' in nadia.get(address).text
    refund_id = "5eed0000-0000-4000-8000-000000000092"

    sent = {"remboursement": refund_id, "montant": "5,60", "reference": "VIR 12"}
    assert nadia.post(address, data=sent).status_code == 302

    (told,) = services.asked("POST", "/refunds")
    assert told.asked["json"] == {
        "refund_id": refund_id,
        "household_id": MARTIN,
        "amount_cents": 560,
        "reference": "VIR 12",
    }


@pytest.mark.parametrize("amount", ["", "-5", "5,605", "0", "1e9", "douze"])
def test_what_is_no_amount_is_said_at_its_field(
    nadia: FlaskClient, services: Services, amount: str
) -> None:
    sent = {"montant": amount, "reference": "VIR 12"}

    answer = nadia.post(f"/familles/{MARTIN}/avoirs", data=sent)

    assert answer.status_code == 422
    assert "Indiquez un montant en euros" in words_of(answer)
    assert services.asked("POST", "/refunds") == []
