"""The bus side of accounts: its relay, and the tidying of what expired."""

from services.accounts.handlers import build_store, tidy
from services.accounts.subscriptions import SUBSCRIPTIONS
from shared.messaging.worker import Ticker, Worker
from shared.web.settings import Settings

HOUR = 3600.0


def create_worker(settings: Settings) -> Worker:
    store = build_store(settings)
    tickers = [Ticker(name="tidy", every=HOUR, call=lambda _stop: tidy(store))]
    return Worker(settings, store, SUBSCRIPTIONS, tickers)
