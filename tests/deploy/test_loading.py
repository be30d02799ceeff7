"""A wrong file is refused whole, with the line; a right one is understood."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deploy.loading import WrongFile, check
from deploy.yaml_lines import instant
from shared.eventstore import clock

DEMO = Path(__file__).parents[2] / "deploy" / "demo"


def refused(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(text)
    with pytest.raises(WrongFile) as wrong:
        check([path])
    return str(wrong.value)


def test_the_demonstration_is_a_right_file() -> None:
    assert [document.path.name for document, _data in check([DEMO])] == [
        "families.yaml",
        "operator.yaml",
    ]


def test_a_wrong_value_is_told_with_its_line(tmp_path: Path) -> None:
    text = """\
facilities:
  - id: tilleuls
    name: Les Tilleuls
    address: 4 rue des Tilleuls
    levels: [MATERNELLE]
    slot_types:
      - slot_type: LUNCH
        weekdays: [0, 1]
        starts: "11:45"
        ends: "13:45"
        capacity: soixante
        cancel_days_before: 1
        cancel_hour: "18:00"
"""
    assert refused(tmp_path, text) == (
        "mine.yaml, line 11: facilities.0.slot_types.0.capacity: must be a whole number"
    )


def test_a_missing_name_is_told_where_it_should_be(tmp_path: Path) -> None:
    text = "opening_waves:\n  - id: one\n    opens_at: today 19:00\n"

    assert refused(tmp_path, text) == ("mine.yaml, line 2: opening_waves.0.school_year: is missing")


def test_a_name_nobody_knows_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path, "facilites: []\n") == (
        "mine.yaml, line 1: facilites: is not a name this file may have"
    )


def test_a_file_that_is_not_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "operator:\n  name: [a\n").startswith("mine.yaml, line 3: ")


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match=r"no \.yaml file in"):
        check([tmp_path])


def test_an_instant_is_said_in_paris() -> None:
    assert instant("2026-04-03 19:00").isoformat() == "2026-04-03T19:00:00+02:00"


def test_an_instant_may_be_relative_to_today() -> None:
    expected = datetime.combine(clock.today() - timedelta(days=2), datetime.min.time())

    assert instant("today-2 19:00") == expected.replace(hour=19, tzinfo=clock.PARIS)


@pytest.mark.parametrize("text", ["demain", "today-2 25:00", "2026-13-01"])
def test_an_instant_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        instant(text)
