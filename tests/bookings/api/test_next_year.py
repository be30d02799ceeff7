"""The year after is proposed from the libraries and this year, then begun in one go."""

from tests.bookings.strasbourg import paris

NEXT = "/school-years/2026-2027/next"
IN_ALSACE = f"{NEXT}?zone=B&alsace_moselle=true"


def begun(proposed, **changes):
    names = ("starts_on", "ends_on", "regular_cutoff_at", "holidays", "public_holidays")
    return {name: proposed[name] for name in names} | {"with_openings": True} | changes


def test_the_year_after_is_proposed_with_its_holidays_and_openings(strasbourg):
    proposed = strasbourg.nadia.get(IN_ALSACE).json

    assert (proposed["school_year"], proposed["known"], proposed["exists"]) == (
        "2027-2028",
        True,
        False,
    )
    assert any(it["name"] == "Vendredi saint" for it in proposed["public_holidays"])
    assert [it["opens_at"] for it in proposed["openings"]] == [
        "2027-04-02T17:00:00Z",
        "2027-04-03T17:00:00Z",
    ]


def test_a_year_that_no_library_knows_is_written_by_hand(strasbourg):
    far = {"starts_on": "2040-09-01", "ends_on": "2041-07-02"}
    year = strasbourg.nadia.get(IN_ALSACE).json
    described = {name: it for name, it in begun(year, **far).items() if name != "with_openings"}
    strasbourg.describe("/school-years/2040-2041", described)

    proposed = strasbourg.nadia.get("/school-years/2040-2041/next?zone=A").json

    assert (proposed["known"], proposed["holidays"]) == (False, [])
    assert proposed["starts_on"] == "2041-09-01"


def test_the_year_after_is_begun_once_and_opens_nothing_before_its_time(strasbourg, move_clock):
    proposed = strasbourg.nadia.get(IN_ALSACE).json

    first = strasbourg.nadia.post(NEXT, json=begun(proposed))
    second = strasbourg.nadia.post(NEXT, json=begun(proposed))

    assert (first.status_code, first.json) == (201, {"school_year": "2027-2028"})
    assert (second.status_code, second.json["code"]) == (409, "year_exists")
    waves = strasbourg.nadia.get("/school-years/2027-2028/opening-waves").json["waves"]
    assert [it["open"] for it in waves] == [False, False]
    assert strasbourg.nadia.get("/school-years").json["current"] == "2026-2027"
    move_clock(paris("2027-04-02 19:00"))
    assert strasbourg.nadia.get("/school-years").json["current"] == "2027-2028"


def test_openings_are_carried_only_when_staff_say_so(strasbourg):
    proposed = strasbourg.nadia.get(IN_ALSACE).json

    strasbourg.nadia.post(NEXT, json=begun(proposed, with_openings=False))

    told = strasbourg.nadia.get("/school-years/2027-2028/opening-waves").json
    assert told["waves"] == []
    assert [it["code"] for it in told["concerns"]] == ["never_opens"]
