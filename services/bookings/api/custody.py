"""The custody calendar of a child, as its own home tells it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings.api.answers import answer
from services.bookings.api.callers import own_child
from services.bookings.domain.custody import (
    MOST_EXCEPTIONS,
    CustodyCalendar,
    CustodyException,
    Parity,
    lives_here,
)
from services.bookings.domain.week import monday_of
from services.bookings.handlers.custody import describe_custody
from services.bookings.projections import custody_calendars, openings
from shared.eventstore import clock
from shared.web.api import Asked, asked, needs, reading, run

custody = Blueprint("custody", __name__, url_prefix="/custody/<uuid:child_id>")

WEEKS_SHOWN = 12


class ExceptionAsked(Asked):
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    here = fields.Boolean(required=True)


class CalendarAsked(Asked):
    weeks = fields.Enum(Parity, by_value=True, required=True)
    first_halves = fields.Enum(Parity, by_value=True, load_default=None, allow_none=True)
    give_back = fields.Boolean(load_default=False)
    exceptions = fields.List(
        fields.Nested(ExceptionAsked),
        load_default=list,
        validate=validate.Length(max=MOST_EXCEPTIONS),
    )


@custody.get("")
@needs("family")
def show(child_id: UUID) -> Response:
    """The calendar, None before it is told, and where the child is in the weeks to come."""
    household_id = own_child(child_id)
    with reading() as tx:
        calendar = custody_calendars.calendars_of(tx, household_id).get(child_id)
        holidays = [it for year in openings.all_school_years(tx) for it in year.holidays]
    monday = monday_of(clock.today())
    days = [monday + timedelta(days=n) for n in range(7 * WEEKS_SHOWN)]
    here = {day for day in days if calendar and lives_here(calendar, day, holidays)}
    return answer(
        {
            "child_id": child_id,
            "calendar": _json(calendar) if calendar else None,
            "weeks": [_week(days[n : n + 5], here) for n in range(0, len(days), 7)]
            if calendar
            else [],
        }
    )


@custody.put("")
@needs("family")
def describe(child_id: UUID) -> Response:
    household_id = own_child(child_id)
    wanted = asked(CalendarAsked)
    calendar = CustodyCalendar(
        weeks=wanted["weeks"],
        first_halves=wanted["first_halves"],
        exceptions=tuple(CustodyException(**it) for it in wanted["exceptions"]),
    )
    give_back: bool = wanted["give_back"]
    changed = run(
        lambda work: describe_custody(work, household_id, child_id, calendar, give_back=give_back)
    )
    return answer({"gone": changed.gone, "added": changed.added})


def _week(days: list[date], here: set[date]) -> dict[str, Any]:
    """`here` counts the school days of the week that the child spends in this home."""
    return {"monday": days[0], "here": len(here & set(days)), "of": len(days)}


def _json(calendar: CustodyCalendar) -> dict[str, Any]:
    return {
        "weeks": calendar.weeks,
        "first_halves": calendar.first_halves,
        "exceptions": [
            {"first": it.first, "last": it.last, "here": it.here} for it in calendar.exceptions
        ],
    }
