from tests.bookings.strasbourg import LEO, MIA, REQUEST
from tests.bookings.town import MONDAY, TUESDAY

NEXT_MONDAY = "2026-09-14"


def expected(strasbourg, day):
    (facility,) = strasbourg.nadia.get(f"/registers/{day}").json["facilities"]
    return {slot["slot_type"]: slot["children"] for slot in facility["slots"]}


def test_the_register_of_a_day_holds_who_was_accepted(strasbourg):
    strasbourg.send(
        strasbourg.camille,
        REQUEST,
        {MONDAY: [(MIA, "LUNCH"), (LEO, "LUNCH"), (MIA, "EVENING")]},
    )
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "REFUSE", "not_eligible"))

    monday = {"MORNING": [], "LUNCH": [str(MIA)], "EVENING": []}
    assert expected(strasbourg, MONDAY) == monday
    assert expected(strasbourg, NEXT_MONDAY) == monday
    assert expected(strasbourg, TUESDAY)["LUNCH"] == []


def test_a_day_without_care_has_no_register(strasbourg):
    answer = strasbourg.nadia.get("/registers/2027-03-29").json

    assert answer["facilities"][0]["label"] == "Lundi de Pâques"
    assert answer["facilities"][0]["slots"] == []
    assert strasbourg.nadia.get("/registers/someday").status_code == 404


def test_families_do_not_see_who_else_comes(strasbourg):
    assert strasbourg.camille.get(f"/registers/{MONDAY}").status_code == 403
