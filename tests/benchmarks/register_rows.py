"""A command on the longest stream there is: a facility's register at the end of a busy year."""

from datetime import date, timedelta
from functools import partial
from time import perf_counter
from uuid import UUID

from services.bookings.domain import register
from services.bookings.domain.capacity_pool import CapacityPool
from services.bookings.domain.register import AskedLine, TakePlaces
from services.bookings.domain.slot_type import SlotType
from shared.eventstore.database import engine_for
from shared.eventstore.states import States
from shared.eventstore.store import EventStore, Work
from tests.benchmarks.measuring import Figure, Row
from tests.benchmarks.notes import meta

STREAM = "register-tilleuls-2026-2027"
MONDAYS = tuple(date(2026, 9, 7) + timedelta(weeks=n) for n in range(36))
POOL = CapacityPool(pool_id="LUNCH", slot_types=(SlotType.LUNCH,), size=1_000_000)


def long_register(url: str, *, events: int, rounds: int) -> list[Row]:
    """Each event takes a place on every Monday of the year."""
    store = EventStore(engine_for(url), register.Event, lambda _event: None, [], source="bookings")
    store.create_tables()
    for first in range(0, events, 1_000):
        store.run(meta(), partial(_take, range(first, min(first + 1_000, events))))

    warm = [_ms(store, events + n) for n in range(rounds)]
    cold = []
    for number in range(3):
        store._states = States()
        cold.append(_ms(store, events + rounds + number))
    what = f"command on a register of {f'{events:,}'.replace(',', ' ')} events, SQLite"
    store.engine.dispose()
    return [
        Row(what=what, ours=Figure.of(warm, " ms"), most=5),
        Row(what=f"{what}; the first of a process", ours=Figure.of(cold, " ms")),
    ]


def _ms(store: EventStore, number: int) -> float:
    started = perf_counter()
    store.run(meta(), partial(_take, [number]))
    return 1_000 * (perf_counter() - started)


def _take(children: range | list[int], work: Work) -> None:
    for number in children:
        line = AskedLine(
            facility_id="tilleuls",
            school_year="2026-2027",
            request_id=UUID(int=number),
            line_id="1",
            household_id=UUID(int=number),
            child_id=UUID(int=number),
            slot_type=SlotType.LUNCH,
            dates=MONDAYS,
        )
        command = TakePlaces(line=line, pools=(POOL,), decided_at=meta().at, decided_by="staff:1")
        work.handle(register, STREAM, command)
