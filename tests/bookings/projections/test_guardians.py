from services.bookings.projections.guardians import (
    READ_MODEL,
    household_of,
    on_household_opened,
)
from shared.contracts.households import HouseholdOpened
from tests.bookings.strasbourg import CAMILLE, MARTIN, SACHA


def test_an_account_acts_for_its_household_alone(tables):
    tx = tables(READ_MODEL)
    opened = HouseholdOpened(household_id=MARTIN, account_id=CAMILLE)

    on_household_opened(tx, opened)
    on_household_opened(tx, opened)

    assert household_of(tx, CAMILLE) == MARTIN
    assert household_of(tx, SACHA) is None
