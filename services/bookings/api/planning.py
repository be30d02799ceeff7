"""Mon planning: what each child has, day by day, in one month."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response

from services.bookings.api.answers import answer
from services.bookings.api.callers import known_household
from services.bookings.api.days import MonthAsked
from services.bookings.api.terms import terms_json
from services.bookings.domain import deadline
from services.bookings.domain.calendar import (
    Calendar,
    DayStatus,
    calendar_with,
    day_in,
    days_of_month,
    month_after,
)
from services.bookings.domain.deadline import Act, Consequence
from services.bookings.domain.facility import OfferedSlotType
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import facilities, family_planner, openings
from services.bookings.projections.family_planner import EntryState, PlannerEntry
from shared.eventstore import clock
from shared.web.api import asked, needs, reading

planning = Blueprint("planning", __name__)


@planning.get("/planning")
@needs("family")
def show_planning() -> Response:
    wanted, household_id, now = asked(MonthAsked, source="query"), known_household(), clock.now()
    today = now.astimezone(clock.PARIS).date()
    with reading() as tx:
        years = openings.all_school_years(tx)
        calendars = [Calendar(year) for year in years]
        months = sorted({month for calendar in calendars for month in calendar.months()})
        month = wanted["month"] or _first_month(months, today)
        days = days_of_month(month)
        lines = family_planner.lines_of(tx, household_id, days[0], days[-1]) if household_id else []
        known = facilities.all_facilities(tx)
    offered = {(it.facility_id, slot.slot_type): slot for it in known for slot in it.slot_types}
    of_facility = {
        it.facility_id: [Calendar(year, it.facility_id) for year in years] for it in known
    }
    entries = family_planner.entries(lines, days[0], days[-1])
    return answer(
        {
            "month": month,
            "previous": month_after(month, -1) if months and month > months[0] else None,
            "next": month_after(month) if months and month < months[-1] else None,
            "today": today,
            "days": [
                {
                    **_day_json(day, calendars, today),
                    "entries": [
                        _entry_json(
                            entry, offered, of_facility.get(entry.line.facility_id, []), now
                        )
                        for entry in entries
                        if entry.day == day
                    ],
                }
                for day in days
            ],
        }
    )


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
        "request_id": line.request_id,
        "cancel_until": terms.until if terms and may_cancel else None,
        "cancel": terms_json(terms),
    }
