from dataclasses import asdict, fields, replace

import pytest

from services.bookings.domain import facility
from services.bookings.domain.facility import DescribeFacility, FacilityDescribed
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import MON, TILLEULS, WED, offered
from tests.support.given import given

FIELDS = {field.name: getattr(TILLEULS, field.name) for field in fields(TILLEULS)}
describe = DescribeFacility(**FIELDS)
described = FacilityDescribed(**FIELDS)


def test_a_facility_is_described():
    given(facility).when(describe).then(described)


def test_describing_it_again_in_the_same_words_changes_nothing():
    given(facility, described).when(describe).then_nothing()


def test_more_places_are_a_new_description():
    more = (offered(SlotType.LUNCH, capacity=60),)

    given(facility, described).when(replace(describe, slot_types=more)).then(
        replace(described, slot_types=more)
    )


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ((offered(SlotType.LUNCH, weekdays=(MON, WED)),), "wrong_weekday"),
        ((offered(SlotType.WEDNESDAY, weekdays=(MON,)),), "wrong_weekday"),
        ((offered(SlotType.LUNCH), offered(SlotType.LUNCH)), "slot_type_twice"),
        ((offered(SlotType.LUNCH, starts="14:00", ends="12:00"),), "hours_reversed"),
    ],
)
def test_a_description_that_cannot_be_is_refused(slots, code):
    given(facility).when(replace(describe, slot_types=slots)).refused(code)


def test_a_facility_keeps_all_of_its_description():
    assert asdict(facility.evolve(facility.INITIAL, described)) == asdict(TILLEULS)
