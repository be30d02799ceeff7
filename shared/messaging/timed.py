"""Time passing as an event: a policy is called once for what is due, however many workers run.

Each occasion is claimed by a row of its own in the transaction of its effect. So two workers, a
restart or a clock that goes back call it once, and what fell due while nobody ran is called when
somebody does.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
import structlog

from shared.eventstore import clock, tracing
from shared.eventstore.database import inserting, writing
from shared.eventstore.store import NAMESPACE, EventStore, Meta, Work
from shared.messaging.kept import metadata

log = structlog.get_logger()

occasions = sa.Table(
    "occasions",
    metadata,
    sa.Column("policy", sa.Text, primary_key=True),
    sa.Column("about", sa.Text, primary_key=True),
    sa.Column("due_at", sa.DateTime(timezone=True), primary_key=True),
    sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("error", sa.Text, nullable=True),
)

LOOK_EVERY = 0.5
AT_ONCE = 100
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds before a policy that failed is called again


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """`about` says what is due, as text: an id, a day; `due_at` is an instant in UTC.

    The same thing due at another instant is another occasion.
    """

    policy: str
    about: str
    due_at: datetime

    def id(self, source: str) -> UUID:
        """What follows from it is caused by this."""
        return uuid5(NAMESPACE, f"{source}/{self.policy}/{self.about}/{self.due_at.isoformat()}")


Then = Callable[[Work, Occasion], None]


@dataclass(frozen=True, kw_only=True)
class At:
    """Each row that `waiting` selects, at its own instant.

    `waiting` has the columns `about` (an id or a text) and `due_at` (UTC). It may have `turn`,
    which orders what is due at the same instant, and `until`, from which on it is not worth a call
    any more. It is read twice a second: index `due_at`, and
    take a row away when nothing waits for it any more.
    """

    name: str
    waiting: sa.Select[Any]
    then: Then

    def due(self, tx: sa.Connection, now: datetime) -> Sequence[Occasion]:
        """What has fallen due and was not called, in the order to call it."""
        rows = self.waiting.subquery()
        about = sa.cast(rows.c.about, sa.Text)
        known = sa.and_(
            occasions.c.policy == self.name,
            occasions.c.about == about,
            occasions.c.due_at == rows.c.due_at,
        )
        failures = sa.func.coalesce(occasions.c.failures, 0)  # who failed keeps nobody waiting
        turn = [rows.c.turn] if "turn" in rows.c else []
        worth_it = [rows.c.until > now] if "until" in rows.c else []
        query = (
            sa.select(about.label("about"), rows.c.due_at)
            .select_from(rows.outerjoin(occasions, known))
            .where(rows.c.due_at <= now, *worth_it, occasions.c.called_at.is_(None))
            .order_by(failures, rows.c.due_at, *turn, about)
            .limit(AT_ONCE)
        )
        return [
            Occasion(policy=self.name, about=row.about, due_at=_utc(row.due_at))
            for row in tx.execute(query)
        ]


class Timekeeper:
    """Calls what is due. As many of one service as there are workers."""

    def __init__(self, store: EventStore, timed: Sequence[At]) -> None:
        self._store = store
        self._timed = timed
        self._pauses: dict[Occasion, tuple[float, float]] = {}  # again at (monotonic), pause

    def look(self, stop: threading.Event | None = None) -> int:
        """Calls everything that is due now, or until `stop`; how many policies were called.

        One that fails is called again later, and keeps nobody waiting. Raises when our own database
        is away.
        """
        called = 0
        for policy in self._timed:
            while due := [each for each in self._due(policy) if not self._pausing(each)]:
                for occasion in due:
                    if stop is not None and stop.is_set():
                        return called
                    called += self._call(policy, occasion)
        return called

    def late(self, than: timedelta) -> dict[str, int]:
        """By policy, how much fell due longer ago than that and was not called yet."""
        now = clock.now()
        with self._store.engine.connect() as tx:
            due = {policy.name: policy.due(tx, now - than) for policy in self._timed}
        return {name: len(waiting) for name, waiting in due.items() if waiting}

    def _due(self, policy: At) -> Sequence[Occasion]:
        with self._store.engine.connect() as tx:
            return policy.due(tx, clock.now())

    def _call(self, policy: At, occasion: Occasion) -> bool:
        key = str(occasion.id(self._store.source))
        meta = Meta(
            actor=f"service:{self._store.source}",
            at=clock.now(),
            correlation_id=key,
            causation_id=key,
        )

        def call(work: Work) -> bool:
            if not _claim(work.tx, occasion, meta.at):
                return False
            policy.then(work, occasion)
            return True

        with (
            structlog.contextvars.bound_contextvars(correlation_id=key),
            tracing.span(f"call {policy.name}"),
        ):
            try:
                called = self._store.run(meta, call)
            except Exception as error:
                log.exception("timed policy failed", policy=policy.name, about=occasion.about)
                self._failed(occasion, f"{type(error).__name__}: {error}")
                return False
            self._pauses.pop(occasion, None)
            if called:
                log.info("timed policy called", policy=policy.name, about=occasion.about)
            return called

    def _pausing(self, occasion: Occasion) -> bool:
        return time.monotonic() < self._pauses.get(occasion, (0.0, 0.0))[0]

    def _failed(self, occasion: Occasion, error: str) -> None:
        pause = min(2 * self._pauses.get(occasion, (0.0, FIRST_PAUSE / 2))[1], LONGEST_PAUSE)
        self._pauses[occasion] = (time.monotonic() + pause, pause)
        with writing(self._store.engine).begin() as tx:
            row = inserting(tx.dialect.name, occasions).values(
                **_key(occasion), failures=1, error=error
            )
            again = {"failures": occasions.c.failures + 1, "error": error}
            tx.execute(row.on_conflict_do_update(index_elements=occasions.primary_key, set_=again))


def _claim(tx: sa.Connection, occasion: Occasion, at: datetime) -> bool:
    """True for one transaction only; another one waits here until that is over."""
    row = inserting(tx.dialect.name, occasions).values(**_key(occasion), called_at=at, failures=0)
    claimed = tx.execute(
        row.on_conflict_do_update(
            index_elements=occasions.primary_key,
            set_={"called_at": row.excluded.called_at, "error": None},
            where=occasions.c.called_at.is_(None),
        ).returning(occasions.c.policy)
    )
    return claimed.first() is not None


def _key(occasion: Occasion) -> dict[str, Any]:
    return {"policy": occasion.policy, "about": occasion.about, "due_at": occasion.due_at}


def _utc(instant: datetime) -> datetime:
    """SQLite forgets the zone; what lies there is UTC."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
