from tests.bookings.strasbourg import LEO, MIA, REQUEST, paris
from tests.bookings.town import MONDAY

LUNCH = "LUNCH"


def day_of(planning, day):
    return next(it for it in planning["days"] if it["day"] == day)


def test_the_planning_shows_every_day_with_its_state(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "REFUSE", "not_eligible"))

    planning = strasbourg.camille.get("/planning?month=2026-09").json

    assert (planning["previous"], planning["next"]) == (None, "2026-10")
    entries = {it["child_id"]: it for it in day_of(planning, "2026-09-14")["entries"]}
    mia, leo = entries[str(MIA)], entries[str(LEO)]
    assert (mia["state"], mia["cancel_until"], mia["starts"]) == (
        "ACCEPTED",
        "2026-09-13T16:00:00Z",
        "11:45",
    )
    assert (leo["state"], leo["reason"], leo["capacity"], leo["taken"]) == (
        "REFUSED",
        "not_eligible",
        30,
        1,
    )


def test_the_planning_of_another_family_is_empty(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    planning = strasbourg.sacha.get("/planning?month=2026-09").json

    assert all(it["entries"] == [] for it in planning["days"])


def test_the_planning_opens_on_the_first_month_with_school(strasbourg, move_clock):
    assert strasbourg.camille.get("/planning").json["month"] == "2026-09"
    move_clock(paris("2026-11-12 12:00"))
    november = strasbourg.camille.get("/planning").json

    assert (november["month"], november["today"]) == ("2026-11", "2026-11-12")
    assert day_of(november, "2026-11-11")["label"] == "Armistice"
    assert day_of(november, "2026-11-10")["status"] == "PAST"


def test_after_the_deadline_a_day_can_no_longer_be_cancelled(strasbourg, move_clock):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    move_clock(paris("2026-09-13 18:01"))

    planning = strasbourg.camille.get("/planning?month=2026-09").json

    assert day_of(planning, "2026-09-14")["entries"][0]["cancel_until"] is None
    assert day_of(planning, "2026-09-21")["entries"][0]["cancel_until"] is not None


def test_a_wrong_month_is_a_wrong_question(strasbourg):
    assert strasbourg.camille.get("/planning?month=septembre").status_code == 422


def test_some_days_say_what_a_month_says_of_them(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    month = strasbourg.camille.get("/planning?month=2026-09").json

    week = strasbourg.camille.get("/planning/days?first=2026-09-07&last=2026-09-11").json

    assert week["days"] == month["days"][6:11]
    for wrong in (
        "first=2026-09-07&last=2026-09-01",
        "first=2026-01-01&last=2026-12-31",
        "first=x",
    ):
        assert strasbourg.camille.get(f"/planning/days?{wrong}").status_code == 422


def test_a_year_at_a_glance_has_every_state_and_every_closed_day(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))

    year = strasbourg.camille.get("/planning/year?school_year=2026-2027").json

    mondays = [it["day"] for it in year["days"] if it["entries"]]
    assert len(mondays) == 33 and "2027-03-29" not in mondays
    assert [it["state"] for it in day_of(year, "2026-09-14")["entries"]] == [
        "ACCEPTED",
        "REQUESTED",
    ]
    assert day_of(year, "2027-03-29")["label"] == "Lundi de Pâques"
    assert (year["previous"], year["next"]) == (None, None)
    assert strasbourg.camille.get("/planning/year").json["days"] == year["days"]
    assert all(it["entries"] == [] for it in strasbourg.sacha.get("/planning/year").json["days"])


def test_a_year_that_nobody_announced_does_not_exist(strasbourg):
    assert strasbourg.camille.get("/planning/year?school_year=1999-2000").status_code == 404
