"""The bus side of billing."""

from services.billing.handlers import build_store
from services.billing.subscriptions import SUBSCRIPTIONS, TIMED
from shared.messaging.worker import Worker
from shared.web.settings import Settings


def create_worker(settings: Settings) -> Worker:
    return Worker(settings, build_store(settings), SUBSCRIPTIONS, timed=TIMED)
