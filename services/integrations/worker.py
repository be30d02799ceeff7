"""The bus side of integrations."""

from services.integrations.handlers import build_store
from services.integrations.subscriptions import SUBSCRIPTIONS
from shared.messaging.worker import Worker
from shared.web.settings import Settings

BREATH = 0.25  # seconds an event may come later while many come: a rush is heard in batches


def create_worker(settings: Settings) -> Worker:
    return Worker(settings, build_store(settings), SUBSCRIPTIONS, breath=BREATH)
