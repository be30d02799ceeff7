"""How what this service kept in the past reads today: a step for each version of an event."""

from typing import Any

from services.bookings.domain.facility import FacilityDescribed
from services.bookings.domain.opening_wave import OpeningWaveScheduled
from shared.eventstore.codec import Upcasts


def _deadlines(data: dict[str, Any]) -> dict[str, Any]:
    """A slot type had one rule, for every act, that refused."""

    def several(slot: dict[str, Any]) -> dict[str, Any]:
        rule = slot.pop("deadline")
        anchor = rule.get("counting", "CALENDAR_DAYS")
        slot["deadlines"] = [
            {"anchor": anchor, "before": rule["days_before"], "at": rule["at"]},
        ]
        return slot

    return {**data, "slot_types": [several(dict(slot)) for slot in data["slot_types"]]}


def _who(data: dict[str, Any]) -> dict[str, Any]:
    """A wave was for one school level."""
    rest = {name: value for name, value in data.items() if name != "school_level"}
    return {**rest, "who": {"school_levels": [data["school_level"]]}}


UPCASTS: Upcasts = {FacilityDescribed: [_deadlines], OpeningWaveScheduled: [_who]}
