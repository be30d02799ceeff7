"""The bus side of notifier: hears, composes, and sends what is due."""

from functools import partial

from services.notifier.handlers import build_post_office, build_store, send_due
from services.notifier.projections import mail_list
from services.notifier.subscriptions import SUBSCRIPTIONS, TIMED
from shared.messaging.worker import Ticker, Worker
from shared.web.settings import Settings

LOOK_EVERY = 0.25
BREATH = 0.25  # seconds: a mail may come so much later, and a rush is heard in batches


def create_worker(settings: Settings) -> Worker:
    store = build_store(settings)
    office = build_post_office(settings, store)
    ticker = Ticker(name="post office", every=LOOK_EVERY, call=partial(send_due, office))
    return Worker(
        settings, store, SUBSCRIPTIONS, [ticker], TIMED, gauges=mail_list.GAUGES, breath=BREATH
    )
