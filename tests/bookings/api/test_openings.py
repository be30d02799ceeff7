from tests.bookings.strasbourg import CUTOFF, YEAR, paris
from tests.bookings.town import school_year


def test_the_public_reads_the_opening_instants_and_whether_they_are_past(strasbourg, move_clock):
    move_clock(paris("2026-04-03 19:00"))

    openings = strasbourg.service.client("public").get("/openings").json

    assert openings["school_year"]["id"] == "2026-2027"
    assert [(*it["school_levels"], it["opens_at"], it["open"]) for it in openings["waves"]] == [
        ("MATERNELLE", "2026-04-03T17:00:00Z", True),
        ("ELEMENTAIRE", "2026-04-04T17:00:00Z", False),
    ]
    assert openings["regular_open"] is True


def test_after_the_cutoff_regular_bookings_are_closed(strasbourg, move_clock):
    move_clock(CUTOFF)

    assert strasbourg.service.client("public").get("/openings").json["regular_open"] is False


def test_from_its_opening_on_the_next_year_is_the_one_to_book(strasbourg, move_clock):
    last_year = school_year(
        starts_on="2025-09-01", ends_on="2026-07-03", regular_cutoff_at="2025-05-01T00:00:00+00:00"
    )
    strasbourg.describe("/school-years/2025-2026", last_year)
    public = strasbourg.service.client("public")

    move_clock(paris("2026-04-03 18:59"))
    before = public.get("/openings").json["school_year"]["id"]
    move_clock(paris("2026-04-03 19:00"))
    after = public.get("/openings").json["school_year"]["id"]

    assert (before, after) == ("2025-2026", YEAR.school_year)


def test_everybody_may_know_who_runs_the_service(strasbourg):
    operator = strasbourg.service.client("public").get("/operator").json

    assert (operator["name"], operator["address"][1]) == ("Grandir Ensemble", "67000 Strasbourg")
