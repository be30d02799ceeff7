"""What happened, as the read models hear it: Mia's Monday lunches from wish to place."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.draft import RequestLine
from services.bookings.domain.outcome import Decision, Outcome
from services.bookings.domain.register import AskedLine, PlaceCancelled, PlacesTaken
from services.bookings.domain.request_history import (
    LinesDecided,
    RequestDecided,
    RequestStarted,
    RequestSubmitted,
)
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import (
    CAMILLE,
    MARTIN,
    MIA,
    MON,
    NADIA,
    OPENING_EVENING,
    REQUEST,
    paris,
)

MONDAYS = (date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21))
DECIDED_AT = paris("2026-05-04 10:12")

started = RequestStarted(
    request_id=REQUEST,
    household_id=MARTIN,
    account_id=CAMILLE,
    facility_id="tilleuls",
    school_year="2026-2027",
    kind=BookingKind.STANDING,
    carried=(),
    started_at=OPENING_EVENING,
)
mondays = RequestLine(
    line_id="1",
    child_id=MIA,
    facility_id="tilleuls",
    slot_type=SlotType.LUNCH,
    weekday=MON,
    dates=MONDAYS,
)
submitted = RequestSubmitted(
    request_id=REQUEST,
    reference="D-2026-4127AB",
    household_id=MARTIN,
    account_id=CAMILLE,
    facility_id="tilleuls",
    school_year="2026-2027",
    kind=BookingKind.STANDING,
    received_at=OPENING_EVENING,
    lines=(mondays,),
    cancellations=(),
    later=(),
    next_request_id=None,
)
places_taken = PlacesTaken(
    line=AskedLine(
        facility_id="tilleuls",
        school_year="2026-2027",
        request_id=REQUEST,
        line_id="1",
        household_id=MARTIN,
        child_id=MIA,
        slot_type=SlotType.LUNCH,
        dates=MONDAYS,
    ),
    capacity=30,
    taken=1,
    decided_at=DECIDED_AT,
    decided_by=NADIA,
)
accepted = LinesDecided(
    request_id=REQUEST,
    outcomes=(
        Outcome(
            line_id="1",
            decision=Decision.ACCEPTED,
            reason=None,
            capacity=30,
            taken=1,
            full_on=None,
            decided_at=DECIDED_AT,
            decided_by=NADIA,
        ),
    ),
)
decided = RequestDecided(
    request_id=REQUEST,
    reference="D-2026-4127AB",
    household_id=MARTIN,
    account_id=CAMILLE,
    decided_at=DECIDED_AT,
    lines=(mondays,),
    outcomes=accepted.outcomes,
)
second_monday_cancelled = PlaceCancelled(
    facility_id="tilleuls",
    school_year="2026-2027",
    request_id=None,
    household_id=MARTIN,
    child_id=MIA,
    slot_type=SlotType.LUNCH,
    day=MONDAYS[1],
    booked_by=REQUEST,
    line_id="1",
    cancelled_at=DECIDED_AT,
)


def refused(**changes: Any) -> LinesDecided:
    (outcome,) = accepted.outcomes
    fields: dict[str, Any] = {"decision": Decision.REFUSED, "reason": "slot_full", "taken": 30}
    return replace(accepted, outcomes=(replace(outcome, **fields | changes),))
