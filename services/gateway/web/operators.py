"""The association whose name and telephone stand on every page, remembered for a minute."""

import threading
import time
from typing import cast

from flask import current_app, g

from services.gateway.clients.bookings import Bookings
from services.gateway.clients.shapes.openings import Operator
from services.gateway.web.services import services
from shared.web.client import NotThere, Unavailable

# Seconds. No page fails without it, and a bookings service that hangs holds up one page at most.
KEPT_FOR = 60.0
ASKED_AGAIN_AFTER = 5.0


class OperatorOfTheMinute:
    """The last description heard; when bookings is silent, the old one stays."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: Operator | None = None
        self._until = 0.0

    @property
    def known(self) -> Operator | None:
        """What was heard last, without asking."""
        return self._known

    def get(self, bookings: Bookings) -> Operator | None:
        """One page in a while asks; the others go on with what is known meanwhile."""
        with self._lock:
            if time.monotonic() < self._until:
                return self._known
            self._until = time.monotonic() + ASKED_AGAIN_AFTER
        try:
            self._known = bookings.operator()
            self._until = time.monotonic() + KEPT_FOR
        except (NotThere, Unavailable):
            pass
        return self._known


def operator() -> Operator | None:
    kept = cast(OperatorOfTheMinute, current_app.extensions["gateway.operator"])
    if g.get("asks_nobody"):
        return kept.known
    return kept.get(services().bookings)
