"""A month as weeks of five days: the shape of both calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from flask import abort, request

from services.gateway.web import wording
from services.gateway.web.language import _
from shared.eventstore import clock


class Restful(Protocol):
    """A day of a month; `rest` is grey on a desktop and left out on a phone."""

    @property
    def rest(self) -> bool: ...


D = TypeVar("D", bound=Restful)

SCHOOL_DAYS = 5


@dataclass(frozen=True, kw_only=True)
class Week(Generic[D]):
    """Monday to Friday; None before the first of the month and after its last."""

    title: str
    days: list[D | None]
    rest: bool  # nothing in it that a phone needs to show


def weeks(days: Sequence[tuple[date, D]]) -> list[Week[D]]:
    """The weeks of a month that have a school day in it."""
    by_monday: dict[date, list[D | None]] = {}
    for day, what in days:
        if day.weekday() < SCHOOL_DAYS:
            row = by_monday.setdefault(_monday(day), [None] * SCHOOL_DAYS)
            row[day.weekday()] = what
    return [
        Week(
            title=_title(monday),
            days=row,
            rest=all(cell is None or cell.rest for cell in row),
        )
        for monday, row in by_monday.items()
    ]


def asked_month() -> str | None:
    """The month in the address, as `2026-11`."""
    told = request.args.get("mois")
    if told is None:
        return None
    try:
        date.fromisoformat(f"{told}-01")
    except ValueError:
        abort(404)
    return told


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _title(monday: date) -> str:
    if monday == _monday(clock.today()):
        return _("Cette semaine")
    return _("Semaine du %(day)s", day=wording.say_day(monday, weekday=False))
