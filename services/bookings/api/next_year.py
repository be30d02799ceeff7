"""The year after one that is known: proposed, looked at by staff, then begun."""

from datetime import date
from typing import Any

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.calendar import DescriptionAsked, described
from services.bookings.api.opening_waves import wave_json
from services.bookings.clients.school_calendar import proposal
from services.bookings.domain.next_year import carried_openings, name_after, same_weekday
from services.bookings.domain.school_year import BeginSchoolYear, SchoolYear
from services.bookings.projections import openings
from services.bookings.projections.booking_facts import known_school_year
from shared.eventstore import clock
from shared.web.api import Asked, asked, needs, reading, run

next_year = Blueprint("next_year", __name__, url_prefix="/school-years/<school_year>/next")

ALSACE = "67"  # any of the departments with the two public holidays more


class ProposalAsked(Asked):
    zone = fields.String(required=True, validate=validate.OneOf(("A", "B", "C")))
    alsace_moselle = fields.Boolean(load_default=False)


class BeginningAsked(DescriptionAsked):
    with_openings = fields.Boolean(required=True)


@next_year.get("")
@needs("staff", role="bookings")
def propose(school_year: str) -> Response:
    """Where no library knows the holidays yet, there are none: `known` says so."""
    wanted = asked(ProposalAsked, source="query")
    name = name_after(school_year)
    with reading() as tx:
        year = known_school_year(tx, school_year)
        waves = openings.waves_of(tx, year)
        exists = openings.school_year(tx, name) is not None
    carried = carried_openings(waves, school_year, name, clock.now())
    return answer(
        {
            "school_year": name,
            "exists": exists,
            "regular_cutoff_at": same_weekday(year.regular_cutoff_at),
            "openings": [wave_json(it) for it in carried],
            "left_out": len(waves) - len(carried),
            **_calendar(year, name, wanted),
        }
    )


@next_year.post("")
@needs("staff", role="bookings")
def begin(school_year: str) -> Response:
    wanted = asked(BeginningAsked)
    command = BeginSchoolYear(school_year=name_after(school_year), **described(wanted))
    with_openings = wanted["with_openings"]
    run(
        lambda work: handlers.begin_next_year(
            work, school_year, command, with_openings=with_openings
        )
    )
    return answer({"school_year": command.school_year}, 201)


def _calendar(year: SchoolYear, name: str, wanted: dict[str, Any]) -> dict[str, Any]:
    department = ALSACE if wanted["alsace_moselle"] else ""
    try:
        proposed = proposal(int(name[:4]), wanted["zone"], department)
    except ValueError:
        return {
            "known": False,
            "starts_on": _a_year_later(year.starts_on),
            "ends_on": _a_year_later(year.ends_on),
            "holidays": [],
            "public_holidays": [],
            "doubts": [],
        }
    return {
        "known": True,
        "starts_on": proposed.starts_on,
        "ends_on": proposed.ends_on,
        "holidays": proposed.holidays,
        "public_holidays": [{"name": it, "day": day} for day, it in proposed.public_holidays],
        "doubts": proposed.doubts,
    }


def _a_year_later(day: date) -> date:
    """29 February is the 28th then."""
    last = 28 if day.month == 2 else 31
    return day.replace(year=day.year + 1, day=min(day.day, last))
