from dataclasses import replace
from uuid import UUID

from services.bookings.projections import family_planner
from services.bookings.projections.family_planner import (
    READ_MODEL,
    accepted_on,
    entries,
    held_lines,
    lines_of,
)
from tests.bookings.histories import (
    MONDAYS,
    accepted,
    refused,
    second_monday_cancelled,
    submitted,
)
from tests.bookings.strasbourg import MARTIN, OTHER_REQUEST, PETIT, paris

FIRST, LAST = MONDAYS[0], MONDAYS[-1]


def states(tx):
    return {e.day: e.state for e in entries(lines_of(tx, MARTIN), FIRST, LAST)}


def test_a_line_is_one_row_and_is_opened_into_days_when_asked(tables):
    tx = tables(READ_MODEL, submitted)

    assert len(lines_of(tx, MARTIN)) == 1
    assert states(tx) == dict.fromkeys(MONDAYS, "REQUESTED")


def test_a_month_shows_its_own_days_alone(tables):
    lines = lines_of(tables(READ_MODEL, submitted), MARTIN)

    assert [entry.day for entry in entries(lines, MONDAYS[1], MONDAYS[1])] == [MONDAYS[1]]


def test_an_accepted_line_with_a_cancelled_day(tables):
    tx = tables(READ_MODEL, submitted, accepted, second_monday_cancelled)

    assert states(tx) == {
        MONDAYS[0]: "ACCEPTED",
        MONDAYS[1]: "CANCELLED",
        MONDAYS[2]: "ACCEPTED",
    }
    assert held_lines(lines_of(tx, MARTIN))[0].dates == {MONDAYS[0], MONDAYS[2]}


def test_a_refused_line_keeps_its_reason_and_numbers(tables):
    (line,) = lines_of(tables(READ_MODEL, submitted, refused()), MARTIN)

    assert (line.state, line.reason, line.capacity, line.taken) == ("REFUSED", "slot_full", 30, 30)


def test_what_was_asked_for_again_counts_and_not_the_refusal_before(tables):
    again = replace(submitted, request_id=OTHER_REQUEST, received_at=paris("2026-06-01 08:00"))
    tx = tables(READ_MODEL, submitted, refused(), again)

    assert set(states(tx).values()) == {"REQUESTED"}


def test_another_household_has_nothing_of_it(tables):
    assert lines_of(tables(READ_MODEL, submitted), PETIT) == []


def test_only_undecided_lines_are_pending(tables):
    other = replace(submitted, request_id=UUID(int=0xE8))
    tx = tables(READ_MODEL, submitted, other, accepted)

    pending = family_planner.pending_lines(tx, "tilleuls", "LUNCH")

    assert [line.request_id for line in pending] == [UUID(int=0xE8)]
    assert family_planner.pending_lines(tx, "tilleuls", "EVENING") == []


def test_a_planner_is_found_without_reading_other_families(tables):
    tx = tables(READ_MODEL, submitted)
    query = "SELECT * FROM planner_lines WHERE household_id = 'x' AND last_day >= '2026-09-01'"

    plan = " ".join(row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))

    assert "USING INDEX planner_lines_household (household_id=? AND last_day>?)" in plan


def test_a_cancelled_day_is_expected_no_more(tables):
    tx = tables(READ_MODEL, submitted, accepted, second_monday_cancelled)

    assert [len(accepted_on(tx, day)) for day in MONDAYS[:3]] == [1, 0, 1]


def test_what_is_only_asked_for_is_not_expected(tables):
    assert accepted_on(tables(READ_MODEL, submitted), MONDAYS[0]) == []
