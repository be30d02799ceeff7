"""How many places a facility has: of each slot type, and of what they share."""

from typing import Any

from flask import Blueprint, Response
from marshmallow import fields, validate

from services.bookings import handlers
from services.bookings.api.answers import answer
from services.bookings.api.changes import changes_json
from services.bookings.api.configuration import SIZE, TEXT, PoolExceptionAsked
from services.bookings.domain import facility as facility_decider
from services.bookings.domain.capacity_pool import PoolException
from services.bookings.domain.facility import (
    Facility,
    FacilityDescribed,
    PoolPlaces,
    SlotPlaces,
    overfull,
    with_places,
)
from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import facilities
from services.bookings.projections.booking_facts import known_facility
from shared.eventstore import clock
from shared.web.api import Asked, asked, needs, reading, run, store

places = Blueprint("places", __name__, url_prefix="/facilities")

DONE = 204


class SlotAsked(Asked):
    slot_type = fields.Enum(SlotType, by_value=True, required=True)
    capacity = fields.Integer(required=True, allow_none=True, strict=True, validate=SIZE)


class PoolAsked(Asked):
    pool_id = fields.String(required=True, validate=TEXT)
    size = fields.Integer(required=True, strict=True, validate=SIZE)
    exceptions = fields.List(
        fields.Nested(PoolExceptionAsked), load_default=list, validate=validate.Length(max=400)
    )


class PlacesAsked(Asked):
    """`seen` is the version of the facility that the page was made from."""

    seen = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1_000_000))
    slots = fields.List(
        fields.Nested(SlotAsked), load_default=list, validate=validate.Length(max=4)
    )
    pools = fields.List(
        fields.Nested(PoolAsked), load_default=list, validate=validate.Length(max=50)
    )
    overfull_accepted = fields.Boolean(load_default=False)


@places.get("/places")
@needs("staff", role="bookings")
def show() -> Response:
    with reading() as tx:
        known = facilities.all_facilities(tx)
        told = [
            {
                "facility_id": it.facility_id,
                "name": it.name,
                "seen": store().seen(tx, facility_decider, _stream(it.facility_id)).version,
                "slots": [
                    {
                        "slot_type": slot.slot_type,
                        "capacity": slot.capacity,
                        "weekdays": slot.weekdays,
                    }
                    for slot in it.slot_types
                ],
                "pools": [
                    {
                        "pool_id": pool.pool_id,
                        "name": pool.name,
                        "size": pool.size,
                        "staff": pool.ratio is not None,
                        "slot_types": pool.slot_types,
                        "exceptions": pool.exceptions,
                    }
                    for pool in it.pools
                ],
            }
            for it in known
        ]
    changes = changes_json([_stream(it.facility_id) for it in known], _told)
    return answer({"facilities": told, "changes": changes})


@places.post("/<facility_id>/places/preview")
@needs("staff", role="bookings")
def preview(facility_id: str) -> Response:
    """The days on which there would be fewer places than children."""
    slots, pools = _wanted(asked(PlacesAsked))
    with reading() as tx:
        facility = known_facility(tx, facility_id)
        command = handlers.resizing(tx, facility_id, slots, pools, clock.today())
    resized = with_places(command, facility)
    after = Facility(**{name: getattr(resized, name) for name in FacilityDescribed.__annotations__})
    over = overfull(after, command.here, command.days)
    return answer(
        {
            "overfull": [
                {
                    "day": it.day,
                    "pool": it.pool.name or None,
                    "slot_type": None if it.pool.name else it.pool.pool_id,
                    "too_many": it.too_many,
                }
                for it in over
            ]
        }
    )


@places.post("/<facility_id>/places")
@needs("staff", role="bookings")
def resize(facility_id: str) -> Response:
    wanted = asked(PlacesAsked)
    slots, pools = _wanted(wanted)
    run(
        lambda work: handlers.resize_places(
            work,
            facility_id,
            slots,
            pools,
            seen=wanted["seen"],
            overfull_accepted=wanted["overfull_accepted"],
        )
    )
    return Response(status=DONE)


def _wanted(wanted: dict[str, Any]) -> tuple[list[SlotPlaces], list[PoolPlaces]]:
    return [SlotPlaces(**it) for it in wanted["slots"]], [
        PoolPlaces(
            pool_id=it["pool_id"],
            size=it["size"],
            exceptions=tuple(PoolException(**each) for each in it["exceptions"]),
        )
        for it in wanted["pools"]
    ]


def _stream(facility_id: str) -> str:
    return handlers.facility_stream(facility_id)


def _told(event: Any) -> dict[str, Any] | None:
    return {"name": event.name} if isinstance(event, FacilityDescribed) else None
