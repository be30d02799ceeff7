"""Staff change the places of a facility after seeing on which days there would be too few."""

from tests.bookings.strasbourg import LEO, MIA, NOE, OTHER_REQUEST, REQUEST
from tests.bookings.town import MONDAY

PLACES = "/facilities/tilleuls/places"


def places(town, capacity, **changes):
    told = town.nadia.get("/facilities/places").json["facilities"][0]
    slots = [{"slot_type": "LUNCH", "capacity": capacity}]
    return {"seen": told["seen"], "slots": slots, **changes}


def test_fewer_places_than_children_are_seen_first_and_take_nobody_away(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "LUNCH"), (LEO, "LUNCH")]})
    strasbourg.send(strasbourg.sacha, OTHER_REQUEST, {MONDAY: [(NOE, "LUNCH")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (OTHER_REQUEST, "1", "ACCEPT", None))

    over = strasbourg.nadia.post(f"{PLACES}/preview", json=places(strasbourg, 1)).json["overfull"]
    refused = strasbourg.nadia.post(PLACES, json=places(strasbourg, 1))
    body = places(strasbourg, 1, overfull_accepted=True)
    accepted = strasbourg.nadia.post(PLACES, json=body)

    assert over[0] == {"day": MONDAY, "pool": None, "slot_type": "LUNCH", "too_many": 1}
    assert (refused.status_code, refused.json["code"]) == (409, "below_taken")
    assert accepted.status_code == 204
    slots = strasbourg.nadia.get(f"/occupancy/{MONDAY}").json["facilities"][0]["slots"]
    assert next(it["taken"] for it in slots if it["slot_type"] == "LUNCH") == 2
    changes = strasbourg.nadia.get("/facilities/places").json["changes"]
    assert [it["actor"][:5] for it in changes] == ["staff", "opera"]


def test_two_people_who_change_the_same_places_do_not_overwrite_each_other(strasbourg):
    first, second = places(strasbourg, 40), places(strasbourg, 50)

    assert strasbourg.nadia.post(PLACES, json=first).status_code == 204
    assert strasbourg.nadia.post(PLACES, json=second).json["code"] == "changed_elsewhere"
