"""The bus side of households: its relay and its consumer."""

from services.households.handlers import build_store
from services.households.subscriptions import SUBSCRIPTIONS
from shared.messaging.worker import Worker
from shared.web.settings import Settings


def create_worker(settings: Settings) -> Worker:
    return Worker(settings, build_store(settings), SUBSCRIPTIONS)
