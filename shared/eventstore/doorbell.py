"""Wakes whoever waits for new events: LISTEN on PostgreSQL, a condition within one process.

A doorbell may be missed (another process on SQLite, a lost connection): who waits also looks by
himself from time to time, so only speed hangs on it.
"""

import threading
from collections import defaultdict

import psycopg
import sqlalchemy as sa

CHANNEL = "portail_outbox"

_conditions: dict[sa.URL, threading.Condition] = defaultdict(threading.Condition)


def ring(engine: sa.Engine) -> None:
    """For threads of this process; on PostgreSQL the append function itself notifies."""
    condition = _conditions[engine.url]
    with condition:
        condition.notify_all()


class Doorbell:
    """One waiter. Not for several threads at once."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: psycopg.Connection | None = None

    def wait(self, timeout: float) -> None:
        """Returns when something was kept, or after `timeout` seconds."""
        if self._engine.dialect.name == "postgresql":
            self._listen(timeout)
        else:
            condition = _conditions[self._engine.url]
            with condition:
                condition.wait(timeout)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _listen(self, timeout: float) -> None:
        if self._connection is None or self._connection.closed:
            url = self._engine.url.set(drivername="postgresql").render_as_string(False)
            self._connection = psycopg.connect(url, autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}")
            return  # what was kept before LISTEN is seen by looking now
        for _ in self._connection.notifies(timeout=timeout, stop_after=1):
            return
