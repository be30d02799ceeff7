"""Which partitions are this worker's, when several workers of one service run.

Every worker shows that it lives by an advisory lock on the service's database, under the number of
its own connection; the n-th of them takes every n-th partition. A worker that dies loses its
connection, one that starts is seen by the others: nobody has to be told. Nothing but speed hangs on
it: while two of them think a partition theirs, the broker lets one hear, and cursors are locked.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from shared.eventstore.database import reading

ALIVE = sa.text("SELECT pg_advisory_lock(7019, pg_backend_pid())")
WORKERS = sa.text("""
    SELECT objid::bigint, objid::bigint = pg_backend_pid() FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 7019 AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY objid
""")


class Share:
    def __init__(self, connection: sa.Connection | None, partitions: int) -> None:
        self._connection = connection
        self._partitions = range(partitions)

    def mine(self) -> frozenset[int]:
        """Raises when the database is away."""
        if self._connection is None:
            return frozenset(self._partitions)
        itself = [bool(is_me) for _pid, is_me in self._connection.execute(WORKERS)]
        me = itself.index(True)
        return frozenset(n for n in self._partitions if n % len(itself) == me)


@contextmanager
def sharing(engine: sa.Engine, partitions: int) -> Iterator[Share]:
    """On SQLite one worker has everything."""
    if engine.dialect.name != "postgresql":
        yield Share(None, partitions)
        return
    connection = reading(engine).connect()
    try:
        connection.execute(ALIVE)
        yield Share(connection, partitions)
    finally:
        connection.invalidate()  # closes the session, which gives the lock back
        connection.close()
