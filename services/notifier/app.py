"""Puts the HTTP side of notifier together."""

from flask import Flask

from services.notifier.api.mailbox import mailbox
from services.notifier.api.mails import mails
from services.notifier.handlers import build_mailbox, build_store
from shared.web.api import service_app
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    app = service_app(settings, build_store(settings), [mails, mailbox])
    app.extensions["mailbox"] = build_mailbox(settings) if settings.shows_mails else None
    return app
