import pytest

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.request_history import BookingRequest
from services.bookings.projections.booking_facts import booking_facts
from shared.eventstore.decider import Refused
from tests.bookings.strasbourg import LEO, MARTIN, MIA, REQUEST, paris
from tests.bookings.town import MONDAY, town

AT = paris("2026-04-03 19:04")
OF_THE_MARTINS = BookingRequest(
    household_id=MARTIN,
    facility_id="tilleuls",
    school_year="2026-2027",
    kind=BookingKind.STANDING,
)


def test_the_facts_are_those_of_the_household_at_that_instant(tmp_path, monkeypatch):
    monkeypatch.setattr("shared.eventstore.clock.now", lambda: AT)
    strasbourg = town(tmp_path)
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "LUNCH")]})

    with strasbourg.service.store.engine.connect() as tx:
        facts = booking_facts(tx, OF_THE_MARTINS, AT)

    assert [(child.child_id, child.why) for child in facts.children] == [
        (MIA, None),
        (LEO, "not_open_yet"),
    ]
    assert [(line.child_id, line.state) for line in facts.lines] == [(MIA, "REQUESTED")]


def test_there_are_no_facts_without_a_household_a_facility_or_a_year(tmp_path):
    strasbourg = town(tmp_path)
    with strasbourg.service.store.engine.connect() as tx:
        for request, code in [
            (BookingRequest(), "no_draft"),
            (BookingRequest(household_id=MARTIN), "unknown_school_year"),
            (BookingRequest(household_id=MARTIN, school_year="2026-2027"), "unknown_facility"),
        ]:
            with pytest.raises(Refused, match=f"^{code}$"):
                booking_facts(tx, request, AT)
