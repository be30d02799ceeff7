"""What is told to the others of a request: what comes together and what instead, by line."""

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import Alternative, Bundle
from services.bookings.domain.request_history import RequestSubmitted
from services.bookings.publications import publication
from shared.contracts import bookings
from tests.bookings.strasbourg import CAMILLE, MARTIN, REQUEST, paris


def test_a_request_says_what_its_family_wants_together_and_what_instead():
    told = publication(
        RequestSubmitted(
            request_id=REQUEST,
            reference="D-2026-7K3F9Q",
            household_id=MARTIN,
            account_id=CAMILLE,
            facility_id="tilleuls",
            school_year="2026-2027",
            kind=BookingKind.STANDING,
            received_at=paris("2026-04-04 19:00"),
            lines=(),
            cancellations=(),
            later=(),
            next_request_id=None,
            bundles=(Bundle(line_ids=("1", "2")),),
            alternatives=(Alternative(wanted=("1", "2"), instead=("3",)),),
        )
    )

    assert isinstance(told, bookings.BookingRequested)
    assert told.bundles == (bookings.RequestedBundle(line_ids=("1", "2")),)
    assert told.alternatives == (bookings.RequestedAlternative(wanted=("1", "2"), instead=("3",)),)
