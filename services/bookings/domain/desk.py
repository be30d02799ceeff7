"""What staff book for a family at the desk: single days, under the same rules, or over them.

A rule is passed over with a reason, which is kept. Capacity is not a rule that anybody passes over,
and what a child has already is not booked again.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.bookings.domain.deadline import Consequence
from services.bookings.domain.draft import ChosenSlot, RequestLine, lines_to_show
from services.bookings.domain.offer import Facts
from shared.eventstore.decider import Refused

NEVER: Final = frozenset(
    {
        "already_requested",
        "already_booked",
        "booked_elsewhere",
        "day_of_other_home",
        "on_waiting_list",
        "no_day_left",
    }
)


def lines_at_desk(
    choices: Sequence[ChosenSlot], facts: Facts
) -> tuple[tuple[RequestLine, ...], tuple[str, ...]]:
    """The lines, and the rules they break. Raises Refused for what no reason allows."""
    if not choices:
        raise Refused("nothing_chosen")
    broken: dict[str, None] = {}
    for choice in choices:
        broken |= dict.fromkeys(_broken(choice, facts))
    lines = tuple(
        replace(line, late=None, surcharge=None) if line.late in PASSED_OVER else line
        for line in lines_to_show(choices, facts)
    )
    return lines, tuple(broken)


PASSED_OVER: Final = (Consequence.REFUSE, Consequence.STAFF)


def _broken(choice: ChosenSlot, facts: Facts) -> list[str]:
    assert choice.day is not None
    box = choice.child_id, choice.slot_type
    there = facts.at_facility(choice.facility_id)
    offers = {(it.child_id, it.slot_type): it for it in there.slots_on(choice.day)}
    day = choice.day.isoformat()
    if (offer := offers.get(box)) is None:
        raise Refused("slot_not_offered", day=day, slot_type=choice.slot_type)
    if offer.held or offer.locked in NEVER:
        raise Refused(offer.locked or "already_booked", day=day, slot_type=choice.slot_type)
    child = facts.child(choice.child_id)
    assert child is not None, "an offer is for a child"
    why = child.why or ("not_open_yet" if child.waits_for(choice.slot_type) else None)
    return [code for code in (why, offer.locked) if code]
