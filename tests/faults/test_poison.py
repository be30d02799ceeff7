"""A consumer that always fails on one event: its stream waits, nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid5

import pytest
import sqlalchemy as sa

from services.households import handlers as households
from tests.faults.trial import ServedTrial
from tests.support.portal import wait_for

pytestmark = pytest.mark.faults


def household_of(account_id: UUID) -> UUID:
    return uuid5(households.HOUSEHOLDS, str(account_id))


@contextmanager
def bookings_stumbles_over(trial: ServedTrial, account_id: UUID) -> Iterator[None]:
    """Its table of guardians refuses this account, however often it is tried."""
    engine = trial.books.stores["bookings"].engine
    with engine.begin() as tx:
        tx.execute(sa.text(f"ALTER TABLE guardians ADD CHECK (account_id <> '{account_id}')"))
    try:
        yield
    finally:
        with engine.begin() as tx:
            tx.execute(sa.text("ALTER TABLE guardians DROP CONSTRAINT guardians_account_id_check"))


def test_one_event_that_always_fails_parks_its_stream_until_it_is_mended(
    trial: ServedTrial,
) -> None:
    poisoned = trial.somebody()
    stream = households.stream(household_of(poisoned.account_id))
    with trial.under_load():
        with bookings_stumbles_over(trial, poisoned.account_id):
            poisoned.registers()
            poisoned.fills_its_file()
            wait_for(lambda: trial.books.parked("bookings"), 30, "it is parked")

            trial.somebody().goes_all_the_way()

            assert set(trial.books.parked("bookings")) == {stream}
        trial.retry("bookings", stream)
        assert trial.books.parked("bookings") == {}
        poisoned.books_lunches()
