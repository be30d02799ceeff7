from datetime import date

import pytest

from tests.billing.api.town import AGENT, MARTIN_ACCOUNT, RATES, Town
from tests.billing.martins import MARTIN


def test_the_operator_sets_rates_and_a_family_sees_its_prices(town):
    assert town.martin.get("/prices").json == {
        "quotient": 900,
        "band": "de 701 à 1 200",
        "prices": {"LUNCH": 560, "EVENING": 220},
    }


def test_setting_the_same_rates_again_changes_nothing(town):
    assert town.operator.put("/rate-tables/2026", json=RATES).status_code == 200

    assert len(town.service.store.history("rate-table-2026")) == 1


def test_a_family_without_a_quotient_sees_the_last_band(town):
    assert town.dupont.get("/prices").json["prices"] == {"LUNCH": 720, "EVENING": 300}
    assert town.dupont.get("/prices").json["quotient"] is None


def test_a_quotient_counts_from_the_day_it_takes_effect(town):
    town.record_quotient(MARTIN, 300, date(2026, 11, 3))
    town.record_quotient(MARTIN, 2000, date(2026, 11, 4))

    assert town.martin.get("/prices").json["quotient"] == 300


def test_a_quotient_recorded_again_for_the_same_day_is_corrected(town):
    town.record_quotient(MARTIN, 950, date(2026, 9, 1))

    assert town.martin.get("/prices").json["quotient"] == 950


def test_an_account_whose_household_is_unknown_sees_the_last_band(town):
    stranger = town.service.client("family", MARTIN)

    assert stranger.get("/prices").json["band"] == "plus de 1 200"


def test_without_rates_there_are_no_prices(tmp_path):
    empty = Town(tmp_path)

    assert empty.service.client("family", MARTIN_ACCOUNT).get("/prices").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"valid_from": "yesterday"}, "valid_from", "not_a_date"),
        ({"due_days": "thirty"}, "due_days", "not_a_number"),
        ({"due_days": -1}, "due_days", "out_of_range"),
        ({"prices": {"LUNCH": [1, -2, 3]}}, "prices.LUNCH.value.1", "too_small"),
        ({"prices": {"BRUNCH": [1, 2, 3]}}, "prices.BRUNCH.key", "not_a_choice"),
        ({"bands": [{"upto": None}]}, "bands.0.label", "required"),
    ],
)
def test_wrong_rates_are_told_by_field_and_code(town, wrong, field, code):
    answer = town.operator.put("/rate-tables/2027", json=RATES | wrong)

    assert answer.status_code == 422
    assert {"field": field, "code": code} in answer.json["errors"]


def test_a_missing_price_is_refused(town):
    answer = town.operator.put("/rate-tables/2027", json=RATES | {"prices": {"LUNCH": [1, 2]}})

    assert (answer.status_code, answer.json["code"]) == (409, "one_price_per_band")
    assert answer.json["facts"] == {"slot_type": "LUNCH"}


@pytest.mark.parametrize("scope", ["family", "staff", "public", "internal"])
def test_only_the_operator_sets_rates(town, scope):
    answer = town.service.client(scope).put("/rate-tables/2026", json=RATES)

    assert answer.status_code == 403


def test_staff_see_from_when_prices_hold_and_for_what(town: Town) -> None:
    staff = town.service.client("staff", AGENT, {"roles": ["bookings"]})

    (table, *_later) = staff.get("/rate-tables").json["rate_tables"]

    assert set(table) == {"valid_from", "slot_types"} and "LUNCH" in table["slot_types"]
