"""kill -9 of the processes of the portal, at any instant."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.faults.fleet import WORKING
from tests.faults.trial import ServedTrial

pytestmark = pytest.mark.faults


META = """'{"actor":"operator","at":"2026-10-20T08:00:00Z","correlation_id":"nobody"}'"""
NEWEST = "position = (SELECT max(position) FROM {})"
ELSEWHERE = """replace(message, '"subject":"', '"subject":"x')"""

# What must be seen: service, table, where, column, what it says instead.
FORGERIES = [
    ("bookings", "events", NEWEST, "meta", META),  # an answer whose event is not there
    ("bookings", "events", NEWEST, "version", "77"),  # a stream with a hole
    ("bookings", "outbox", NEWEST, "message", ELSEWHERE),
    ("integrations", "feed", NEWEST, "message", ELSEWHERE),
    ("notifier", "mailbox", NEWEST, "mail_id", "gen_random_uuid()"),
    ("bookings", "bookable_children", "true", "school_level", "'MATERNELLE'"),
]


@contextmanager
def forged(engine: sa.Engine, table: str, where: str, column: str, value: str) -> Iterator[None]:
    where = where.format(table)
    with engine.begin() as tx:
        before = tx.scalar(sa.text(f"SELECT {column} FROM {table} WHERE {where}"))
        tx.execute(sa.text(f"UPDATE {table} SET {column} = {value} WHERE {where}"))
    yield
    change = sa.text(f"UPDATE {table} SET {column} = :before WHERE {where}")
    with engine.begin() as tx:
        tx.execute(change, {"before": before})


def test_nothing_is_lost_when_nothing_breaks_and_forgeries_are_seen(trial: ServedTrial) -> None:
    with trial.under_load():
        pass

    for service, *what in FORGERIES:
        with forged(trial.books.stores[service].engine, *what):
            assert trial.books.wrong(trial.load.commands, {}), what


def test_an_api_is_killed(trial: ServedTrial) -> None:
    with trial.under_load():
        for name in trial.chance.sample(["accounts", "households", "bookings"], 3):
            trial.fleet.kill_in_transaction("serve", name)
            trial.some_time()


def test_a_relay_is_killed(trial: ServedTrial) -> None:
    with trial.under_load():
        for _ in range(2):
            trial.fleet.kill("work", "accounts")  # it hears nothing: it is a relay and no more
            trial.some_time(2.0)


def test_a_consumer_is_killed_in_the_middle_of_a_batch(trial: ServedTrial) -> None:
    with trial.under_load():
        for name in trial.chance.sample(["households", "bookings", "notifier", "integrations"], 2):
            trial.fleet.kill_in_transaction("work", name)
            trial.some_time()


def test_two_processes_are_killed_at_once(trial: ServedTrial) -> None:
    with trial.under_load():
        for role, name in trial.chance.sample(
            [*(("work", name) for name in WORKING), ("serve", "households"), ("serve", "accounts")],
            2,
        ):
            trial.fleet.kill(role, name)
