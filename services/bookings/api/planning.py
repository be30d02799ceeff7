"""Mon planning: what each child has, day by day: in a month, in some days, in a school year."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate

from services.bookings.api.answers import answer
from services.bookings.api.callers import known_household
from services.bookings.api.days import MonthAsked
from services.bookings.api.terms import terms_json
from services.bookings.domain import deadline
from services.bookings.domain.calendar import (
    Calendar,
    DayStatus,
    calendar_of,
    calendar_with,
    day_in,
    days_of_month,
    month_after,
)
from services.bookings.domain.deadline import Act, Consequence
from services.bookings.domain.facility import OfferedSlotType
from services.bookings.domain.school_year import SchoolYear
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import absences, facilities, family_planner, openings
from services.bookings.projections.family_planner import EntryState, PlannerEntry
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading

planning = Blueprint("planning", __name__)


MOST_DAYS = 62


class DaysAsked(Asked):
    first = fields.Date(required=True)
    last = fields.Date(required=True)


class YearAsked(Asked):
    school_year = fields.String(load_default=None, validate=validate.Length(min=1, max=100))


@planning.get("/planning")
@needs("family")
def show_planning() -> Response:
    wanted, now = asked(MonthAsked, source="query"), clock.now()
    today = now.astimezone(clock.PARIS).date()
    with reading() as tx:
        years = openings.all_school_years(tx)
        months = sorted({month for year in years for month in calendar_of(year).months()})
        month = wanted["month"] or _first_month(months, today)
        days = days_of_month(month)
        told_days = _days(known_household(), days, years, now)
    return answer(
        {
            "month": month,
            "previous": month_after(month, -1) if months and month > months[0] else None,
            "next": month_after(month) if months and month < months[-1] else None,
            "today": today,
            "days": told_days,
        }
    )


@planning.get("/planning/days")
@needs("family")
def show_days() -> Response:
    """Two months at most, from one day to another."""
    wanted, household_id, now = asked(DaysAsked, source="query"), known_household(), clock.now()
    first, last = wanted["first"], wanted["last"]
    if not 0 <= (last - first).days < MOST_DAYS:
        raise ValidationError({"last": ["out_of_range"]})
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with reading() as tx:
        years = openings.all_school_years(tx)
    today = now.astimezone(clock.PARIS).date()
    return answer({"today": today, "days": _days(household_id, days, years, now)})


@planning.get("/planning/year")
@needs("family")
def show_year() -> Response:
    """A school year without what one day needs: no hours, no deadlines, only days that say
    something. So a whole year costs little more than a month."""
    wanted, household_id, now = asked(YearAsked, source="query"), known_household(), clock.now()
    today = now.astimezone(clock.PARIS).date()
    with reading() as tx:
        years = openings.all_school_years(tx)
        names = [year.school_year for year in years]
        asked_for = wanted["school_year"]
        present = next((year for year in years if year.ends_on >= today), None)
        year = next((it for it in years if it.school_year == asked_for), None)
        if year is None and asked_for is None:
            year = present or next(iter(reversed(years)), None)
        if year is None:
            raise Missing
        first, last = year.starts_on, year.ends_on
        lines = family_planner.lines_of(tx, household_id, first, last) if household_id else []
        absent = absences.absent_between(tx, household_id, first, last) if household_id else set()
    calendar = calendar_of(year)
    by_day: dict[date, list[PlannerEntry]] = {}
    for entry in family_planner.entries(lines, first, last, absent):
        by_day.setdefault(entry.day, []).append(entry)
    days = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        known, entries = calendar.day(day), by_day.get(day, [])
        if known.status is DayStatus.WEEKEND and not entries:
            continue
        days.append(
            {
                "day": day,
                "status": known.status,
                "label": known.label,
                "entries": [
                    {
                        "child_id": entry.line.child_id,
                        "slot_type": entry.line.slot_type,
                        "state": entry.state,
                    }
                    for entry in entries
                ],
            }
        )
    here = names.index(year.school_year)
    return answer(
        {
            "school_year": year.school_year,
            "previous": names[here - 1] if here else None,
            "next": names[here + 1] if here + 1 < len(names) else None,
            "today": today,
            "days": days,
        }
    )


def _days(
    household_id: UUID | None,
    days: Sequence[date],
    years: Sequence[SchoolYear],
    now: datetime,
) -> list[dict[str, Any]]:
    calendars = [calendar_of(year) for year in years]
    first, last = days[0], days[-1]
    with reading() as tx:
        lines = family_planner.lines_of(tx, household_id, first, last) if household_id else []
        absent = absences.absent_between(tx, household_id, first, last) if household_id else set()
        known = facilities.all_facilities(tx)
    offered = {(it.facility_id, slot.slot_type): slot for it in known for slot in it.slot_types}
    of_facility = {
        it.facility_id: [calendar_of(year, it.facility_id) for year in years] for it in known
    }
    by_day: dict[date, list[PlannerEntry]] = {}
    for entry in family_planner.entries(lines, first, last, absent):
        by_day.setdefault(entry.day, []).append(entry)
    today = now.astimezone(clock.PARIS).date()
    return [
        {
            **_day_json(day, calendars, today),
            "entries": [
                _entry_json(entry, offered, of_facility.get(entry.line.facility_id, []), now)
                for entry in by_day.get(day, ())
            ],
        }
        for day in days
    ]


def _first_month(months: list[str], today: date) -> str:
    """The present month, or the next one with school in it."""
    present = f"{today:%Y-%m}"
    return next((month for month in months if month >= present), present)


def _day_json(day: date, calendars: list[Calendar], today: date) -> dict[str, Any]:
    known = day_in(calendars, day)
    past = known.status is DayStatus.OPEN and day < today
    return {
        "day": day,
        "status": DayStatus.PAST if past else known.status,
        "label": known.label,
    }


def _entry_json(
    entry: PlannerEntry,
    offered: dict[tuple[str, SlotType], OfferedSlotType],
    calendars: list[Calendar],
    now: datetime,
) -> dict[str, Any]:
    line = entry.line
    slot = offered.get((line.facility_id, line.slot_type))
    terms = None
    if slot and entry.state is EntryState.ACCEPTED:
        days = calendar_with(calendars, entry.day)
        terms = deadline.terms(slot.deadlines, Act.CANCEL, entry.day, now, days)
    may_tell = terms is not None and terms.late is not None and entry.day >= _paris_day(now)
    may_cancel = terms and terms.consequence in (None, Consequence.SURCHARGE)
    return {
        "child_id": line.child_id,
        "facility_id": line.facility_id,
        "slot_type": line.slot_type,
        "starts": slot.starts if slot else None,
        "ends": slot.ends if slot else None,
        "state": entry.state,
        "reason": line.reason,
        "capacity": line.capacity,
        "taken": line.taken,
        "rank": line.rank,
        "request_id": line.request_id,
        "cancel_until": terms.until if terms and may_cancel else None,
        "cancel": terms_json(terms),
        "may_tell_absence": may_tell,
    }


def _paris_day(at: datetime) -> date:
    return at.astimezone(clock.PARIS).date()
