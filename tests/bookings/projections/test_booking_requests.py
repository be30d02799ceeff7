from dataclasses import replace

import pytest
import sqlalchemy as sa

from services.bookings.domain.request_history import DraftDropped
from services.bookings.projections.booking_requests import (
    READ_MODEL,
    draft_of,
    household_of_request,
    sent,
    sent_by,
)
from tests.bookings.histories import decided, started, submitted
from tests.bookings.strasbourg import MARTIN, OPENING_EVENING, OTHER_REQUEST, REQUEST

dropped = DraftDropped(request_id=REQUEST, household_id=MARTIN, dropped_at=OPENING_EVENING)


def test_a_household_has_a_draft_until_it_is_sent_or_dropped(tables):
    tx = tables(READ_MODEL, started)
    assert draft_of(tx, MARTIN) == REQUEST

    READ_MODEL.project(tx, submitted)
    assert draft_of(tx, MARTIN) is None

    READ_MODEL.project(tx, replace(started, request_id=OTHER_REQUEST))
    READ_MODEL.project(tx, replace(dropped, request_id=OTHER_REQUEST))
    assert draft_of(tx, MARTIN) is None


def test_a_second_draft_of_a_household_is_impossible(tables):
    tx = tables(READ_MODEL, started)

    with pytest.raises(sa.exc.IntegrityError):
        READ_MODEL.project(tx, replace(started, request_id=OTHER_REQUEST))


def test_what_was_sent_is_known_with_its_instant_and_the_draft_is_not_among_it(tables):
    tx = tables(READ_MODEL, started, submitted, decided)
    READ_MODEL.project(tx, replace(started, request_id=OTHER_REQUEST))

    (one,) = sent(tx, [REQUEST])
    assert (one.reference, one.received_at) == ("D-2026-4127AB", OPENING_EVENING)
    assert sent_by(tx, MARTIN) == [REQUEST]
    assert household_of_request(tx, REQUEST) == MARTIN
