"""The day after the due date an unpaid invoice is overdue, and told so once."""

from datetime import datetime, timedelta

import pytest

from services.billing.projections.due_dates import overdue_at
from shared.contracts import billing
from shared.eventstore.clock import PARIS
from tests.billing.api.test_payments import Bank, start
from tests.billing.bank_s_hand import notification
from tests.billing.martins import FIRST_TRY, MARTIN

DECEMBER_4 = datetime(2026, 12, 4, 8, tzinfo=PARIS)


@pytest.fixture
def invoice(town):
    town.issue()
    return town.martins_invoice()


def overdue(town):
    said = town.service.published(billing.InvoiceOverdue)
    return [each for each in said if each.household_id == MARTIN]


def look(town):
    town.service.worker.timekeeper.look()


def test_the_whole_due_date_is_the_familys(town, invoice, move_clock):
    assert invoice["due_on"] == "2026-12-03"

    move_clock(DECEMBER_4 - timedelta(minutes=1))
    look(town)

    assert overdue(town) == []
    assert town.martins_invoice()["state"] == "UNPAID"


def test_the_morning_after_it_is_overdue_and_told_once(town, invoice, move_clock):
    move_clock(DECEMBER_4)
    look(town)
    look(town)
    move_clock(DECEMBER_4 - timedelta(hours=1))
    look(town)

    (said,) = overdue(town)
    assert str(said.invoice_id) == invoice["invoice_id"]
    assert (said.number, said.total_cents) == (invoice["number"], invoice["total_cents"])
    assert town.martins_invoice()["state"] == "OVERDUE"
    (row,) = [
        each
        for each in town.staff.get("/months/2026-10").json["invoices"]
        if each["household_id"] == str(MARTIN)
    ]
    assert row["state"] == "OVERDUE"


def test_a_paid_invoice_is_not_overdue(town, invoice, move_clock):
    start(town, invoice)
    Bank(town).tells(notification(FIRST_TRY, invoice["total_cents"]))

    move_clock(DECEMBER_4)
    look(town)

    assert overdue(town) == []
    assert town.martins_invoice()["state"] == "PAID"


def test_a_payment_that_the_bank_has_is_waited_for_and_its_refusal_makes_it_overdue(
    town, invoice, move_clock
):
    bank = Bank(town)
    start(town, invoice)
    bank.tells(notification(FIRST_TRY, invoice["total_cents"], status="PENDING"))
    move_clock(DECEMBER_4)
    look(town)
    assert overdue(town) == []

    bank.tells(notification(FIRST_TRY, invoice["total_cents"], status="REFUSED"))
    look(town)

    assert len(overdue(town)) == 1


def test_an_overdue_invoice_is_paid_like_any_other(town, invoice, move_clock):
    move_clock(DECEMBER_4)
    look(town)

    assert start(town, invoice).status_code == 200
    Bank(town).tells(notification(FIRST_TRY, invoice["total_cents"]))

    assert town.martins_invoice()["state"] == "PAID"


def test_the_morning_after_knows_the_change_of_the_clocks():
    summer, winter = datetime(2026, 10, 24, tzinfo=PARIS), datetime(2026, 10, 25, tzinfo=PARIS)

    assert overdue_at(summer.date()) == datetime(2026, 10, 25, 8, tzinfo=PARIS)
    assert overdue_at(winter.date()) == datetime(2026, 10, 26, 8, tzinfo=PARIS)
