"""What was kept in the past still reads."""

import json

from services.bookings.domain.deadline import Anchor, DeadlineRule
from services.bookings.domain.facility import FacilityDescribed
from services.bookings.upcasts import UPCASTS
from shared.eventstore.codec import Codec

FIRST = {
    "facility_id": "tilleuls",
    "name": "Les Tilleuls",
    "address": "4 rue des Tilleuls",
    "levels": [],
    "slot_types": [
        {
            "slot_type": "LUNCH",
            "weekdays": [0, 1, 3, 4],
            "starts": "11:45",
            "ends": "13:45",
            "capacity": 60,
            "deadline": {"days_before": 2, "at": "18:00", "counting": "WORKING_DAYS"},
        }
    ],
}


def test_a_facility_that_had_one_deadline_has_it_as_its_only_rule():
    codec = Codec(FacilityDescribed, UPCASTS[FacilityDescribed], None)
    stored = (1, "FacilityDescribed", 1, json.dumps(FIRST))

    (lunch,) = codec.decode("facility-tilleuls", stored).slot_types

    assert lunch.deadlines == (DeadlineRule(anchor=Anchor.WORKING_DAYS, before=2, at="18:00"),)
    assert lunch.capacity == 60
