"""The year after is begun from the one there is, in one go."""

from services.bookings.domain import opening_wave, school_year
from services.bookings.domain.next_year import carried_openings
from services.bookings.handlers.streams import opening_wave_stream, school_year_stream
from services.bookings.projections import openings
from services.bookings.projections.booking_facts import known_school_year
from shared.eventstore.store import Work


def begin_next_year(
    work: Work, before: str, command: school_year.BeginSchoolYear, *, with_openings: bool
) -> None:
    """The year, and the openings of the one before at the same weekdays and hours."""
    year = known_school_year(work.tx, before)
    waves = openings.waves_of(work.tx, year) if with_openings else []
    work.handle(school_year, school_year_stream(command.school_year), command)
    for carried in carried_openings(waves, before, command.school_year, work.meta.at):
        work.handle(opening_wave, opening_wave_stream(carried.wave_id), carried)
