"""The staff's opening waves of a school year: who may book from when, and what is odd about it."""

from typing import Any

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.changes import changes_json
from services.bookings.api.configuration import LEVEL, TEXT, WhoAsked, wave_for
from services.bookings.domain import opening_plan
from services.bookings.domain import opening_wave as wave_decider
from services.bookings.domain.calendar import calendar_of
from services.bookings.domain.opening_plan import Concern
from services.bookings.domain.opening_wave import (
    Applying,
    OpeningWaveScheduled,
    OpeningWaveWithdrawn,
    ScheduleOpeningWave,
    WaveFor,
    WithdrawOpeningWave,
)
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import facilities, openings
from services.bookings.projections.booking_facts import known_school_year
from services.bookings.projections.children_alike import children_alike
from shared.eventstore import clock
from shared.web.api import Asked, Missing, asked, needs, reading, run, store

opening_waves = Blueprint(
    "opening_waves", __name__, url_prefix="/school-years/<school_year>/opening-waves"
)

SEEN = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1_000_000))
DONE = 204


class WaveAsked(WhoAsked):
    """`seen` is the version of the wave that the page was made from, 0 for a new one."""

    opens_at = fields.AwareDateTime(required=True)
    seen = SEEN


class PreviewAsked(WhoAsked):
    """Without an instant: what withdrawing the wave would do."""

    wave_id = fields.String(required=True, validate=TEXT)
    opens_at = fields.AwareDateTime(load_default=None, allow_none=True)


class WithdrawalAsked(Asked):
    seen = SEEN


class ProfileAsked(Asked):
    school_level = fields.String(required=True, validate=LEVEL)
    resident = fields.Boolean(load_default=True)
    sibling = fields.Boolean(load_default=False)


@opening_waves.get("")
@needs("staff", role="bookings")
def show(school_year: str) -> Response:
    now = clock.now()
    with reading() as tx:
        year = known_school_year(tx, school_year)
        waves = openings.waves_of(tx, year)
        calendars = [calendar_of(it) for it in openings.all_school_years(tx)]
        offered = _offered(tx)
        every = openings.every_wave_of(tx, year)
        told = [
            {
                **wave_json(wave),
                "open": wave.opens_at <= now,
                "seen": store().seen(tx, wave_decider, _stream(wave.wave_id)).version,
            }
            for wave in waves
        ]
    return answer(
        {
            "school_year": school_year,
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            "regular_cutoff_at": year.regular_cutoff_at,
            "offered": offered,
            "waves": told,
            "concerns": [
                _concern_json(it)
                for it in opening_plan.concerns(waves, year, calendars, offered, now)
            ],
            "changes": changes_json(map(_stream, every), _told),
        }
    )


@opening_waves.get("/first")
@needs("staff", role="bookings")
def show_first(school_year: str) -> Response:
    """Which wave such a child has, by kind of booking and slot type."""
    child = Applying(**asked(ProfileAsked, source="query"))
    with reading() as tx:
        year = known_school_year(tx, school_year)
        found = opening_plan.first_openings(openings.waves_of(tx, year), child, _offered(tx))
    return answer(
        {
            "openings": [
                {
                    "kind": it.kind,
                    "slot_type": it.slot_type,
                    "wave": it.wave and wave_json(it.wave),
                }
                for it in found
            ]
        }
    )


@opening_waves.post("/preview")
@needs("staff", role="bookings")
def preview(school_year: str) -> Response:
    """What the change would do to the children there are, and what is odd about it."""
    wanted = asked(PreviewAsked)
    now = clock.now()
    with reading() as tx:
        year = known_school_year(tx, school_year)
        before = openings.waves_of(tx, year)
        calendars = [calendar_of(it) for it in openings.all_school_years(tx)]
        offered = _offered(tx)
        children = children_alike(tx, year)
    if wanted["opens_at"] is None:
        after = opening_plan.without_wave(before, wanted["wave_id"])
        odd = opening_plan.concerns(after, year, calendars, offered, now)
        odd = tuple(it for it in odd if it.wave_id is None)
    else:
        changed = OpeningWaveScheduled(
            wave_id=wanted["wave_id"],
            school_year=school_year,
            who=wave_for(wanted),
            opens_at=wanted["opens_at"],
        )
        after = opening_plan.with_wave(before, changed)
        odd = opening_plan.concerns_of_change(changed, before, year, calendars, offered, now)
    moved = opening_plan.moved_openings(before, after, children, offered)
    return answer({"concerns": [_concern_json(it) for it in odd], "moved": moved})


@opening_waves.post("/<wave_id>")
@needs("staff", role="bookings")
def schedule(school_year: str, wave_id: str) -> Response:
    wanted = asked(WaveAsked)
    command = ScheduleOpeningWave(
        wave_id=wave_id,
        school_year=school_year,
        who=wave_for(wanted),
        opens_at=wanted["opens_at"],
        asked_at=clock.now(),
    )
    run(lambda work: handlers.schedule_opening_wave(work, command, wanted["seen"]))
    return Response(status=DONE)


@opening_waves.post("/<wave_id>/withdrawal")
@needs("staff", role="bookings")
def withdraw(school_year: str, wave_id: str) -> Response:
    wanted = asked(WithdrawalAsked)
    with reading() as tx:
        if wave_id not in openings.every_wave_of(tx, known_school_year(tx, school_year)):
            raise Missing
    command = WithdrawOpeningWave(wave_id=wave_id, asked_at=clock.now())
    run(lambda work: handlers.withdraw_opening_wave(work, command, wanted["seen"]))
    return Response(status=DONE)


def _stream(wave_id: str) -> str:
    return handlers.opening_wave_stream(wave_id)


def _offered(tx: Any) -> list[SlotType]:
    """What some facility offers, in the order of the day."""
    there = {slot.slot_type for it in facilities.all_facilities(tx) for slot in it.slot_types}
    return [it for it in SlotType if it in there] or list(SlotType)


def _told(event: Any) -> dict[str, Any] | None:
    match event:
        case OpeningWaveScheduled():
            return {"what": "scheduled", **wave_json(event)}
        case OpeningWaveWithdrawn():
            return {"what": "withdrawn", "wave_id": event.wave_id}
    return None


def wave_json(wave: OpeningWaveScheduled | ScheduleOpeningWave) -> dict[str, Any]:
    return {"wave_id": wave.wave_id, "opens_at": wave.opens_at, "who": _who_json(wave.who)}


def _who_json(who: WaveFor) -> dict[str, Any]:
    return {
        "school_levels": who.school_levels,
        "residence": who.residence,
        "sibling": who.sibling,
        "kinds": who.kinds,
        "slot_types": who.slot_types,
    }


def _concern_json(concern: Concern) -> dict[str, Any]:
    return {
        "code": concern.code,
        "wave_id": concern.wave_id,
        "who": concern.who and _who_json(concern.who),
        "day": concern.day,
    }
