"""The staff's calendar of a school year: its closures and strikes, and what changing them does."""

from dataclasses import asdict
from datetime import UTC, date
from typing import Any

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.changes import changes_json
from services.bookings.api.configuration import HolidayAsked, PublicHolidayAsked
from services.bookings.domain import school_year as year_decider
from services.bookings.domain.calendar import Calendar, days_of_month
from services.bookings.domain.school_year import (
    AddExtraDays,
    CloseDays,
    Closure,
    ClosureKind,
    DaysClosed,
    DaysReopened,
    ExtraDays,
    ExtraDaysAdded,
    ExtraDaysRemoved,
    Holiday,
    PublicHoliday,
    RemoveExtraDays,
    ReopenDays,
    ReviseSchoolYear,
    SchoolYear,
    SchoolYearDescribed,
)
from services.bookings.projections import facilities, openings
from services.bookings.projections.booking_facts import known_school_year
from shared.eventstore import clock
from shared.web.api import Asked, asked, needs, reading, run, store

calendar = Blueprint("calendar", __name__, url_prefix="/school-years")

TEXT = validate.Length(min=1, max=100)


class ClosureAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    facility_id = fields.String(load_default=None, allow_none=True, validate=TEXT)
    kind = fields.Enum(ClosureKind, by_value=True, load_default=ClosureKind.CLOSURE)


class ExtraDaysAsked(Asked):
    name = fields.String(required=True, validate=TEXT)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    facility_id = fields.String(load_default=None, allow_none=True, validate=TEXT)


class DescriptionAsked(Asked):
    """A school year but for its closures."""

    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    regular_cutoff_at = fields.AwareDateTime(required=True)
    holidays = fields.List(
        fields.Nested(HolidayAsked), required=True, validate=validate.Length(max=60)
    )
    public_holidays = fields.List(
        fields.Nested(PublicHolidayAsked), required=True, validate=validate.Length(max=60)
    )


class RevisionAsked(DescriptionAsked):
    """`seen` is the version of the year that the page was made from."""

    seen = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1_000_000))


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
        seen = store().seen(tx, year_decider, handlers.school_year_stream(school_year)).version
    known = Calendar(year, facility_id)
    return answer(
        {
            "school_year": school_year,
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            "regular_cutoff_at": year.regular_cutoff_at,
            "seen": seen,
            "today": clock.today(),
            "facilities": names,
            "closures": [_closure_json(it) for it in sorted(year.closures, key=_order)],
            "extra": year.extra,
            "holidays": year.holidays,
            "public_holidays": year.public_holidays,
            "months": [_month_json(month, year, known) for month in known.months()],
            "changes": changes_json([handlers.school_year_stream(school_year)], _told),
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


@calendar.post("/<school_year>/extra-days/preview")
@needs("staff", role="bookings")
def preview_adding(school_year: str) -> Response:
    extra = ExtraDays(**asked(ExtraDaysAsked))
    with reading() as tx:
        command = AddExtraDays(school_year=school_year, extra=extra)
        return answer(handlers.preview_of(tx, command, clock.now()))


@calendar.post("/<school_year>/extra-days")
@needs("staff", role="bookings")
def add(school_year: str) -> Response:
    command = AddExtraDays(school_year=school_year, extra=ExtraDays(**asked(ExtraDaysAsked)))
    return answer(run(lambda work: handlers.add_extra_days(work, command)))


@calendar.post("/<school_year>/extra-days/removal/preview")
@needs("staff", role="bookings")
def preview_removing(school_year: str) -> Response:
    extra = ExtraDays(**asked(ExtraDaysAsked))
    with reading() as tx:
        command = RemoveExtraDays(school_year=school_year, extra=extra)
        return answer(handlers.preview_of(tx, command, clock.now()))


@calendar.post("/<school_year>/extra-days/removal")
@needs("staff", role="bookings")
def remove(school_year: str) -> Response:
    command = RemoveExtraDays(school_year=school_year, extra=ExtraDays(**asked(ExtraDaysAsked)))
    return answer(run(lambda work: handlers.remove_extra_days(work, command)))


@calendar.post("/<school_year>/revision/preview")
@needs("staff", role="bookings")
def preview_revising(school_year: str) -> Response:
    wanted = asked(RevisionAsked)
    with reading() as tx:
        command = ReviseSchoolYear(school_year=school_year, **described(wanted))
        return answer(handlers.preview_of(tx, command, clock.now()))


@calendar.post("/<school_year>/revision")
@needs("staff", role="bookings")
def revise(school_year: str) -> Response:
    wanted = asked(RevisionAsked)
    command = ReviseSchoolYear(school_year=school_year, **described(wanted))
    return answer(run(lambda work: handlers.revise_school_year(work, command, wanted["seen"])))


def described(wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of a description, as a command has them."""
    return {
        "starts_on": wanted["starts_on"],
        "ends_on": wanted["ends_on"],
        "regular_cutoff_at": wanted["regular_cutoff_at"].astimezone(UTC),
        "holidays": tuple(Holiday(**each) for each in wanted["holidays"]),
        "public_holidays": tuple(PublicHoliday(**each) for each in wanted["public_holidays"]),
    }


def _told(event: Any) -> dict[str, Any] | None:
    match event:
        case SchoolYearDescribed():
            return {"what": "described"}
        case DaysClosed():
            return {"what": "closed", **_closure_json(event.closure)}
        case DaysReopened():
            return {"what": "reopened", **_closure_json(event.closure)}
        case ExtraDaysAdded():
            return {"what": "added", **asdict(event.extra)}
        case ExtraDaysRemoved():
            return {"what": "removed", **asdict(event.extra)}
    return None


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
