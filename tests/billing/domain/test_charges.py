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


def test_a_day_asked_for_late_costs_its_price_and_a_surcharge_on_a_line_of_its_own():
    late = replace(lunch(MONDAY), late_percent=50, late_cents=20)

    meal, surcharge = lines_for([late], lambda _: 900, [RATES], NAMES)

    assert (meal.nature, meal.amount_cents) == (Nature.MEAL, 560)
    assert (surcharge.nature, surcharge.amount_cents, surcharge.days) == (
        Nature.PENALTY,
        300,
        (MONDAY,),
    )


def test_a_day_given_back_late_costs_its_surcharge_alone():
    given_back = replace(lunch(MONDAY), booked=False, late_percent=100)

    (line,) = lines_for([given_back], lambda _: 900, [RATES], NAMES)

    assert (line.nature, line.amount_cents) == (Nature.PENALTY, 560)


def test_half_a_cent_of_a_surcharge_is_rounded_up():
    late = replace(lunch(MONDAY), booked=False, late_percent=5)
    rates = replace(RATES, prices=(replace(RATES.prices[0], cents=(10, 10, 10)),))

    (line,) = lines_for([late], lambda _: None, [rates], NAMES)

    assert line.amount_cents == 1
