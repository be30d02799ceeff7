from dataclasses import replace

from services.bookings.domain.opening_wave import (
    OpeningWaveScheduled,
    OpeningWaveWithdrawn,
    WaveFor,
)
from services.bookings.domain.request_history import DraftDropped, SendingArranged, SendingFailed
from services.bookings.projections.prepared_requests import READ_MODEL, WAITING, place_of, project
from tests.bookings import histories
from tests.bookings.strasbourg import CAMILLE, MARTIN, OPENS, OTHER_REQUEST, REQUEST, paris

EARLY, LATE = paris("2026-03-28 10:00"), paris("2026-03-29 10:00")
YEAR = "2026-2027"

opening = OpeningWaveScheduled(
    wave_id="maternelle",
    school_year=YEAR,
    who=WaveFor(school_levels=("MATERNELLE",)),
    opens_at=OPENS["MATERNELLE"],
)


def arranged(request_id=REQUEST, since=EARLY) -> SendingArranged:
    return SendingArranged(
        request_id=request_id,
        household_id=MARTIN,
        school_year=YEAR,
        automatic_since=since,
        arranged_at=EARLY,
    )


def waiting(tx, *events):
    for event in events:
        project(tx, event)
    return [row.about for row in tx.execute(WAITING.order_by("turn"))]


def test_each_draft_waits_for_the_openings_of_its_year_in_its_turn(tables):
    tx = tables(READ_MODEL)

    assert waiting(tx, opening, arranged(OTHER_REQUEST, LATE), arranged()) == [
        REQUEST,
        OTHER_REQUEST,
    ]
    assert (place_of(tx, YEAR, EARLY), place_of(tx, YEAR, LATE)) == (1, 2)


def test_an_opening_that_was_before_is_not_waited_for(tables):
    tx = tables(READ_MODEL)

    assert waiting(tx, opening, arranged(since=OPENS["MATERNELLE"])) == []


def test_an_opening_that_was_withdrawn_is_not_waited_for(tables):
    withdrawn = OpeningWaveWithdrawn(wave_id="maternelle", school_year=YEAR, withdrawn_at=LATE)

    assert waiting(tables(READ_MODEL), opening, arranged(), withdrawn) == []


def test_a_draft_that_is_sent_dropped_or_could_not_go_waits_no_more(tables):
    dropped = DraftDropped(request_id=REQUEST, household_id=MARTIN, dropped_at=LATE)
    failed = SendingFailed(
        request_id=REQUEST,
        household_id=MARTIN,
        account_id=CAMILLE,
        code="file_not_approved",
        failed_at=LATE,
    )
    by_hand = replace(arranged(), automatic_since=None)
    for end in (dropped, failed, by_hand, histories.submitted):
        tx = tables(READ_MODEL)

        assert waiting(tx, opening, arranged(), end) == []


def test_what_is_left_of_a_request_waits_on(tables):
    tx = tables(READ_MODEL)
    left = replace(histories.started, automatic_since=EARLY)

    assert waiting(tx, opening, left) == [REQUEST]
