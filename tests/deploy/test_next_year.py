from pathlib import Path

import pytest

from deploy.loading import check
from deploy.next_year import as_yaml, next_year, shifted
from services.bookings.clients.school_calendar import proposal

DEMO = Path("deploy/demo/operator.yaml")
PROPOSED = proposal(2027, "B", "67")


def test_an_opening_is_on_the_same_weekday_and_hour_also_across_a_clock_change() -> None:
    good_friday = "2026-04-03T19:00:00+02:00"

    assert shifted(good_friday) == "2027-04-02 19:00"
    assert shifted("2026-03-28T19:00:00+01:00") == "2027-03-27 19:00"
    assert shifted("2025-03-30T19:00:00+02:00") == "2026-03-29 19:00"


def test_the_draft_has_places_deadlines_prices_and_openings_and_can_be_loaded(
    tmp_path: Path,
) -> None:
    ((_document, this_year),) = check([DEMO])

    draft = next_year(this_year, "2026-2027", PROPOSED)
    file = tmp_path / "next.yaml"
    file.write_text(as_yaml(draft, "2026-2027"))
    ((_document, loaded),) = check([file])

    assert loaded["facilities"] == this_year["facilities"]
    assert [it["school_year"] for it in loaded["opening_waves"]] == ["2027-2028"] * 2
    assert [it["valid_from"] for it in loaded["rate_tables"]] == ["2027-09-01"]
    assert loaded["rate_tables"][0]["prices"] == this_year["rate_tables"][0]["prices"]
    assert [it["id"] for it in loaded["opening_waves"]] == ["maternelle-2027", "elementaire-2027"]
    assert "&" not in file.read_text() and "2028-" in file.read_text()


def test_a_year_the_file_has_not_is_told() -> None:
    ((_document, this_year),) = check([DEMO])

    with pytest.raises(KeyError):
        next_year(this_year, "1999-2000", PROPOSED)
