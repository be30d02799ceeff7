"""Puts the HTTP side of notifier together."""

from flask import Flask

from services.notifier.api.mailbox import mailbox
from services.notifier.api.mails import mails
from services.notifier.handlers import build_mailbox, build_store
from services.notifier.subscriptions import SUBSCRIPTIONS
from shared.messaging.desk import Desk
from shared.web.api import service_app
from shared.web.parked import show_parked
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    store = build_store(settings)
    app = service_app(settings, store, [mails, mailbox])
    show_parked(app, Desk(store, SUBSCRIPTIONS))
    app.extensions["mailbox"] = build_mailbox(settings) if settings.shows_mails else None
    return app
