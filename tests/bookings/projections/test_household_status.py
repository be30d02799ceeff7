from services.bookings.projections import household_status
from services.bookings.projections.household_status import READ_MODEL, status_of
from shared.contracts.households import (
    HouseholdFileApproved,
    HouseholdFileReturned,
    HouseholdFileSubmitted,
)
from tests.bookings.strasbourg import MARTIN


def test_a_file_is_where_it_was_last_heard_to_be(tables):
    tx = tables(READ_MODEL)
    assert status_of(tx, MARTIN) == "NOT_SUBMITTED"

    household_status.on_household_file_submitted(
        tx, HouseholdFileSubmitted(household_id=MARTIN, submission=1)
    )
    assert status_of(tx, MARTIN) == "SUBMITTED"

    household_status.on_household_file_returned(
        tx, HouseholdFileReturned(household_id=MARTIN, reason="OTHER", rejected_documents=())
    )
    assert status_of(tx, MARTIN) == "RETURNED"

    household_status.on_household_file_approved(tx, HouseholdFileApproved(household_id=MARTIN))
    assert status_of(tx, MARTIN) == "APPROVED"
