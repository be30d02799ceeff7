"""The demonstration's town on the days of a journey, and its calendar counted once more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date

from shared.eventstore import clock
from tests.support.portal import Portal

DEMONSTRATION = Path(__file__).parents[2] / "deploy" / "demo" / "operator.yaml"
# The demonstration can be booked at once; here the openings are still to come, maternelle first.
# And La Ruche has room for everybody, whoever came before.
CHANGES = {"today-2 19:00": "today+1 19:00", "today-1 19:00": "today+2 19:00", " 4,": " 12,"}
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


class Town:
    """A journey starts on a Monday; its days are counted from there."""

    def __init__(self, portal: Portal, monday: date) -> None:
        self.portal = portal
        self.monday = monday
        self._data: dict[str, Any] = yaml.safe_load(DEMONSTRATION.read_text())

    def day(self, number: int) -> date:
        return self.monday + timedelta(days=number)

    def comes_to(self, number: int, hour: int, minute: int = 0) -> date:
        """It is that day, at that hour in Paris, for every process of the portal."""
        day = self.day(number)
        self.portal.move_clock(datetime.combine(day, time(hour, minute), clock.PARIS))
        return day

    def announces_its_openings(self) -> None:
        """With the command an operator has for it, on a portal that runs."""
        told = DEMONSTRATION.read_text()
        for before, after in CHANGES.items():
            assert told.count(before) == 1, f"{before!r} in {DEMONSTRATION}"
            told = told.replace(before, after)
        file = self.portal.folder / "operator.yaml"
        file.write_text(told)
        loaded = self.portal.run("load", str(file))
        assert loaded.returncode == 0, loaded.stderr

    def open_days(self, weekday: int, facility: str, *, after: date, month: str = "") -> list[date]:
        """The days a regular request stands for: no holidays, no public holidays, no closures."""
        (year,) = self._data["school_years"]
        closed = {each["day"] for each in year["public_holidays"]}
        for period in (*year["holidays"], *year["closures"]):
            if period.get("facility_id") in (None, facility):
                closed.update(_days(period["first"], period["last"]))
        return [
            day
            for day in _days(after + timedelta(days=1), year["ends_on"])
            if day.weekday() == weekday and day not in closed and str(day).startswith(month)
        ]


def said(day: date, *, year: bool = False) -> str:
    """lundi 30 novembre, mardi 1er décembre 2026."""
    number = "1er" if day.day == 1 else str(day.day)
    return format_date(day, f"EEEE '{number}' MMMM{' y' if year else ''}", locale="fr")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
