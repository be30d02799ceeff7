"""What a message does in a service, and that it was heard, in one transaction."""

from collections.abc import Sequence

import sqlalchemy as sa
import structlog

from shared.eventstore import clock, database, tracing
from shared.eventstore.store import Conflict, EventStore, Meta, Work
from shared.messaging.envelope import Envelope, Told
from shared.messaging.kept import metadata
from shared.messaging.parked import Parked
from shared.messaging.subscriptions import Subscriptions

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("arrival", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

# Arrivals are numbered under a lock, so that a reader of "all after n" misses none that is late.
ARRIVE = sa.text("SELECT pg_advisory_xact_lock(7018, 0)")
_KEEP = sa.insert(inbox)


class Effects:
    def __init__(self, store: EventStore, subscriptions: Subscriptions) -> None:
        self._store = store
        self._by_type = {contract.TYPE: on for contract, on in subscriptions.items()}

    def of(self, work: Work, message: Envelope) -> bool:
        """False for what this service does not listen to."""
        on = self._by_type.get(message.type)
        if on is None or (event := message.event()) is None:
            return False
        for keep in on.keep:
            keep(work.tx, message)
        work.meta = self.meta(message)
        with (
            structlog.contextvars.bound_contextvars(correlation_id=message.correlation_id),
            tracing.span(f"hear {message.type}", "CONSUMER", message.traceparent),
        ):
            for show in on.show:
                show(work.tx, event)
            for then in on.then:
                then(work, event)
        return True

    def keep(self, tx: sa.Connection, messages: Sequence[Envelope]) -> None:
        """What was heard stays, for read models that are built again; last, for it takes a lock."""
        if not messages:
            return
        if tx.dialect.name == "postgresql":
            tx.execute(ARRIVE)
        tx.execute(
            _KEEP,
            [
                {"id": it.id, "source": it.source, "type": it.type, "message": it.text}
                for it in messages
            ],
        )

    def meta(self, message: Told | Parked) -> Meta:
        return Meta(
            actor=f"service:{self._store.source}",
            at=clock.now(),
            correlation_id=getattr(message, "correlation_id", "unknown"),
            causation_id=message.id,
        )


def is_away(error: Exception) -> bool:
    """Whether the failure is that of a server or a neighbour, and will pass by itself."""
    return isinstance(error, Conflict | OSError) or database.is_away(error)


def reason_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
