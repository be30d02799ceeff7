"""What bookings listens to, and what each event and the clock do here."""

from collections.abc import Sequence
from typing import Final

from services.bookings import policies
from services.bookings.projections import (
    absences,
    bookable_children,
    guardians,
    household_areas,
    household_status,
    open_swaps,
    prepared_requests,
    working_guardians,
)
from services.bookings.projections.waiting_list import OPEN_OFFERS
from shared.contracts import households
from shared.messaging.subscriptions import On, Subscriptions
from shared.messaging.timed import At

SUBSCRIPTIONS: Subscriptions = {
    households.HouseholdOpened: On(show=[guardians.on_household_opened]),
    households.ChildRegistered: On(show=[bookable_children.on_child_registered]),
    households.OtherHomeJoined: On(then=[policies.when_other_home_joined]),
    households.OtherHomeEnded: On(then=[policies.when_other_home_ended]),
    households.ChildUpdated: On(show=[bookable_children.on_child_updated]),
    households.GuardianWorkTold: On(show=[working_guardians.on_guardian_work_told]),
    households.HouseholdLocated: On(show=[household_areas.on_household_located]),
    households.HouseholdFileSubmitted: On(show=[household_status.on_household_file_submitted]),
    households.HouseholdFileApproved: On(show=[household_status.on_household_file_approved]),
    households.HouseholdFileReturned: On(show=[household_status.on_household_file_returned]),
}

TIMED: Final[Sequence[At]] = [
    At(
        name="prepared_request_sent",
        waiting=prepared_requests.WAITING,
        then=policies.when_an_opening_comes,
    ),
    At(
        name="certificate_due",
        waiting=absences.REMINDERS,
        then=policies.when_certificate_is_due,
    ),
    At(
        name="certificate_delay_over",
        waiting=absences.DELAYS,
        then=policies.when_delay_is_over,
    ),
    At(name="swap", waiting=open_swaps.WAITING, then=policies.when_swap_is_over),
    At(name="offer", waiting=OPEN_OFFERS, then=policies.when_offer_is_over),
]
