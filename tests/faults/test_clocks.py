"""The clock of the machines is wrong, or Paris changes its own."""

from datetime import timedelta

import pytest

from tests.faults.load import instant
from tests.faults.trial import ServedTrial
from tests.support.portal import wait_for

pytestmark = pytest.mark.faults

WINTER_TIME = instant(2026, 10, 25, 1)  # three o'clock in Paris is two o'clock again


def test_the_clock_is_set_back_an_hour(trial: ServedTrial) -> None:
    with trial.under_load():
        trial.fleet.move_clock(trial.fleet.now() - timedelta(hours=1))
        trial.some_time()


def test_the_clock_is_an_hour_fast_for_a_while(trial: ServedTrial) -> None:
    with trial.under_load():
        trial.fleet.move_clock(trial.fleet.now() + timedelta(hours=1))
        trial.some_time()
        trial.fleet.move_clock(trial.fleet.now() - timedelta(hours=1))


def test_families_book_over_the_change_to_winter_time(trial: ServedTrial) -> None:
    before = trial.fleet.now()
    trial.fleet.move_clock(WINTER_TIME - timedelta(seconds=trial.chance.uniform(1.0, 4.0)))
    with trial.under_load():
        wait_for(lambda: trial.fleet.now() > WINTER_TIME, 10, "it is winter time")
    trial.fleet.move_clock(max(before, trial.fleet.now()))
