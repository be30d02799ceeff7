from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.billing.api import months
from services.billing.clients.households import Payer
from shared.contracts import billing
from shared.eventstore.store import Conflict
from shared.web.client import Unavailable
from tests.billing.api.town import AGENT, RATES, TOM, Town
from tests.billing.martins import DUPONT, LEO, MARTIN, MIA


def numbers(town):
    return sorted(it.number for it in town.service.published(billing.InvoiceIssued))


def test_staff_see_what_a_month_would_bring(town):
    assert town.staff.get("/months").json == [
        {
            "period": "2026-10",
            "households": 2,
            "days": 4,
            "invoiced": 0,
            "issued_total_cents": 0,
        }
    ]
    october = town.staff.get("/months/2026-10").json
    assert sorted((it["days"], it["amount_cents"]) for it in october["billable"]) == [
        (1, 720),
        (3, 1340),
    ]
    assert october["invoices"] == []


def test_a_month_is_issued_with_one_invoice_per_household(town):
    assert town.issue().json == {"issued": 2, "total_cents": 2060, "left": []}

    assert numbers(town) == ["2026-00001", "2026-00002"]
    assert town.staff.get("/months").json[0]["invoiced"] == 2
    assert town.staff.get("/months").json[0]["issued_total_cents"] == 2060
    october = town.staff.get("/months/2026-10").json
    assert october["billable"] == []
    assert {it["number"] for it in october["invoices"]} == {"2026-00001", "2026-00002"}


def test_what_is_published_holds_no_name(town):
    town.issue()

    told = {it.household_id: it for it in town.service.published(billing.InvoiceIssued)}
    assert told[MARTIN] == billing.InvoiceIssued(
        invoice_id=told[MARTIN].invoice_id,
        number=told[MARTIN].number,
        household_id=MARTIN,
        period="2026-10",
        total_cents=1340,
        due_on=date(2026, 12, 3),
        deducted_cents=0,
    )


def test_issuing_twice_issues_once(town):
    town.issue()

    assert town.issue().json == {"issued": 0, "total_cents": 0, "left": []}
    assert numbers(town) == ["2026-00001", "2026-00002"]


def test_a_refused_line_is_not_billed(town):
    town.accept(DUPONT, TOM, "EVENING", date(2026, 10, 6), decision="REFUSED")

    town.issue()

    assert town.dupont.get("/invoices").json["invoices"][0]["total_cents"] == 720


def test_a_cancelled_day_is_not_billed(town):
    town.cancel(MARTIN, LEO, "LUNCH", date(2026, 10, 6))

    town.issue()

    assert town.martins_invoice()["total_cents"] == 560 + 220


def test_a_day_on_strike_is_not_billed(town):
    town.change_days(MARTIN, LEO, "LUNCH", gone=(date(2026, 10, 6),))

    town.issue()

    assert town.martins_invoice()["total_cents"] == 560 + 220


def test_a_day_that_opens_again_is_billed(town):
    town.change_days(MARTIN, LEO, "LUNCH", added=(date(2026, 10, 8), date(2026, 10, 9)))

    town.issue()

    assert town.martins_invoice()["total_cents"] == 4 * 560 + 220


def test_the_same_decision_heard_for_the_same_day_is_billed_once(town):
    town.accept(MARTIN, LEO, "LUNCH", date(2026, 10, 6), date(2026, 10, 7))

    town.issue()

    assert town.martins_invoice()["total_cents"] == 3 * 560 + 220


def test_each_day_has_the_price_of_that_day(town):
    town.record_quotient(MARTIN, 100, date(2026, 10, 6))

    town.issue()

    assert town.martins_invoice()["total_cents"] == 560 + 380 + 220


def test_days_of_another_month_wait_for_their_own_invoice(town):
    town.accept(MARTIN, LEO, "LUNCH", date(2026, 11, 2))

    town.issue("2026-10")
    town.issue("2026-11")

    assert [it["period"] for it in town.martin.get("/invoices").json["invoices"]] == [
        "2026-11",
        "2026-10",
    ]
    assert numbers(town) == ["2026-00001", "2026-00002", "2026-00003"]


