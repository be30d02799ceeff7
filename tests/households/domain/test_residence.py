from dataclasses import replace

import pytest

from services.households.domain import household
from services.households.domain.answers import AddressFilled, FillSection
from services.households.domain.residence import Area, HouseholdLocated, Locate, area_of
from shared.eventstore.personal import ERASED
from tests.households.families import MARTIN, opened, rue_des_lilas
from tests.support.given import given

CENTRE = Area(area_id="centre", name="Centre", resident=True, postcodes=("67000",))
ILLKIRCH = Area(
    area_id="illkirch",
    name="Illkirch",
    resident=False,
    postcodes=("67400",),
    towns=("Illkirch-Graffenstaden",),
)
AREAS = (CENTRE, ILLKIRCH)
at_home = AddressFilled(household_id=MARTIN, **vars(rue_des_lilas))
inside = HouseholdLocated(household_id=MARTIN, area="centre", resident=True)
outside = HouseholdLocated(household_id=MARTIN, area=None, resident=False)


def fill(address, areas=AREAS):
    return FillSection(household_id=MARTIN, seen=9, section=address, areas=areas)


def test_a_new_address_is_looked_up_in_the_areas_of_the_operator():
    given(household, opened).when(fill(rue_des_lilas)).then(at_home, inside)


def test_an_address_in_none_of_the_areas_is_outside():
    paris = replace(rue_des_lilas, postcode="75001", town="Paris")

    given(household, opened).when(fill(paris)).then(
        AddressFilled(household_id=MARTIN, **vars(paris)), outside
    )


def test_moving_within_an_area_says_nothing_new():
    next_door = replace(rue_des_lilas, line1="14 rue des Lilas")

    given(household, opened, at_home, inside).when(fill(next_door)).then(
        AddressFilled(household_id=MARTIN, **vars(next_door))
    )


def test_without_a_list_of_areas_nobody_is_told_where_a_family_lives():
    given(household, opened).when(fill(rue_des_lilas, areas=())).then(at_home)


def test_another_list_of_areas_is_looked_up_again():
    locate = Locate(household_id=MARTIN, areas=(replace(CENTRE, resident=False),))

    given(household, opened, at_home, inside).when(locate).then(replace(inside, resident=False))
    given(household, opened).when(locate).then_nothing()


def test_an_address_that_was_erased_is_looked_up_no_more():
    gone = replace(at_home, postcode=ERASED, town=ERASED)

    given(household, opened, gone, inside).when(
        Locate(household_id=MARTIN, areas=(ILLKIRCH,))
    ).then_nothing()


@pytest.mark.parametrize(
    ("postcode", "town", "area"),
    [
        ("67400", "ILLKIRCH GRAFFENSTADEN", "illkirch"),
        ("67400", "Illkirch-Graffenstaden", "illkirch"),
        ("67400", "Ostwald", None),
        ("67000", "anywhere", "centre"),
    ],
)
def test_a_town_is_known_however_it_is_written(postcode, town, area):
    found = area_of(replace(rue_des_lilas, postcode=postcode, town=town), AREAS)

    assert (found and found.area_id) == area
