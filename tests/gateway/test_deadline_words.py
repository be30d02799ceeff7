"""Deadlines in the words of a page: every form a rule can have, in French and in English."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.ctx import RequestContext

from services.bookings.domain.calendar import calendar_of
from services.bookings.domain.deadline import Anchor, DeadlineRule, instant
from services.gateway.clients.shapes.openings import Deadline, Told
from services.gateway.web.deadline_words import (
    Act,
    say_deadline,
    say_late,
    say_rule,
    say_rules,
    say_surcharge,
    say_too_late,
    say_until,
)
from tests.bookings.strasbourg import YEAR
from tests.gateway.conftest import at


def reading(app: Flask, language: str) -> RequestContext:
    return app.test_request_context(headers={"Cookie": f"language={language}"})


@pytest.fixture
def in_french(app: Flask) -> Iterator[None]:
    with reading(app, "fr"):
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
    ("told", "french", "english"),
    [
        (
            rule("WEEK", 1, "23:59", on=1),
            "le mardi de la semaine précédente, à 23 h 59",
            "on Tuesday of the week before, at 23:59",
        ),
        (
            rule("WEEK", 0, "09:00", on=1),
            "le mardi de la même semaine, à 9 h",
            "on Tuesday of the same week, at 9:00",
        ),
        (
            rule("WEEK", 2, "12:00", on=2),
            "le mercredi, 2 semaines avant, à 12 h",
            "on Wednesday, 2 weeks before, at 12:00",
        ),
        (rule("CALENDAR_DAYS", 1, "18:00"), "la veille, à 18 h", "the day before, at 18:00"),
        (rule("CALENDAR_DAYS", 0, "08:00"), "le jour même, à 8 h", "on the day itself, at 8:00"),
        (rule("CALENDAR_DAYS", 7, "23:59"), "7 jours avant, à 23 h 59", "7 days before, at 23:59"),
        (
            rule("CALENDAR_DAYS", 1, "12:00", skipping=[2]),
            "la veille (sans compter mercredi), à 12 h",
            "the day before (not counting Wednesday), at 12:00",
        ),
        (
            rule("WORKING_DAYS", 2, "12:00"),
            "2 jours ouvrés avant, à 12 h",
            "2 working days before, at 12:00",
        ),
        (
            rule("OPEN_DAYS", 1, "09:00"),
            "1 jour d’école avant, à 9 h",
            "1 school day before, at 9:00",
        ),
        (
            rule("MONTH", 1, "23:59", on=20),
            "le 20 du mois précédent, à 23 h 59",
            "on the 20 of the month before, at 23:59",
        ),
        (
            rule("MONTH", 2, "23:59", on=1),
            "le 1er, 2 mois avant, à 23 h 59",
            "on the 1st, 2 months before, at 23:59",
        ),
        (
            rule("MONTH", 0, "12:00", on=2),
            "le 2 du même mois, à 12 h",
            "on the 2 of the same month, at 12:00",
        ),
        (
            rule("HOLIDAY_PERIOD", 15, "23:59"),
            "15 jours francs avant les vacances, à 23 h 59",
            "15 clear days before the holidays, at 23:59",
        ),
        (
            rule("HOLIDAY_PERIOD", 1, "23:59"),
            "1 jour franc avant les vacances, à 23 h 59",
            "1 clear day before the holidays, at 23:59",
        ),
    ],
)
def test_a_rule_is_said_in_the_words_of_the_reader(
    app: Flask, told: Deadline, french: str, english: str
) -> None:
    with reading(app, "fr"):
        assert plain(say_rule(told)) == f"au plus tard {french}"
    with reading(app, "en"):
        assert plain(say_rule(told)) == f"at the latest {english}"


HALF = {"percent": 50, "cents": 0}


@pytest.mark.parametrize(
    ("then", "act", "words"),
    [
        ({"consequence": "REFUSE"}, "ADD", "Ensuite, il sera trop tard."),
        ({"consequence": "REFUSE"}, "CANCEL", "Ensuite, ce jour reste facturé."),
        ({"consequence": "STAFF"}, "ADD", "Ensuite, l’équipe décide."),
        ({"consequence": "STAFF"}, "CANCEL", "Ensuite, l’équipe décide."),
        (
            {"consequence": "SURCHARGE", "surcharge": HALF},
            "ADD",
            "Ensuite, avec un supplément de 50 % du prix.",
        ),
        (
            {"consequence": "SURCHARGE", "surcharge": HALF},
            "CANCEL",
            "Ensuite, reste dû : 50 % du prix.",
        ),
    ],
)
@pytest.mark.usefixtures("in_french")
def test_a_deadline_says_its_instant_its_rule_and_what_follows(
    monkeypatch: pytest.MonkeyPatch, then: dict[str, Any], act: Act, words: str
) -> None:
    at(monkeypatch, datetime(2026, 11, 9, 9, 0, tzinfo=UTC))
    asked = "À annuler" if act == "CANCEL" else "À demander"
    two_days = rule("WORKING_DAYS", 2, "09:00", **then)
    told: Told = {
        "until": "2026-11-12T08:00:00Z",
        "rule": two_days,
        "then": two_days["consequence"],
        "late": None,
        "surcharge": None,
    }

    assert plain(say_deadline(told, act)) == (
        f"{asked} jusqu’à jeudi 12 novembre à 9 h, soit 2 jours ouvrés avant. {words}"
    )


@pytest.mark.usefixtures("in_french")
def test_who_is_late_reads_what_it_costs_and_no_instant_that_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, datetime(2026, 11, 12, 9, 0, tzinfo=UTC))
    costs = rule("CALENDAR_DAYS", 1, "18:00", consequence="SURCHARGE", surcharge=HALF)
    told: Told = {
        "until": "2026-11-11T17:00:00Z",
        "rule": costs,
        "then": "SURCHARGE",
        "late": "SURCHARGE",
        "surcharge": {"percent": 0, "cents": 200},
    }

    assert plain(say_deadline(told, "ADD")) == "Hors délai : supplément de 2,00 €."
    assert plain(say_deadline(told, "CANCEL")) == "Hors délai : reste dû 2,00 €."
    assert say_late({"late": None, "surcharge": None}) == ""
    assert plain(say_surcharge({"percent": 10, "cents": 100})) == "10 % du prix et 1,00 €"


@pytest.mark.usefixtures("in_french")
def test_what_cannot_be_done_any_more_says_since_when_and_what_remains(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, datetime(2026, 11, 12, 9, 0, tzinfo=UTC))
    told: Told = {"until": "2026-11-11T17:00:00Z", "rule": rule("CALENDAR_DAYS", 1, "18:00")}

    assert plain(say_too_late(told, "CANCEL")) == (
        "Trop tard pour annuler : c’était possible jusqu’à mercredi 11 novembre à 18 h, soit la "
        "veille. Ce jour reste facturé, sauf absence justifiée."
    )
    assert plain(say_too_late(told | {"late": "STAFF"}, "ADD")).endswith(
        "Appelez l’équipe, qui décide pour ce jour."
    )
    assert plain(say_too_late({}, "ADD")) == "Le délai est passé."


@pytest.mark.usefixtures("in_french")
def test_rules_for_some_weekdays_name_them() -> None:
    days = {"acts": ["ADD", "CANCEL"]}
    rules = [
        rule("WEEK", 1, "09:00", on=4, weekdays=[0, 1], **days),
        rule("WEEK", 0, "09:00", on=1, weekdays=[3, 4], **days),
        rule("CALENDAR_DAYS", 1, "18:00", acts=["ADD"]),
    ]

    assert [plain(each) for each in say_rules(rules, "CANCEL")] == [
        "Les lundis et mardis, au plus tard le vendredi de la semaine précédente, à 9 h. "
        "Ensuite, ce jour reste facturé.",
        "Les jeudis et vendredis, au plus tard le mardi de la même semaine, à 9 h. "
        "Ensuite, ce jour reste facturé.",
    ]


# Where the rule counts over what is easily forgotten: the instant is said with its day and hour.
HARD = [
    # two working days before a Tuesday, over the Good Friday and Easter Monday of Alsace
    (rule("WORKING_DAYS", 2, "09:00"), date(2027, 3, 30), "mercredi 24 mars à 9 h"),
    # a Monday after the autumn holidays: the last day of school is two weeks away
    (rule("OPEN_DAYS", 1, "12:00"), date(2026, 11, 2), "vendredi 16 octobre à 12 h"),
    # the clocks change in the night between: 18:00 stays 18:00
    (rule("CALENDAR_DAYS", 2, "18:00"), date(2027, 3, 29), "samedi 27 mars à 18 h"),
    (rule("CALENDAR_DAYS", 2, "18:00"), date(2026, 10, 26), "samedi 24 octobre à 18 h"),
    # week 53, then week 1: the Tuesday of the week before is that of December
    (rule("WEEK", 1, "23:59", on=1), date(2027, 1, 4), "mardi 29 décembre à 23 h 59"),
    (rule("MONTH", 1, "23:59", on=20), date(2027, 1, 4), "dimanche 20 décembre à 23 h 59"),
    (rule("HOLIDAY_PERIOD", 15, "23:59"), date(2026, 10, 19), "jeudi 1er octobre à 23 h 59"),
]


@pytest.mark.parametrize(("told", "day", "words"), HARD)
@pytest.mark.usefixtures("in_french")
def test_the_instant_that_bookings_reckons_is_said_with_its_rule(
    told: Deadline, day: date, words: str
) -> None:
    until = reckoned(told, day)

    assert plain(say_until({"until": until.isoformat(), "rule": told})).startswith(f"{words}, soit")


def reckoned(told: Deadline, day: date) -> datetime:
    """What the rule of bookings makes of it, in the calendar of Strasbourg."""
    anchor, before = Anchor(told["anchor"]), told["before"]
    rule_there = DeadlineRule(anchor=anchor, before=before, at=told["at"], on=told["on"])
    last = instant(rule_there, day, calendar_of(YEAR))
    assert last is not None
    return last
