"""Days, hours, waits and sizes in French."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from services.gateway.web import wording

NOW = datetime(2026, 3, 30, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_french(app: Flask) -> object:
    with app.test_request_context():
        yield


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert wording.say_day(date(2026, 10, 1), year=True) == "jeudi 1er octobre 2026"
    assert wording.say_day("2026-04-03", weekday=False) == "3 avril"


def test_an_instant_is_said_at_the_time_of_paris() -> None:
    assert plain(wording.say_instant("2026-04-03T17:00:00Z")) == "vendredi 3 avril à 19 h"
    assert plain(wording.say_time("2026-11-12T17:05:00Z")) == "18 h 05"
    assert plain(wording.say_time("2026-04-03T17:06:12Z", seconds=True)) == "19 h 06 min 12 s"


def test_the_night_of_the_clock_change_keeps_the_right_hour() -> None:
    assert plain(wording.say_time("2026-10-25T00:30:00Z")) == "2 h 30"
    assert plain(wording.say_time("2026-10-25T01:30:00Z")) == "2 h 30"


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(days=4, hours=2), "dans 4 jours et 2 heures"),
        (timedelta(days=1), "dans 1 jour"),
        (timedelta(hours=1, minutes=30), "dans 1 heure et 30 minutes"),
        (timedelta(minutes=1), "dans 1 minute"),
        (timedelta(seconds=20), "dans moins d’une minute"),
    ],
)
def test_a_wait_is_said_in_two_units_at_most(wait: timedelta, words: str) -> None:
    assert plain(wording.say_wait(NOW, NOW + wait)) == words


def test_money_telephone_and_size_as_one_reads_them() -> None:
    assert plain(wording.say_euros(12760)) == "127,60 €"
    assert wording.say_phone("+33612345678") == "06 12 34 56 78"
    assert wording.dial("03 88 00 00 00") == "+33388000000"
    assert plain(wording.say_size(10 * 1024 * 1024)) == "10 Mo"
    assert plain(wording.say_size(2_500_000)) == "2,4 Mo"


def test_a_code_from_a_newer_service_is_shown_rather_than_lost() -> None:
    assert wording.say(wording.DIETS, "VEGAN") == "VEGAN"
