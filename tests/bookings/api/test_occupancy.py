from tests.bookings.strasbourg import LEO, MIA, REQUEST
from tests.bookings.town import MONDAY, TUESDAY

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


def test_a_day_that_is_no_day_does_not_exist(strasbourg):
    assert strasbourg.nadia.get("/occupancy/someday").status_code == 404


def test_families_do_not_see_how_full_it_is(strasbourg):
    assert strasbourg.camille.get("/occupancy").status_code == 403
