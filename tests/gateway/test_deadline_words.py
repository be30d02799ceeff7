"""Deadlines in the words of a page."""

from typing import Any

import pytest
from flask import Flask

from services.gateway.clients.shapes.openings import Deadline
from services.gateway.web.deadline_words import say_late, say_rule, say_surcharge, say_then


@pytest.fixture(autouse=True)
def _in_french(app: Flask) -> object:
    with app.test_request_context():
        yield


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def rule(anchor: str, before: int, at: str, **changes: Any) -> Deadline:
    told: Any = {
        "anchor": anchor,
        "before": before,
        "on": None,
        "at": at,
        "acts": ["ADD"],
        "weekdays": [],
        "skipping": [],
        "consequence": "REFUSE",
        "surcharge": None,
    }
    found: Deadline = told | changes
    return found


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (rule("WEEK", 1, "23:59", on=1), "le mardi à 23 h 59 de la semaine précédente"),
        (rule("WEEK", 0, "09:00", on=1), "le mardi à 9 h de la même semaine"),
        (rule("WEEK", 2, "12:00", on=2), "le mercredi à 12 h, 2 semaines avant"),
        (rule("CALENDAR_DAYS", 1, "18:00"), "la veille à 18 h"),
        (rule("CALENDAR_DAYS", 0, "08:00"), "le jour même à 8 h"),
        (rule("CALENDAR_DAYS", 7, "23:59"), "7 jours avant, à 23 h 59"),
        (
            rule("CALENDAR_DAYS", 1, "12:00", skipping=[2]),
            "la veille à 12 h (sans compter mercredi)",
        ),
        (rule("WORKING_DAYS", 2, "12:00"), "2 jours ouvrés avant, à 12 h"),
        (rule("OPEN_DAYS", 1, "09:00"), "1 jour d’école avant, à 9 h"),
        (rule("MONTH", 1, "23:59", on=20), "le 20 du mois précédent à 23 h 59"),
        (rule("MONTH", 2, "23:59", on=1), "le 1er, 2 mois avant, à 23 h 59"),
        (rule("HOLIDAY_PERIOD", 15, "23:59"), "15 jours francs avant les vacances, à 23 h 59"),
    ],
)
def test_a_rule_is_said_in_words(told: Deadline, words: str) -> None:
    assert plain(say_rule(told)) == f"au plus tard {words}"


def test_what_follows_is_said_before_and_after_the_instant() -> None:
    half = {"percent": 50, "cents": 0}
    costs = rule("WEEK", 1, "23:59", on=1, consequence="SURCHARGE", surcharge=half)

    before = say_then({"then": "SURCHARGE", "rule": costs, "late": None, "surcharge": None})
    after = say_late({"late": "SURCHARGE", "surcharge": {"percent": 0, "cents": 200}})

    assert plain(before) == "Ensuite, avec un supplément de 50 % du prix."
    assert plain(after) == "Hors délai : supplément de 2,00 €."
    assert say_late({"late": None, "surcharge": None}) == ""
    assert say_late({"late": "STAFF"}) == "Hors délai : l’équipe décidera de cette demande."
    assert plain(say_surcharge({"percent": 10, "cents": 100})) == "10 % du prix et 1,00 €"
