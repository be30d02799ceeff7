"""Puts the bus side of bookings together."""

from services.bookings.handlers import build_store
from services.bookings.subscriptions import SUBSCRIPTIONS, TIMED
from shared.messaging.worker import Worker
from shared.web.settings import Settings


def create_worker(settings: Settings) -> Worker:
    return Worker(settings, build_store(settings), SUBSCRIPTIONS, timed=TIMED)
