"""Who is expected on a day: facility by facility, slot by slot."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from services.bookings.api.answers import answer
from services.bookings.api.days import day_of
from services.bookings.domain.calendar import DayStatus, calendar_of, day_in
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import absences, facilities, family_planner, openings
from shared.web.api import needs, reading

registers = Blueprint("registers", __name__, url_prefix="/registers")

Expected = dict[tuple[str, SlotType], set[UUID]]


@registers.get("/<day>")
@needs("staff", role="bookings")
def show_register(day: str) -> Response:
    the_day = day_of(day)
    with reading() as tx:
        shown = facilities.all_facilities(tx)
        years = openings.all_school_years(tx)
        expected: Expected = {}
        absent: Expected = {}
        declared = absences.absent_on(tx, the_day)
        for line in family_planner.accepted_on(tx, the_day):
            at = line.child_id, line.facility_id, line.slot_type, the_day
            lists = absent if at in declared else expected
            lists.setdefault((line.facility_id, line.slot_type), set()).add(line.child_id)
    told: list[dict[str, Any]] = []
    for facility in shown:
        known = day_in([calendar_of(year, facility.facility_id) for year in years], the_day)
        told.append(
            {
                "facility_id": facility.facility_id,
                "name": facility.name,
                "status": known.status,
                "label": known.label,
                "slots": [
                    {
                        "slot_type": slot.slot_type,
                        "starts": slot.starts,
                        "ends": slot.ends,
                        "children": sorted(
                            expected.get((facility.facility_id, slot.slot_type), ())
                        ),
                        "absent": sorted(absent.get((facility.facility_id, slot.slot_type), ())),
                    }
                    for slot in facility.slot_types
                    if known.status is DayStatus.OPEN and the_day.weekday() in slot.weekdays
                ],
            }
        )
    return answer({"day": the_day, "facilities": told})
