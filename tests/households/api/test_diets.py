from uuid import UUID

import pytest

from tests.households.api.martins import LEO, MIA, NADIA, Martins

UNKNOWN = UUID(int=404)
ASKED = {"children": [str(LEO), str(MIA), str(UNKNOWN)]}


@pytest.fixture
def told(martins: Martins) -> Martins:
    martins.tell_everything()
    return martins


def test_the_kitchen_learns_what_a_child_eats_and_nothing_else(told: Martins) -> None:
    desk = told.service.client("staff", NADIA, {"roles": ["bookings"]})

    assert desk.post("/diets", json=ASKED).json == {"diets": {str(LEO): "NO_PORK"}}


def test_only_staff_who_see_to_bookings_learn_it(told: Martins) -> None:
    accountant = told.service.client("staff", NADIA, {"roles": ["billing"]})

    assert accountant.post("/diets", json=ASKED).status_code == 403
    assert told.family.post("/diets", json=ASKED).status_code == 403