def test_numbers_begin_anew_with_the_year_of_issue(town, move_clock):
    town.accept(MARTIN, LEO, "LUNCH", date(2026, 12, 1))
    town.issue("2026-10")
    move_clock(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # in Paris it is 2027 already
    town.issue("2026-12")

    assert numbers(town) == ["2026-00001", "2026-00002", "2027-00001"]


def test_a_run_interrupted_between_two_transactions_is_continued(town, monkeypatch):
    """The process dies after the first household; the next run leaves no gap and no double."""
    monkeypatch.setattr(months, "CHUNK", 1)
    real, runs = months.run, []

    def dies_at_the_second(work):
        runs.append(work)
        if len(runs) == 2:
            raise Conflict
        return real(work)

    monkeypatch.setattr(months, "run", dies_at_the_second)
    assert town.issue().status_code == 409
    assert numbers(town) == ["2026-00001"]

    monkeypatch.setattr(months, "run", real)
    assert town.issue().json["issued"] == 1
    assert numbers(town) == ["2026-00001", "2026-00002"]


def test_an_invoice_that_cannot_be_kept_takes_no_number(town, monkeypatch):
    """Numbers and invoices are one transaction: what fails last undoes what came first."""
    store = town.service.app.extensions["portail"][1]
    real = store.append

    def fails_once(*args):
        monkeypatch.setattr(store, "append", real)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(store, "append", fails_once)
    assert town.issue().status_code == 500
    assert town.staff.get("/months/2026-10").json["invoices"] == []

    assert town.issue().json["issued"] == 2
    assert numbers(town) == ["2026-00001", "2026-00002"]


def test_a_household_whose_payer_is_unknown_is_left_and_told(town):
    del town.households.payers_known[DUPONT]

    answer = town.issue().json

    assert answer["issued"] == 1
    assert answer["left"] == [{"household_id": str(DUPONT), "code": "payer_unknown", "facts": {}}]
    town.households.payers_known[DUPONT] = Payer(name="Jean Dupont", address=("8 rue du Dôme",))
    assert town.issue().json["issued"] == 1
    assert numbers(town) == ["2026-00001", "2026-00002"]


def test_a_household_with_an_unknown_child_is_left(town):
    del town.households.names_known[MIA]

    assert town.issue().json["left"][0]["code"] == "child_unknown"


def test_a_slot_without_a_price_leaves_the_household_and_shows_in_the_month(town):
    town.accept(DUPONT, TOM, "WEDNESDAY", date(2026, 10, 7))

    october = town.staff.get("/months/2026-10").json
    answer = town.issue().json

    refusals = {it["household_id"]: it["refusal"] for it in october["billable"]}
    assert refusals[str(DUPONT)] == {"code": "no_price", "facts": {"slot_type": "WEDNESDAY"}}
    assert refusals[str(MARTIN)] is None
    assert answer["issued"] == 1
    assert answer["left"][0]["code"] == "no_price"


def test_nothing_is_issued_while_households_is_away(town, monkeypatch):
    def away(_ids):
        raise Unavailable("households does not answer")

    monkeypatch.setattr(town.households, "payers", away)

    assert town.issue().status_code == 503
    assert numbers(town) == []


def test_bookings_that_move_after_the_invoice_are_shown_to_staff(town):
    town.issue()
    town.cancel(MARTIN, LEO, "LUNCH", date(2026, 10, 6))  # credited at once
    town.accept(MARTIN, LEO, "LUNCH", date(2026, 10, 7), date(2026, 10, 8))

    october = town.staff.get("/months/2026-10").json

    assert october["changed"] == [
        {
            "household_id": str(MARTIN),
            "invoice_id": town.martins_invoice()["invoice_id"],
            "added_days": 2,
            "cancelled_days": 0,
        }
    ]
    assert town.martins_invoice()["total_cents"] == 1340


def test_an_issued_invoice_keeps_its_words_when_everything_else_changes(town):
    town.issue()
    number = town.martins_invoice()["invoice_id"]
    before = town.martin.get(f"/invoices/{number}").json

    dearer = RATES | {"prices": {"LUNCH": [9, 9, 9], "EVENING": [9, 9, 9]}}
    town.operator.put("/rate-tables/2026", json=dearer)
    town.record_quotient(MARTIN, 0, date(2026, 9, 1))
    town.households.payers_known[MARTIN] = replace(
        town.households.payers_known[MARTIN], name="Claire Durand"
    )
    town.issue()

    assert town.martin.get(f"/invoices/{number}").json == before


def test_without_an_operator_nothing_is_issued(tmp_path, move_clock):
    lonely = Town(tmp_path / "var")
    lonely.accept(MARTIN, LEO, "LUNCH", date(2026, 10, 5))

    answer = lonely.issue()

    assert (answer.status_code, answer.json["code"]) == (409, "operator_unknown")


@pytest.mark.parametrize("period", ["2026-13", "2026", "october", "2026-1"])
def test_what_is_not_a_month_is_not_found(town, period):
    assert town.staff.get(f"/months/{period}").status_code == 404
    assert town.issue(period).status_code == 404


def test_a_month_with_nothing_in_it_issues_nothing(town):
    assert town.issue("2026-09").json == {"issued": 0, "total_cents": 0, "left": []}


@pytest.mark.parametrize("scope", ["family", "public", "operator", "internal"])
def test_only_staff_issue_and_see_months(town, scope):
    client = town.service.client(scope)

    assert client.post("/months/2026-10/invoices", json={}).status_code == 403
    assert client.get("/months/2026-10").status_code == 403
    assert client.get("/months").status_code == 403


def test_staff_without_the_role_neither_issue_nor_see(town):
    colleague = town.service.client("staff", AGENT, {"roles": ["files", "bookings"]})

    assert colleague.get("/months").status_code == 403
    assert colleague.get("/months/2026-10").status_code == 403
    assert colleague.post("/months/2026-10/invoices", json={}).status_code == 403
    assert colleague.get("/invoices", query_string={"household_id": str(MARTIN)}).status_code == 403
    town.issue()
    invoice = town.martins_invoice()["invoice_id"]
    assert colleague.get(f"/invoices/{invoice}").status_code == 403
    assert colleague.get(f"/invoices/{invoice}/pdf").status_code == 403
