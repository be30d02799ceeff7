"""What this process knows of the line before the door.

One call a second to accounts, however many wait: it says who still asks and how many this process
can take on, and hears the positions.
Pages of the line are answered from here, so that they cost next to nothing and never fail.
"""

import threading
import time
from datetime import datetime
from uuid import UUID

import structlog

from services.gateway.clients.accounts import Accounts
from services.gateway.web.crowd import Crowd
from shared.web.client import Invalid, NotAllowed, NotThere, Refusal, Unavailable

log = structlog.get_logger()

EVERY = 1.0  # seconds between two calls
REMEMBERED = 120.0  # seconds a position is of interest after its ticket was last seen
CLOSED_FOR = 5.0  # seconds a refusal, or a line that was seen, speaks for the next comers


class Doorman:
    def __init__(self, accounts: Accounts, crowd: Crowd) -> None:
        self._accounts = accounts
        self._crowd = crowd
        self._lock = threading.Lock()
        self._asking: dict[UUID, datetime] = {}  # since the last call
        self._positions: dict[UUID, tuple[int, float]] = {}
        self._closed_until = 0.0
        self._thread: threading.Thread | None = None

    def somebody_waits(self) -> bool:
        """As far as is known here: who comes now takes a ticket."""
        return time.monotonic() < self._closed_until

    def full(self) -> None:
        """Accounts has just refused somebody."""
        self._closed_until = time.monotonic() + CLOSED_FOR

    def position(self, ticket_id: UUID, arrived_at: datetime) -> int | None:
        """0: it is this ticket's turn; None: not known yet. It is told that the ticket waits."""
        with self._lock:
            self._asking[ticket_id] = arrived_at
            known = self._positions.get(ticket_id)
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_asking, daemon=True)
                self._thread.start()
        return None if known is None else known[0]

    def ask(self) -> None:
        """One call. What was known stays when accounts does not answer."""
        with self._lock:
            asking, self._asking = self._asking, {}
        try:
            positions, waiting = self._accounts.advance_line(asking, self._crowd.turns())
        except (Invalid, NotAllowed, NotThere, Refusal, Unavailable) as away:
            log.warning("the line does not advance", problem=str(away))
            with self._lock:
                self._asking = {**asking, **self._asking}
            self.full()
            return
        now = time.monotonic()
        with self._lock:
            self._positions |= {ticket: (n, now) for ticket, n in positions.items()}
            for ticket, (_n, seen) in list(self._positions.items()):
                if now - seen > REMEMBERED:
                    del self._positions[ticket]
        self._closed_until = now + CLOSED_FOR if waiting else 0.0

    def _keep_asking(self) -> None:
        """While anybody asks; the next one starts it again."""
        while True:
            time.sleep(EVERY)
            with self._lock:
                if not self._asking and not self.somebody_waits():
                    self._thread = None
                    return
            self.ask()
