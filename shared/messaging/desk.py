"""What a person does with parked messages: looks, tries again, gives up."""

from collections.abc import Sequence
from functools import partial

from shared.eventstore.database import writing
from shared.eventstore.store import EventStore, Work
from shared.messaging import cursors, parked
from shared.messaging.effects import Effects, is_away, reason_of
from shared.messaging.envelope import Envelope
from shared.messaging.parked import Parked
from shared.messaging.subscriptions import Subscriptions


class Desk:
    def __init__(self, store: EventStore, subscriptions: Subscriptions) -> None:
        self._store = store
        self._effects = Effects(store, subscriptions)

    def parked(self, limit: int = 500) -> Sequence[Parked]:
        """Oldest first, each before those that wait behind it."""
        with self._store.engine.connect() as tx:
            return parked.waiting(tx, limit)

    def count_parked(self) -> int:
        with self._store.engine.connect() as tx:
            return parked.count(tx)

    def find_parked(self, message_id: str) -> Parked | None:
        with self._store.engine.connect() as tx:
            return parked.find(tx, message_id)

    def retry(self, source: str, stream: str) -> int:
        """Hears the parked messages of a stream again, in order; how many went through.

        Stops at the first that fails again, with its new reason.
        """
        heard = 0
        while (first := self._first(source, stream)) is not None:
            try:
                self._store.run(self._effects.meta(first), partial(self._unpark, first=first))
            except Exception as error:
                if is_away(error):
                    raise
                with writing(self._store.engine).begin() as tx:
                    parked.failed_again(tx, first.id, reason_of(error))
                return heard
            heard += 1
        return heard

    def skip(self, message_id: str) -> None:
        """Gives one parked message up for good; what waits behind it may be retried."""
        with writing(self._store.engine).begin() as tx:
            if (message := parked.find(tx, message_id)) is not None:
                cursors.lock(tx, [(message.source, message.lane)])
                parked.remove(tx, message_id)

    def _first(self, source: str, stream: str) -> Parked | None:
        with self._store.engine.connect() as tx:
            return parked.first(tx, source, stream)

    def _unpark(self, work: Work, first: Parked) -> None:
        """Under the lane's lock: what comes meanwhile waits behind it or follows it."""
        cursors.lock(work.tx, [(first.source, first.lane)])
        now = parked.first(work.tx, first.source, first.stream)
        if now is None or now.id != first.id:
            return  # another has done it
        parked.remove(work.tx, first.id)
        message = Envelope.read(first.message)
        if self._effects.of(work, message):
            self._effects.keep(work.tx, [message])
