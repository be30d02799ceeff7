"""The estimate that staff see before deciding."""

from typing import Any

from services.backoffice.web.proposals import propose
from tests.backoffice.recorded import LEO, MIA, NOE, line


def asked(rank: int, *lines: dict[str, Any]) -> dict[str, Any]:
    return {"request_id": f"request-{rank}", "rank": rank, "lines": list(lines)}


def fitting(*requests: dict[str, Any]) -> list[bool]:
    return [proposal.fits for proposal in propose(requests)]


def single(child_id: str, day: str, places_left: int) -> dict[str, Any]:
    days = {"first_day": day, "last_day": day, "days": 1, "places_left": places_left}
    return dict(line("1", child_id, "EVENING", None, **days))


def tuesday_evening(child_id: str, places_left: int) -> dict[str, Any]:
    return dict(line("1", child_id, "EVENING", 1, places_left=places_left))


def test_the_last_places_go_to_the_first_who_came() -> None:
    families = [asked(rank, tuesday_evening(LEO, 2)) for rank in (213, 214, 215)]

    assert fitting(*families) == [True, True, False]


def test_a_line_without_a_place_takes_none() -> None:
    assert fitting(asked(1, tuesday_evening(LEO, 0)), asked(2, tuesday_evening(MIA, 1))) == [
        False,
        True,
    ]


def test_other_slots_weekdays_and_facilities_do_not_count() -> None:
    assert fitting(
        asked(1, tuesday_evening(LEO, 1)),
        asked(2, dict(line("1", MIA, "LUNCH", 1, places_left=1))),
        asked(3, dict(line("1", NOE, "EVENING", 3, places_left=1))),
        asked(4, tuesday_evening(NOE, 1) | {"facility_id": "la-ruche"}),
    ) == [True, True, True, True]


def test_a_whole_year_takes_the_single_day_too() -> None:
    assert fitting(asked(1, tuesday_evening(LEO, 1)), asked(2, single(MIA, "2026-12-01", 1))) == [
        True,
        False,
    ]


def test_a_single_day_takes_a_place_of_the_whole_year() -> None:
    assert fitting(asked(1, single(LEO, "2026-12-01", 1)), asked(2, tuesday_evening(MIA, 1))) == [
        True,
        False,
    ]


def test_two_single_days_in_two_weeks_do_not_meet() -> None:
    assert fitting(
        asked(1, single(LEO, "2026-12-01", 1)), asked(2, single(MIA, "2026-12-08", 1))
    ) == [True, True]


def test_days_scattered_over_a_month_never_propose_a_refusal_to_others() -> None:
    scattered = tuesday_evening(LEO, 1) | {
        "weekday": None,
        "days": 3,
        "first_day": "2026-12-01",
        "last_day": "2026-12-15",
    }

    assert fitting(asked(1, scattered), asked(2, single(MIA, "2026-12-08", 1))) == [True, True]


def test_lines_that_are_decided_are_not_proposed_again() -> None:
    decided = tuesday_evening(LEO, 5) | {"state": "ACCEPTED"}

    assert propose([asked(1, decided)]) == []
