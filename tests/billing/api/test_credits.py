"""A day that is not billed any more after its invoice: a credit note, and what becomes of it."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from shared.contracts import billing, bookings
from tests.billing.api.test_payments import Bank, start
from tests.billing.api.town import Town
from tests.billing.bank_s_hand import notification
from tests.billing.martins import FIRST_TRY, LEO, MARTIN, MONDAY, NOVEMBER_3, SECOND_TRY, TUESDAY

REFUND = UUID(int=41)


def excuse(town, day=MONDAY, child_id=LEO, slot_type="LUNCH"):
    event = bookings.AbsenceExcused(
        absence_id=UUID(int=day.toordinal()),
        household_id=MARTIN,
        child_id=child_id,
        day=day,
        slots=(bookings.AbsentSlot(facility_id="tilleuls", slot_type=slot_type),),
        excused_at=NOVEMBER_3,
    )
    town.service.hear(event)
    return event


def credit_notes(town):
    return town.service.published(billing.CreditNoteIssued)


def pay(town, cents, payment_id=FIRST_TRY):
    start(town, town.martins_invoice(), payment_id)
    assert Bank(town).tells(notification(payment_id, cents)).status_code == 204


def credit(town):
    return town.martin.get("/credit").json["left_cents"]


def refund(town, cents, refund_id=REFUND):
    body = {
        "refund_id": str(refund_id),
        "household_id": str(MARTIN),
        "amount_cents": cents,
        "reference": "VIR-12",
    }
    return town.staff.post("/refunds", json=body)


@pytest.fixture
def invoiced(town) -> Town:
    town.issue()
    return town


def test_an_absence_excused_after_its_invoice_makes_a_credit_note(invoiced):
    excuse(invoiced)

    (note,) = credit_notes(invoiced)
    assert (note.number, note.invoice_number) == ("A2026-00001", "2026-00001")
    assert (note.reason, note.amount_cents, note.deducted_cents) == ("ABSENCE_EXCUSED", 560, 560)
    invoice = invoiced.martins_invoice()
    assert (invoice["total_cents"], invoice["left_cents"]) == (1340, 780)
    assert invoiced.staff.get("/months/2026-10").json["changed"] == []


def test_an_absence_excused_before_its_invoice_needs_none(town):
    excuse(town)
    town.issue()

    assert credit_notes(town) == []
    assert town.martins_invoice()["total_cents"] == 780


def test_the_credit_note_is_made_once_however_often_it_is_heard(invoiced):
    event = excuse(invoiced)
    invoiced.service.hear(event)
    invoiced.service.hear(event)

    assert [it.number for it in credit_notes(invoiced)] == ["A2026-00001"]


def test_numbers_of_credit_notes_have_no_gap(invoiced):
    excuse(invoiced, MONDAY)
    excuse(invoiced, date(2026, 10, 12))  # nothing was invoiced then
    excuse(invoiced, TUESDAY)

    assert [it.number for it in credit_notes(invoiced)] == ["A2026-00001", "A2026-00002"]


def test_a_strike_on_an_invoiced_day_makes_a_credit_note(invoiced):
    invoiced.change_days(MARTIN, LEO, "LUNCH", gone=(TUESDAY,))

    (note,) = credit_notes(invoiced)
    assert (note.reason, note.amount_cents) == ("DAY_CLOSED", 560)


def test_a_family_pays_what_is_left(invoiced):
    excuse(invoiced)

    pay(invoiced, 780)

    assert invoiced.martins_invoice()["state"] == "PAID"
    assert credit(invoiced) == 0


def test_an_invoice_without_anything_left_is_credited_and_not_to_be_paid(invoiced):
    excuse(invoiced, MONDAY)
    excuse(invoiced, TUESDAY)
    invoiced.change_days(MARTIN, UUID(int=4), "EVENING", gone=(MONDAY,))

    invoice = invoiced.martins_invoice()
    assert (invoice["state"], invoice["left_cents"]) == ("CREDITED", 0)
    assert start(invoiced, invoice, SECOND_TRY).json["code"] == "already_paid"


def test_over_a_paid_invoice_it_is_deducted_from_the_next_one(invoiced):
    pay(invoiced, 1340)
    excuse(invoiced)
    assert credit(invoiced) == 560

    invoiced.accept(MARTIN, LEO, "LUNCH", date(2026, 11, 2), date(2026, 11, 9))
    invoiced.issue("2026-11")

    november = invoiced.martin.get("/invoices").json["invoices"][0]
    assert (november["total_cents"], november["deducted_cents"]) == (1120, 560)
    assert november["left_cents"] == 560
    assert credit(invoiced) == 0
    paper = invoiced.martin.get(f"/invoices/{november['invoice_id']}/pdf").data
    assert "Vos avoirs, déduits" in words(paper)


def test_an_invoice_that_credit_pays_as_a_whole_is_paid(invoiced):
    pay(invoiced, 1340)
    excuse(invoiced)
    invoiced.accept(MARTIN, LEO, "LUNCH", date(2026, 11, 2))

    invoiced.issue("2026-11")

    november = invoiced.martin.get("/invoices").json["invoices"][0]
    assert (november["state"], november["left_cents"]) == ("PAID", 0)


def test_a_payment_on_its_way_when_the_credit_note_came_leaves_credit(invoiced):
    start(invoiced, invoiced.martins_invoice())
    excuse(invoiced)

    Bank(invoiced).tells(notification(FIRST_TRY, 1340))

    assert invoiced.martins_invoice()["state"] == "PAID"
    assert credit(invoiced) == 560


def test_staff_pay_credit_back_once_and_never_too_much(invoiced):
    pay(invoiced, 1340)
    excuse(invoiced)

    assert refund(invoiced, 561, UUID(int=42)).json["code"] == "more_than_the_credit"
    assert refund(invoiced, 560).json["left_cents"] == 0
    assert refund(invoiced, 560).json["left_cents"] == 0

    (told,) = invoiced.service.published(billing.PaymentRefunded)
    assert (told.household_id, told.amount_cents) == (MARTIN, 560)
    assert [it["kind"] for it in invoiced.martin.get("/credit").json["movements"]] == [
        "REFUNDED",
        "ADDED",
    ]


def test_the_paper_says_what_for_and_what_becomes_of_it(invoiced):
    excuse(invoiced)
    (note,) = invoiced.martin.get(f"/invoices/{invoiced.martins_invoice()['invoice_id']}").json[
        "credit_notes"
    ]

    paper = invoiced.martin.get(f"/credit-notes/{note['credit_note_id']}/pdf")

    said = words(paper.data)
    assert "Avoir n° A2026-00001" in said
    assert "Sur la facture n° 2026-00001" in said
    assert "En votre faveur 5,60 €" in said
    assert "Léo, cantine" in said
    assert "déduit de ce qui restait à payer" in said


def test_another_family_reads_neither_paper_nor_credit(invoiced):
    pay(invoiced, 1340)
    excuse(invoiced)
    (note,) = credit_notes(invoiced)

    assert invoiced.dupont.get(f"/credit-notes/{note.credit_note_id}/pdf").status_code == 404
    assert invoiced.dupont.get("/credit").json == {"left_cents": 0, "movements": []}


def words(paper: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    return " ".join(pages.replace("\u00a0", " ").split())
