"""What bookings listens to, and what each event does here."""

from services.bookings.projections import bookable_children, guardians, household_status
from shared.contracts import households
from shared.messaging.subscriptions import On, Subscriptions

SUBSCRIPTIONS: Subscriptions = {
    households.HouseholdOpened: On(show=[guardians.on_household_opened]),
    households.ChildRegistered: On(show=[bookable_children.on_child_registered]),
    households.ChildUpdated: On(show=[bookable_children.on_child_updated]),
    households.HouseholdFileSubmitted: On(show=[household_status.on_household_file_submitted]),
    households.HouseholdFileApproved: On(show=[household_status.on_household_file_approved]),
    households.HouseholdFileReturned: On(show=[household_status.on_household_file_returned]),
}
