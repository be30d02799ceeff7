"""The places of absent children: offered to who waits for that day, if the rule allows."""

from datetime import date

from services.bookings.domain import deadline, register
from services.bookings.domain.absence_history import AbsenceDeclared, AbsenceWithdrawn
from services.bookings.domain.calendar import calendar_of
from services.bookings.domain.held_place import FreePlace, HeldSlot, RestorePlace
from services.bookings.domain.school_year import SchoolYear
from services.bookings.handlers.streams import register_stream_of
from services.bookings.handlers.waiting import offer_free_places
from services.bookings.projections import openings, operator_card
from services.bookings.projections.booking_facts import known_facility
from shared.eventstore.store import Work


def free_places(work: Work, event: AbsenceDeclared) -> None:
    """In time by the rule of the operator: offered to who waits for that day, never booked."""
    card = operator_card.operator(work.tx)
    rule = card.absence_places_until if card else None
    year = _year_of(work, event.day)
    if rule is None or year is None:
        return
    freed = set()
    for slot in _held(event, year):
        until = deadline.instant(rule, event.day, calendar_of(year, slot.facility_id))
        if until is not None and work.meta.at <= until:
            stream = register_stream_of(slot.facility_id, slot.school_year)
            work.handle(register, stream, FreePlace(slot=slot, at=work.meta.at))
            freed.add(slot.facility_id)
    if freed:
        offer_free_places(work, year.school_year, freed)


def restore_places(work: Work, event: AbsenceWithdrawn) -> None:
    """Raises Refused when one was given away meanwhile."""
    year = _year_of(work, event.day)
    if year is None:
        return
    for slot in _held(event, year):
        pools = known_facility(work.tx, slot.facility_id).pools_of(slot.slot_type)
        work.handle(
            register,
            register_stream_of(slot.facility_id, slot.school_year),
            RestorePlace(slot=slot, pools=tuple(pools), at=work.meta.at),
        )


def _held(event: AbsenceDeclared | AbsenceWithdrawn, year: SchoolYear) -> list[HeldSlot]:
    return [
        HeldSlot(
            facility_id=slot.facility_id,
            school_year=year.school_year,
            household_id=event.household_id,
            child_id=event.child_id,
            slot_type=slot.slot_type,
            day=event.day,
        )
        for slot in event.slots
    ]


def _year_of(work: Work, day: date) -> SchoolYear | None:
    years = openings.all_school_years(work.tx)
    return next((it for it in years if it.starts_on <= day <= it.ends_on), None)
