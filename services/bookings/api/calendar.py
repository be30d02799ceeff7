"""The staff's calendar of a school year: its closures and strikes, and what changing them does."""

from datetime import date
from typing import Any

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.domain.calendar import Calendar, days_of_month
from services.bookings.domain.school_year import (
    CloseDays,
    Closure,
    ClosureKind,
    ReopenDays,
    SchoolYear,
)
from services.bookings.projections import facilities, openings
from services.bookings.projections.booking_facts import known_school_year
from shared.eventstore import clock
from shared.web.api import Asked, asked, needs, reading, run

calendar = Blueprint("calendar", __name__, url_prefix="/school-years")

TEXT = validate.Length(min=1, max=100)


class ClosureAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    facility_id = fields.String(load_default=None, allow_none=True, validate=TEXT)
    kind = fields.Enum(ClosureKind, by_value=True, load_default=ClosureKind.CLOSURE)


class CalendarAsked(Asked):
    facility_id = fields.String(load_default=None, allow_none=True)


@calendar.get("")
@needs("staff", role="bookings")
def list_years() -> Response:
    with reading() as tx:
        years = openings.all_school_years(tx)
        current = openings.current_school_year(tx, clock.now())
    return answer(
        {
            "school_years": [
                {"id": it.school_year, "starts_on": it.starts_on, "ends_on": it.ends_on}
                for it in years
            ],
            "current": current.school_year if current else None,
        }
    )


@calendar.get("/<school_year>/calendar")
@needs("staff", role="bookings")
def show(school_year: str) -> Response:
    """Month by month, every day as one facility has it, or as all of them have it."""
    facility_id = asked(CalendarAsked, source="query")["facility_id"] or None
    with reading() as tx:
        year = known_school_year(tx, school_year)
        names = {it.facility_id: it.name for it in facilities.all_facilities(tx)}
    known = Calendar(year, facility_id)
    return answer(
        {
            "school_year": school_year,
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            "today": clock.today(),
            "facilities": names,
            "closures": [_closure_json(it) for it in sorted(year.closures, key=_order)],
            "holidays": year.holidays,
            "public_holidays": year.public_holidays,
            "months": [_month_json(month, year, known) for month in known.months()],
        }
    )


@calendar.post("/<school_year>/closures/preview")
@needs("staff", role="bookings")
def preview_closing(school_year: str) -> Response:
    closure = Closure(**asked(ClosureAsked))
    with reading() as tx:
        command = CloseDays(school_year=school_year, closure=closure)
        return answer(handlers.preview_of(tx, command, clock.now()))


@calendar.post("/<school_year>/closures")
@needs("staff", role="bookings")
def close(school_year: str) -> Response:
    closure = Closure(**asked(ClosureAsked))
    command = CloseDays(school_year=school_year, closure=closure)
    return answer(run(lambda work: handlers.close_days(work, command)))


@calendar.post("/<school_year>/reopenings/preview")
@needs("staff", role="bookings")
def preview_reopening(school_year: str) -> Response:
    closure = Closure(**asked(ClosureAsked))
    with reading() as tx:
        command = ReopenDays(school_year=school_year, closure=closure)
        return answer(handlers.preview_of(tx, command, clock.now()))


@calendar.post("/<school_year>/reopenings")
@needs("staff", role="bookings")
def reopen(school_year: str) -> Response:
    closure = Closure(**asked(ClosureAsked))
    command = ReopenDays(school_year=school_year, closure=closure)
    return answer(run(lambda work: handlers.reopen_days(work, command)))


def _month_json(month: str, year: SchoolYear, known: Calendar) -> dict[str, Any]:
    return {
        "month": month,
        "days": [
            {"day": it.day, "status": it.status, "label": it.label}
            for it in map(known.day, days_of_month(month))
            if year.starts_on <= it.day <= year.ends_on
        ],
    }


def _closure_json(closure: Closure) -> dict[str, Any]:
    return {
        "name": closure.name,
        "first": closure.first,
        "last": closure.last,
        "facility_id": closure.facility_id,
        "kind": closure.kind,
    }


def _order(closure: Closure) -> tuple[date, date, str]:
    return closure.first, closure.last, closure.name
