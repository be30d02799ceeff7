from dataclasses import replace
from datetime import date

import pytest

from services.billing.domain.charges import BillableDay, Nature, lines_for, total_of
from shared.eventstore.decider import Refused
from tests.billing.martins import LEO, LEOS_LUNCHES, MIA, MIAS_EVENING, MONDAY, RATES, TUESDAY

NAMES = {"tilleuls": "Les Tilleuls"}


def lunch(day, child=LEO):
    return BillableDay(child_id=child, facility_id="tilleuls", slot_type="LUNCH", day=day)


def evening(day, child=LEO):
    return BillableDay(child_id=child, facility_id="tilleuls", slot_type="EVENING", day=day)


def test_days_of_one_child_in_one_slot_make_one_line():
    days = [lunch(TUESDAY), evening(MONDAY, MIA), lunch(MONDAY)]

    lines = lines_for(days, lambda _: 900, [RATES], NAMES)

    assert lines == (LEOS_LUNCHES, MIAS_EVENING)
    assert total_of(lines) == 1340


def test_a_quotient_that_changes_within_the_month_makes_two_lines():
    lines = lines_for(
        [lunch(MONDAY), lunch(TUESDAY)],
        lambda day: 1500 if day < TUESDAY else 500,
        [RATES],
        NAMES,
    )

    assert [(line.days, line.unit_cents) for line in lines] == [
        ((TUESDAY,), 380),
        ((MONDAY,), 720),
    ]


def test_rates_that_change_within_the_month_make_two_lines():
    dearer = replace(
        RATES,
        valid_from=TUESDAY,
        prices=(replace(RATES.prices[0], cents=(400, 600, 800)),),
    )

    lines = lines_for([lunch(MONDAY), lunch(TUESDAY)], lambda _: 900, [RATES, dearer], NAMES)

    assert [(line.days, line.unit_cents) for line in lines] == [
        ((MONDAY,), 560),
        ((TUESDAY,), 600),
    ]


def test_a_lunch_is_a_meal_and_everything_else_is_care():
    lines = lines_for([lunch(MONDAY), evening(MONDAY)], lambda _: None, [RATES], NAMES)

    assert {line.slot_type: line.nature for line in lines} == {
        "LUNCH": Nature.MEAL,
        "EVENING": Nature.CARE,
    }


def test_the_lines_of_a_child_follow_the_day():
    lines = lines_for([evening(MONDAY), lunch(MONDAY)], lambda _: 900, [RATES], NAMES)

    assert [line.slot_type for line in lines] == ["LUNCH", "EVENING"]


def test_a_day_before_the_first_rates_is_refused():
    with pytest.raises(Refused, match="^no_rates$") as refusal:
        lines_for([lunch(date(2026, 8, 31))], lambda _: None, [RATES], NAMES)

    assert refusal.value.facts == {"day": "2026-08-31"}
