"""The association whose name and telephone stand on every page, remembered for a minute."""

import threading
import time
from typing import cast

from flask import current_app

from services.gateway.clients.bookings import Bookings, Operator
from services.gateway.web.services import services
from shared.web.client import NotThere, Unavailable

KEPT_FOR = 60.0  # seconds; a page must not wait on it, nor fail without it


class OperatorOfTheMinute:
    """The last description heard; when bookings is silent, the old one stays."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: Operator | None = None
        self._until = 0.0

    def get(self, bookings: Bookings) -> Operator | None:
        with self._lock:
            if time.monotonic() < self._until:
                return self._known
            try:
                self._known = bookings.operator()
                self._until = time.monotonic() + KEPT_FOR
            except (NotThere, Unavailable):
                self._until = time.monotonic() + 2
            return self._known


def operator() -> Operator | None:
    kept = cast(OperatorOfTheMinute, current_app.extensions["gateway.operator"])
    return kept.get(services().bookings)
