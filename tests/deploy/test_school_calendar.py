from datetime import date
from pathlib import Path

from deploy.loading import check
from deploy.school_calendar import as_yaml
from services.bookings.clients.school_calendar import Period, doubts, periods, proposal


def test_days_in_a_row_are_one_period_and_another_name_begins_another() -> None:
    days = {date(2026, 10, 17): "Toussaint", date(2026, 10, 18): "Toussaint"}
    bridge = {date(2026, 10, 19): "Pont"}

    assert periods(days | bridge) == (
        Period(name="Toussaint", first=date(2026, 10, 17), last=date(2026, 10, 18)),
        Period(name="Pont", first=date(2026, 10, 19), last=date(2026, 10, 19)),
    )


def test_sources_may_differ_at_the_week_end_and_nowhere_else() -> None:
    friday, saturday = date(2026, 5, 15), date(2026, 5, 16)

    assert doubts([], [friday, saturday]) == (friday,)


def test_a_year_in_alsace_ends_before_the_summer_and_has_its_two_days_more(tmp_path: Path) -> None:
    strasbourg, lyon = proposal(2026, "B", "67"), proposal(2026, "A", "69")

    more = {day for day, _name in strasbourg.public_holidays} - {
        day for day, _name in lyon.public_holidays
    }

    assert more == {date(2026, 12, 26), date(2027, 3, 26)}
    assert strasbourg.ends_on == date(2027, 7, 2)
    assert [it.first for it in strasbourg.holidays] == [
        date(2026, 10, 17),
        date(2026, 12, 19),
        date(2027, 2, 20),
        date(2027, 4, 17),
        date(2027, 5, 6),
    ]
    file = tmp_path / "year.yaml"
    file.write_text(as_yaml(strasbourg))
    check([file])


def test_a_bridge_that_one_source_lacks_is_said() -> None:
    year = proposal(2025, "B", "67")

    assert year.doubts == (date(2026, 5, 15),)
    assert "2026-05-15" in as_yaml(year).partition("school_years")[0]
