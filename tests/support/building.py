"""A store whose read model is built anew, here or in a process of its own that is to be killed."""

import sys
from pathlib import Path
from uuid import UUID

from shared.eventstore.database import engine_for
from shared.eventstore.store import EventStore, Work
from shared.eventstore.tables import Tables
from shared.eventstore.vault import Vault
from shared.messaging import rebuild as rebuilding
from shared.messaging.kept import KEPT
from tests.support import counting
from tests.support.counting import Add

PERSON = UUID(int=1)


def store_at(url: str, folder: Path) -> EventStore:
    """Its events name people; without the keys in `folder` they are erased ones."""
    vault = Vault(engine_for(f"sqlite:///{folder}/keys.sqlite"), b"k" * 32, folder)
    store = EventStore(
        engine_for(url),
        counting.Added,
        counting.publication,
        [counting.TOTALS],
        source="accounts",
        vault=vault,
    )
    store.create_tables()
    Tables("messaging", store.engine, [KEPT]).bring_up_to_date()
    return store


def add(store: EventStore, times: int, person: UUID = PERSON) -> None:
    def work(work: Work) -> None:
        for _ in range(times):
            work.handle(counting, f"person-{person}", Add(person=person))

    store.run(counting.meta(), work)


def main(url: str, folder: Path) -> None:
    """Tells how many are built after each batch, and waits for an answer that never comes."""
    rebuilding.BATCH = 50

    def told(done: int, _of: int) -> None:
        print(done, flush=True)
        sys.stdin.read()

    rebuilding.rebuild(store_at(url, folder), {}, "totals", told)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
