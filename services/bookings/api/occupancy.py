"""How full every slot is, over the coming days or on one of them."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response
from marshmallow import fields

from services.bookings.api.answers import answer
from services.bookings.api.days import day_of
from services.bookings.domain.calendar import Day, DayStatus, calendar_of, day_in
from services.bookings.domain.capacity_pool import fills
from services.bookings.domain.facility import Facility
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import absences, facilities, family_planner, openings
from services.bookings.projections import occupancy as read_model
from services.bookings.projections.family_planner import PlannerLine
from services.bookings.projections.occupancy import Counted
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading

occupancy = Blueprint("occupancy", __name__, url_prefix="/occupancy")


class OccupancyAsked(Asked):
    facility_id = fields.String(load_default="")


@occupancy.get("")
@needs("staff", role="bookings")
def show_week() -> Response:
    """The typical week: per weekday, the fullest of the coming days and what is asked for."""
    wanted = asked(OccupancyAsked, source="query")["facility_id"] or None
    with reading() as tx:
        shown = [f for f in facilities.all_facilities(tx) if wanted in (None, f.facility_id)]
        taken = read_model.taken_on(tx, {f.facility_id for f in shown}, first=clock.today())
        waiting = family_planner.pending_lines(tx, wanted)
    return answer({"facilities": [_week(facility, taken, waiting) for facility in shown]})


@occupancy.get("/<day>")
@needs("staff", role="bookings")
def show_day(day: str) -> Response:
    the_day = day_of(day)
    with reading() as tx:
        shown = facilities.all_facilities(tx)
        ids = {facility.facility_id for facility in shown}
        taken = read_model.taken_on(tx, ids, first=the_day, last=the_day)
        waiting = [line for line in family_planner.pending_lines(tx) if the_day in line.dates]
        years = openings.all_school_years(tx)
        absent = Counter((at, slot) for _child, at, slot, _day in absences.absent_on(tx, the_day))
    groups = []
    for facility in shown:
        counted = Counted(facility_id=facility.facility_id, taken=taken)
        known = day_in([calendar_of(year, facility.facility_id) for year in years], the_day)
        groups.append(
            {
                "facility_id": facility.facility_id,
                "name": facility.name,
                "status": known.status,
                "label": known.label,
                "slots": [
                    {
                        "slot_type": slot.slot_type,
                        "capacity": facility.places(slot.slot_type, the_day, counted),
                        "taken": counted.taken_on(slot.slot_type, the_day),
                        "absent": absent[facility.facility_id, slot.slot_type],
                        "requested": sum(
                            (line.facility_id, line.slot_type)
                            == (facility.facility_id, slot.slot_type)
                            for line in waiting
                        ),
                    }
                    for slot in facility.slot_types
                    if known.status is DayStatus.OPEN and the_day.weekday() in slot.weekdays
                ],
            }
        )
    return answer({"day": the_day, "facilities": groups})


@occupancy.get("/weeks/<day>")
@needs("staff", role="bookings")
def show_days_of_week(day: str) -> Response:
    """Monday to Friday of the week of that day: every slot, and every pool that several share."""
    the_day = day_of(day)
    try:
        days = [the_day + timedelta(days=n - the_day.weekday()) for n in range(5)]
    except OverflowError:
        raise Missing from None
    with reading() as tx:
        shown = facilities.all_facilities(tx)
        ids = {facility.facility_id for facility in shown}
        taken = read_model.taken_on(tx, ids, first=days[0], last=days[-1])
        years = openings.all_school_years(tx)
    told = []
    for facility in shown:
        calendars = [calendar_of(year, facility.facility_id) for year in years]
        counted = Counted(facility_id=facility.facility_id, taken=taken)
        told.append(
            {
                "facility_id": facility.facility_id,
                "name": facility.name,
                "days": [_day_of_week(facility, day_in(calendars, each), counted) for each in days],
            }
        )
    return answer({"days": days, "facilities": told})


def _day_of_week(facility: Facility, known: Day, counted: Counted) -> dict[str, Any]:
    is_open = known.status is DayStatus.OPEN
    slots = [s for s in facility.slot_types if is_open and known.day.weekday() in s.weekdays]
    offered = {slot.slot_type for slot in slots}
    return {
        "day": known.day,
        "status": known.status,
        "label": known.label,
        "slots": [
            {
                "slot_type": slot.slot_type,
                "capacity": facility.places(slot.slot_type, known.day, counted),
                "taken": counted.taken_on(slot.slot_type, known.day),
            }
            for slot in slots
        ],
        "pools": [
            {
                "pool_id": filled.pool.pool_id,
                "name": filled.pool.name,
                "capacity": filled.capacity,
                "taken": filled.taken,
            }
            for filled in fills(facility.pools, known.day, counted, under_six=False)
            if offered.intersection(filled.pool.slot_types)
        ],
    }


def _week(
    facility: Facility, taken: Mapping[read_model.Slot, tuple[int, int]], waiting: list[PlannerLine]
) -> dict[str, Any]:
    counted = Counted(facility_id=facility.facility_id, taken=taken)
    fullest = {
        (slot.slot_type, weekday): _fullest(facility, slot.slot_type, weekday, counted)
        for slot in facility.slot_types
        for weekday in slot.weekdays
    }
    return {
        "facility_id": facility.facility_id,
        "name": facility.name,
        "slots": [
            {
                "slot_type": slot.slot_type,
                "weekday": weekday,
                "capacity": fullest[slot.slot_type, weekday][1],
                "taken": fullest[slot.slot_type, weekday][0],
                "requested": sum(
                    (line.facility_id, line.slot_type) == (facility.facility_id, slot.slot_type)
                    and line.dates[0].weekday() == weekday
                    for line in waiting
                ),
            }
            for slot in facility.slot_types
            for weekday in slot.weekdays
        ],
    }


def _fullest(
    facility: Facility, slot_type: SlotType, weekday: int, counted: Counted
) -> tuple[int, int]:
    """Taken and capacity on the coming day of that weekday that has the least room."""
    days = [
        day
        for facility_id, taken_type, day in counted.taken
        if (facility_id, taken_type) == (facility.facility_id, slot_type)
        and day.weekday() == weekday
    ]
    fills = [
        (counted.taken_on(slot_type, day), facility.places(slot_type, day, counted)) for day in days
    ]
    nothing = (0, facility.nominal_places(slot_type))
    return min(fills, key=lambda it: (it[1] - it[0], -it[0]), default=nothing)
