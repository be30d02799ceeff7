"""How many places a facility has, changed by staff who have seen who is expected."""

from collections.abc import Sequence
from typing import Any

from services.bookings.domain import facility
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.facility import PoolPlaces, ResizePlaces, SlotPlaces
from services.bookings.handlers.streams import facility_stream, only_as_seen
from services.bookings.handlers.waiting import offer_free_places
from services.bookings.projections import occupancy, waiting_list
from services.bookings.projections.occupancy import Counted
from shared.eventstore.store import Work


def resizing(
    tx: Any,
    facility_id: str,
    slots: Sequence[SlotPlaces],
    pools: Sequence[PoolPlaces],
    today: Any,
    *,
    overfull_accepted: bool = False,
) -> ResizePlaces:
    """The command with who is expected from today on."""
    taken = occupancy.taken_on(tx, {facility_id}, first=today)
    return ResizePlaces(
        facility_id=facility_id,
        slots=tuple(slots),
        pools=tuple(pools),
        here=Counted(facility_id=facility_id, taken=taken),
        days=tuple(sorted({day for _facility, _slot, day in taken})),
        overfull_accepted=overfull_accepted,
    )


def resize_places(
    work: Work,
    facility_id: str,
    slots: Sequence[SlotPlaces],
    pools: Sequence[PoolPlaces],
    *,
    seen: int,
    overfull_accepted: bool,
) -> None:
    """Places that are new are offered to who waits for them, at once."""
    stream = facility_stream(facility_id)
    only_as_seen(work, facility, stream, seen)
    today = work.meta.at.astimezone(PARIS).date()
    command = resizing(
        work.tx, facility_id, slots, pools, today, overfull_accepted=overfull_accepted
    )
    if work.handle(facility, stream, command):
        for year in waiting_list.years_with_waiting(work.tx, facility_id, today):
            offer_free_places(work, year, {facility_id})
