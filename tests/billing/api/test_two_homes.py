"""Léo lives with the Martins (quotient 900) and the Duponts (300): two payers, two quotients."""

from datetime import date

import pytest

from shared.contracts import billing, bookings
from tests.billing.api.town import DUPONT, LEO, MARTIN, NOVEMBER_3

OURS, THEIRS = date(2026, 11, 9), date(2026, 11, 16)


@pytest.fixture
def homes(town):
    town.record_quotient(DUPONT, 300, date(2026, 9, 1))
    town.accept(MARTIN, LEO, "LUNCH", OURS)
    town.accept(DUPONT, LEO, "LUNCH", THEIRS)
    return town


def hand_over(town, day, from_household, household_id):
    town.service.hear(
        bookings.PlaceHandedOver(
            child_id=LEO,
            facility_id="tilleuls",
            slot_type="LUNCH",
            day=day,
            from_household_id=from_household,
            household_id=household_id,
            handed_over_at=NOVEMBER_3,
        )
    )


def owed(town):
    month = town.staff.get("/months/2026-11").json
    return {it["household_id"]: (it["days"], it["amount_cents"]) for it in month["billable"]}


def test_each_home_pays_its_own_days_at_its_own_quotient(homes):
    assert owed(homes) == {str(MARTIN): (1, 560), str(DUPONT): (1, 380)}

    assert homes.issue("2026-11").json == {"issued": 2, "total_cents": 940, "left": []}


def test_a_day_that_changes_hands_is_paid_by_who_has_it_at_its_quotient(homes):
    hand_over(homes, OURS, MARTIN, DUPONT)

    assert owed(homes) == {str(DUPONT): (2, 760)}


def test_what_one_home_gives_back_is_still_paid_by_the_other(homes):
    hand_over(homes, OURS, MARTIN, DUPONT)
    homes.cancel(MARTIN, LEO, "LUNCH", OURS)

    assert owed(homes) == {str(DUPONT): (2, 760)}


def test_a_day_that_was_invoiced_and_changes_hands_is_credited_to_who_gave_it(homes):
    homes.issue("2026-11")

    hand_over(homes, OURS, MARTIN, DUPONT)

    (credited,) = homes.service.published(billing.CreditNoteIssued)
    assert credited.household_id == MARTIN
