"""From when whom: the opening waves of a school year are scheduled, moved and withdrawn."""

from services.bookings.domain import opening_wave
from services.bookings.handlers.streams import only_as_seen, opening_wave_stream
from services.bookings.projections.booking_facts import known_school_year
from shared.eventstore.store import Work


def schedule_opening_wave(
    work: Work, command: opening_wave.ScheduleOpeningWave, seen: int | None = None
) -> None:
    """`seen` is the version that staff had before them; the operator's file has none."""
    known_school_year(work.tx, command.school_year)
    stream = opening_wave_stream(command.wave_id)
    only_as_seen(work, opening_wave, stream, seen)
    work.handle(opening_wave, stream, command)


def withdraw_opening_wave(work: Work, command: opening_wave.WithdrawOpeningWave, seen: int) -> None:
    stream = opening_wave_stream(command.wave_id)
    only_as_seen(work, opening_wave, stream, seen)
    work.handle(opening_wave, stream, command)
