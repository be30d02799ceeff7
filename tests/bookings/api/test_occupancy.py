from tests.bookings.strasbourg import LEO, MIA, REQUEST
from tests.bookings.town import MONDAY, TUESDAY, tilleuls

LUNCH = "LUNCH"


def lunch(answer, weekday=None):
    slots = answer["facilities"][0]["slots"]
    return next(
        it for it in slots if it["slot_type"] == LUNCH and it.get("weekday", weekday) == weekday
    )


def test_the_week_shows_places_taken_and_requested_by_weekday(strasbourg):
    strasbourg.send(
        strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)], TUESDAY: [(MIA, LUNCH)]}
    )
    before = strasbourg.nadia.get("/occupancy?facility_id=tilleuls").json
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    after = strasbourg.nadia.get("/occupancy?facility_id=tilleuls").json

    assert (lunch(before, 0)["taken"], lunch(before, 0)["requested"]) == (0, 2)
    assert (lunch(after, 0)["taken"], lunch(after, 0)["requested"]) == (1, 1)
    assert (lunch(after, 0)["capacity"], lunch(after, 1)["requested"]) == (30, 1)


def test_a_day_shows_its_slots_alone(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))

    monday = strasbourg.nadia.get(f"/occupancy/{MONDAY}").json
    easter = strasbourg.nadia.get("/occupancy/2027-03-29").json

    assert {it["slot_type"] for it in monday["facilities"][0]["slots"]} == {
        "MORNING",
        "LUNCH",
        "EVENING",
    }
    assert lunch(monday)["taken"] == 1
    assert easter["facilities"][0]["slots"] == []
    assert easter["facilities"][0]["label"] == "Lundi de Pâques"


def test_a_week_shows_its_days_and_its_pools(strasbourg):
    staff = {
        "id": "staff",
        "name": "Encadrement",
        "slot_types": ["EVENING"],
        "size": 2,
        "ratio": {"under_six": 10, "from_six": 14},
    }
    strasbourg.describe("/facilities/tilleuls", tilleuls(pools=[staff]))
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "EVENING")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))

    week = strasbourg.nadia.get("/occupancy/weeks/2026-09-09").json
    (facility,) = week["facilities"]
    monday, _tuesday, wednesday, *_rest = facility["days"]

    assert week["days"][0] == MONDAY
    assert monday["pools"] == [
        {"pool_id": "staff", "name": "Encadrement", "capacity": 27, "taken": 1}
    ]
    assert [slot["taken"] for slot in monday["slots"] if slot["slot_type"] == "EVENING"] == [1]
    assert wednesday["pools"] == []
    assert [slot["slot_type"] for slot in wednesday["slots"]] == ["WEDNESDAY"]


def test_a_day_that_is_no_day_does_not_exist(strasbourg):
    assert strasbourg.nadia.get("/occupancy/someday").status_code == 404


def test_families_do_not_see_how_full_it_is(strasbourg):
    assert strasbourg.camille.get("/occupancy").status_code == 403
