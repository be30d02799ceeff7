"""Every route, asked by the other home of a child: nothing of the first one is in any answer.

The routes are read from the applications; what is asked about are the first home's own ids.
"""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.contracts import households
from tests.bookings import strasbourg
from tests.hostile import worlds
from tests.hostile.test_every_route import UNASKED, address, method
from tests.households.api import martins

pytestmark = pytest.mark.whole

JOINED = datetime(2026, 5, 1, tzinfo=UTC)


def households_of_two(folder):
    """Léo is in the file of the Martins and, with their code, in the strangers'."""
    world = worlds.households(folder)
    first = martins.Martins(world.service)
    other = martins.Martins(world.service, martins.STRANGER)
    path = f"/household/children/{martins.LEO}/invitation"
    code = first.family.post(path, json={}).json["code"]
    told = martins.LEO_IDENTITY | {"family_name": "Klein", "code": code}
    joined = other.family.post("/household/children/joined", json=told)
    assert joined.status_code == 201, joined.json
    secrets = (
        *("Camille", "Dr Weber", "rue des Lilas", "Odile", "Jean Roth", "arachides"),
        *(code, first.household_id, str(martins.CAMILLE), str(martins.PROOF)),
    )
    return world, other.family, secrets


def bookings_of_two(folder):
    """Léo lives with the Martins, who have asked for a day, and with the Petits."""
    world = worlds.bookings(folder)
    world.service.hear(
        households.OtherHomeJoined(
            household_id=strasbourg.PETIT,
            first_household_id=strasbourg.MARTIN,
            child_id=strasbourg.LEO,
            joined_at=JOINED,
        )
    )
    world.service.hear(
        households.ChildRegistered(
            household_id=strasbourg.PETIT,
            child_id=strasbourg.LEO,
            school_level="ELEMENTAIRE",
            school_id="la-fontaine",
            six_from=None,
        )
    )
    calendar = {"weeks": "ODD", "first_halves": None, "exceptions": []}
    first = world.service.client("family", strasbourg.CAMILLE)
    proposed = {"proposal_id": str(UUID(int=0x51)), "starts_on": "2026-09-14", **calendar}
    path = f"/custody/{strasbourg.LEO}/proposals"
    assert first.post(path, json=proposed).status_code == 200
    secrets = tuple(
        map(
            str,
            (
                strasbourg.MARTIN,
                strasbourg.CAMILLE,
                strasbourg.MIA,
                strasbourg.REQUEST,
                strasbourg.OTHER_REQUEST,
            ),
        )
    )
    return world, world.service.client("family", strasbourg.SACHA), secrets


@pytest.mark.parametrize("make", [households_of_two, bookings_of_two])
def test_no_route_shows_the_other_home_anything_of_the_first(make, tmp_path):
    world, other_home, secrets = make(tmp_path)
    shown, read = set(), 0

    for route in world.service.app.url_map.iter_rules():
        if method(route) != "GET" or route.rule in UNASKED:
            continue
        path = address(world, route)
        answer = other_home.get(path)
        read += answer.status_code == 200
        shown |= {
            f"{path}: {secret}"
            for secret in secrets
            if secret in answer.text and secret not in path
        }

    assert shown == set()
    assert read >= 3, "the other home reads its own pages"


@pytest.mark.parametrize("make", [households_of_two, bookings_of_two])
def test_whatever_the_other_home_sends_the_first_one_reads_the_same(make, tmp_path):
    """Every route that changes something, with the first home's ids: its own pages do not move."""
    world, other_home, _secrets = make(tmp_path)
    first = world.client("family")
    pages = {
        "households": ["/household"],
        "bookings": ["/requests", "/requests/draft", "/planning?month=2026-09", "/week"],
    }[world.service.name]
    for_both = ("other-home", "/answer")  # either may end it; the other one answers
    before = [first.get(page).json for page in pages]

    for route in world.service.app.url_map.iter_rules():
        if method(route) == "GET" or any(word in route.rule for word in for_both):
            continue
        send = getattr(other_home, method(route).lower())
        send(address(world, route), json={**world.words, **_as_text(world.mine)})

    assert [first.get(page).json for page in pages] == before


def _as_text(ids):
    return {name: str(value) for name, value in ids.items()}
