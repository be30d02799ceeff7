import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.billing.martins import DUPONT, LEO, MARTIN, MIA


@pytest.fixture
def invoice(town):
    town.issue()
    return town.martins_invoice()


def test_a_family_finds_its_invoices(town, invoice):
    assert invoice == {
        "invoice_id": invoice["invoice_id"],
        "number": "2026-00001",
        "household_id": str(MARTIN),
        "period": "2026-10",
        "issued_on": "2026-11-03",
        "due_on": "2026-12-03",
        "total_cents": 1340,
        "deducted_cents": 0,
        "left_cents": 1340,
        "state": "UNPAID",
        "paid_at": None,
    }


def test_a_family_reads_its_invoice_in_full(town, invoice):
    page = town.martin.get(f"/invoices/{invoice['invoice_id']}").json

    assert page["payer"] == {
        "name": "Claire Martin",
        "address": ["3 quai des Bateliers", "67000 Strasbourg"],
    }
    assert page["operator"]["siret"] == "80123456700014"
    assert page["vat_exemption"] == "Exonération de TVA, article 261, 7-1° du CGI"
    assert page["lines"] == [
        {
            "child_id": str(LEO),
            "given_name": "Léo",
            "facility_id": "tilleuls",
            "facility_name": "Les Tilleuls",
            "slot_type": "LUNCH",
            "quantity": 2,
            "days": ["2026-10-05", "2026-10-06"],
            "unit_cents": 560,
            "amount_cents": 1120,
            "nature": "MEAL",
        },
        {
            "child_id": str(MIA),
            "given_name": "Mia",
            "facility_id": "tilleuls",
            "facility_name": "Les Tilleuls",
            "slot_type": "EVENING",
            "quantity": 1,
            "days": ["2026-10-05"],
            "unit_cents": 220,
            "amount_cents": 220,
            "nature": "CARE",
        },
    ]


def test_staff_read_any_invoice_and_those_of_a_household(town, invoice):
    listed = town.staff.get("/invoices", query_string={"household_id": str(MARTIN)}).json

    assert [it["invoice_id"] for it in listed["invoices"]] == [invoice["invoice_id"]]
    assert town.staff.get(f"/invoices/{invoice['invoice_id']}").json["total_cents"] == 1340
    assert town.staff.get(f"/invoices/{invoice['invoice_id']}/pdf").status_code == 200


def test_staff_must_say_whose_invoices_they_want(town):
    assert town.staff.get("/invoices").status_code == 422


def test_another_family_s_invoice_does_not_exist(town, invoice):
    address = f"/invoices/{invoice['invoice_id']}"

    assert town.dupont.get(address).status_code == 404
    assert town.dupont.get(f"{address}/pdf").status_code == 404
    paying = town.dupont.post(f"{address}/payments", json={"payment_id": str(DUPONT)})
    assert paying.status_code == 404


def test_a_family_cannot_ask_for_another_household(town, invoice):
    listed = town.dupont.get("/invoices", query_string={"household_id": str(MARTIN)}).json

    assert [it["total_cents"] for it in listed["invoices"]] == [720]


def test_an_account_without_a_household_has_no_invoice(town, invoice):
    assert town.service.client("family", MIA).get("/invoices").json == {"invoices": []}


def test_an_unknown_invoice_is_not_found(town):
    assert town.staff.get(f"/invoices/{LEO}").status_code == 404


@pytest.mark.parametrize("scope", ["public", "operator", "internal"])
def test_invoices_are_for_families_and_staff(town, invoice, scope):
    client = town.service.client(scope)

    assert client.get("/invoices").status_code == 403
    assert client.get(f"/invoices/{invoice['invoice_id']}").status_code == 403
    assert client.get(f"/invoices/{invoice['invoice_id']}/pdf").status_code == 403


def test_an_unsigned_caller_is_turned_away(town, invoice):
    nobody = town.service.app.test_client()

    assert nobody.get(f"/invoices/{invoice['invoice_id']}").status_code == 401


def test_the_pdf_carries_what_an_invoice_must(town, invoice):
    answer = town.martin.get(f"/invoices/{invoice['invoice_id']}/pdf")

    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=facture-2026-00001.pdf"
    pdf = PdfReader(BytesIO(answer.data))
    text = pdf.pages[0].extract_text().replace("\u00a0", " ")
    for words in (
        "Facture n° 2026-00001",
        "Claire Martin",
        "3 quai des Bateliers",
        "Association Grandir Ensemble",
        "SIRET 801 234 567 00014",
        "Léo, cantine",
        "les 5 et 6 octobre",
        "Mia, accueil du soir",
        "13,40 €",
        "au plus tard le 3 décembre 2026",
        "Exonération de TVA, article 261, 7-1° du CGI",
    ):
        assert words in text


def test_the_pdf_is_kept_as_it_was_first_handed_out_and_sealed(town, invoice):
    address = f"/invoices/{invoice['invoice_id']}/pdf"
    first = town.martin.get(address).data

    (kept,) = Path(town.service.settings.files).rglob("*.pdf")
    assert b"%PDF" not in kept.read_bytes()
    assert town.martin.get(address).data == first


def test_no_name_lies_readable_in_the_database(town, invoice):
    town.martin.get(f"/invoices/{invoice['invoice_id']}/pdf")

    path = town.service.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        everything = "\n".join(database.iterdump())
    database.close()
    assert "2026-00001" in everything
    for name in ("Claire", "Bateliers", "Léo", "L\\u00e9o", "Mia"):
        assert name not in everything


def test_an_erased_payer_is_gone_and_the_amounts_stay(town, invoice):
    """After the ten years: the key of the household is destroyed."""
    town.service.app.extensions["portail"][1].vault.forget(MARTIN)

    page = town.staff.get(f"/invoices/{invoice['invoice_id']}").json

    assert page["payer"] == {"name": "[effacé]", "address": []}
    assert {line["given_name"] for line in page["lines"]} == {"[effacé]"}
    assert page["total_cents"] == 1340
