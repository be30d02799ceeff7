"""Puts the HTTP side of integrations together."""

from flask import Flask

from services.integrations.api.events import events
from services.integrations.api.keys import keys
from services.integrations.handlers import build_store
from services.integrations.subscriptions import SUBSCRIPTIONS
from shared.messaging.desk import Desk
from shared.web.api import service_app
from shared.web.parked import show_parked
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    store = build_store(settings)
    app = service_app(settings, store, [events, keys], publishes=False)
    show_parked(app, Desk(store, SUBSCRIPTIONS))
    return app
