"""A worker as a process of its own, which takes its time over every message.

    python -m tests.shared.messaging.slow_listener FOLDER DATABASE_URL BROKER_URL

FOLDER holds the publisher's database. It ends as `portail work` does, when told to.
"""

import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from deploy.portal import Stopping
from shared.contracts import accounts
from shared.messaging.envelope import Envelope
from shared.messaging.subscriptions import On
from shared.messaging.worker import Worker
from tests.shared.messaging.test_bus import Around
from tests.shared.messaging.test_inbox import make_store
from tests.shared.messaging.test_partitions import write_down

TAKES = 0.02  # seconds a message: two for a whole batch


def main(folder: str, database_url: str, broker_url: str) -> None:
    publisher = make_store(Path(folder), "publisher")
    listener = make_store(Path(folder), "listener", database_url)

    def feed(_source: str, after: Mapping[int, int], limit: int) -> list[str]:
        with publisher.engine.connect() as tx:
            return [each.text for each in publisher.lanes(tx, after, limit)]

    def hear(tx: sa.Connection, message: Envelope) -> None:
        print(message.position, flush=True)
        time.sleep(TAKES)
        write_down(tx, message)

    stopping = Stopping()
    signal.signal(signal.SIGTERM, stopping)
    around = Around("listener", broker_url, 4, feed)
    Worker(around, listener, {accounts.AccountCreated: On(keep=[hear])}).run(stopping.event)


if __name__ == "__main__":
    main(*sys.argv[1:])
