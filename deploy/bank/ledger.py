"""What the bank remembers: its payments, and the notifications it still has to get through."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from deploy.bank.signing import Order
from shared.eventstore import clock


class State(StrEnum):
    OPEN = "OPEN"
    PAID = "PAID"
    REFUSED = "REFUSED"
    ABANDONED = "ABANDONED"


class Choice(StrEnum):
    """What one may do on the page. `LATER`: paid, but the bank takes a minute to confirm."""

    PAY = "payer"
    LATER = "differer"
    REFUSE = "refuser"
    ABANDON = "abandonner"


STATES: Final = {
    Choice.PAY: State.PAID,
    Choice.LATER: State.PAID,
    Choice.REFUSE: State.REFUSED,
    Choice.ABANDON: State.ABANDONED,
}
CONFIRMS_AFTER: Final = timedelta(minutes=1)
FIRST_TRY: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(minutes=5)

_TABLES: Final = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS payments (
    payment_id TEXT PRIMARY KEY,
    amount_cents INTEGER NOT NULL,
    label TEXT NOT NULL,
    return_url TEXT NOT NULL,
    notify_url TEXT NOT NULL,
    state TEXT NOT NULL,
    reference TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS notifications (
    id INTEGER PRIMARY KEY,
    payment_id TEXT NOT NULL,
    notify_url TEXT NOT NULL,
    body TEXT NOT NULL,
    not_before REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    answer INTEGER
);
"""


@dataclass(frozen=True, kw_only=True)
class Payment:
    order: Order
    state: State
    reference: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One notification on its way; `tries` so far."""

    id: int
    notify_url: str
    body: bytes
    tries: int


class Ledger:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with self._open() as db:
            db.executescript(_TABLES)

    def payment(self, order: Order) -> Payment:
        """The payment of this order, opened if it is new."""
        with self._open() as db:
            db.execute(
                "INSERT OR IGNORE INTO payments VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    order.payment_id,
                    order.amount_cents,
                    order.label,
                    order.return_url,
                    order.notify_url,
                    State.OPEN,
                    f"DEMO-{clock.new_id().hex[:12].upper()}",
                ),
            )
            row = db.execute(
                "SELECT amount_cents, label, return_url, notify_url, state, reference"
                " FROM payments WHERE payment_id = ?",
                (order.payment_id,),
            ).fetchone()
        kept = Order(
            payment_id=order.payment_id,
            amount_cents=row[0],
            label=row[1],
            return_url=row[2],
            notify_url=row[3],
        )
        return Payment(order=kept, state=State(row[4]), reference=row[5])

    def decide(self, payment: Payment, choice: Choice) -> None:
        """Once: a second click changes nothing. The decision and its notifications are one."""
        now = clock.now()
        with self._open() as db:
            decided = db.execute(
                "UPDATE payments SET state = ? WHERE payment_id = ? AND state = ?",
                (STATES[choice], payment.order.payment_id, State.OPEN),
            )
            if decided.rowcount == 0:
                return
            if choice is Choice.LATER:
                self._write(db, payment, "PENDING", now, now)
                self._write(db, payment, "PAID", now, now + CONFIRMS_AFTER)
            else:
                self._write(db, payment, STATES[choice], now, now)

    def due(self) -> list[Letter]:
        """What the request that made it had its time to bring, and did not."""
        return self._letters(
            "not_before + CASE WHEN tries = 0 THEN ? ELSE 0 END <= ?",
            FIRST_TRY.total_seconds(),
            clock.now().timestamp(),
        )

    def due_of(self, payment: Payment) -> list[Letter]:
        """What can be brought at once, by the request that decides."""
        now = clock.now().timestamp()
        return self._letters("payment_id = ? AND not_before <= ?", payment.order.payment_id, now)

    def _letters(self, where: str, *values: object) -> list[Letter]:
        with self._open() as db:
            rows = db.execute(
                "SELECT id, notify_url, body, tries FROM notifications"
                f" WHERE answer IS NULL AND {where} ORDER BY id",
                values,
            ).fetchall()
        return [
            Letter(id=row[0], notify_url=row[1], body=row[2].encode(), tries=row[3]) for row in rows
        ]

    def answered(self, letter: Letter, status: int) -> None:
        with self._open() as db:
            db.execute("UPDATE notifications SET answer = ? WHERE id = ?", (status, letter.id))

    def not_answered(self, letter: Letter) -> None:
        """Tried again after 1, 2, 4… seconds, and then every five minutes."""
        pause = min(timedelta(seconds=2 ** min(letter.tries, 10)), LONGEST_PAUSE)
        with self._open() as db:
            db.execute(
                "UPDATE notifications SET tries = tries + 1, not_before = ? WHERE id = ?",
                ((clock.now() + pause).timestamp(), letter.id),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when the block ends."""
        db = sqlite3.connect(self._path, timeout=30)
        try:
            with db:
                yield db
        finally:
            db.close()

    @staticmethod
    def _write(
        db: sqlite3.Connection, payment: Payment, status: str, at: datetime, not_before: datetime
    ) -> None:
        body = {
            "payment_id": payment.order.payment_id,
            "amount_cents": payment.order.amount_cents,
            "status": status,
            "bank_reference": payment.reference,
            "paid_at": at.isoformat(),
        }
        db.execute(
            "INSERT INTO notifications (payment_id, notify_url, body, not_before)"
            " VALUES (?, ?, ?, ?)",
            (
                payment.order.payment_id,
                payment.order.notify_url,
                json.dumps(body),
                not_before.timestamp(),
            ),
        )
