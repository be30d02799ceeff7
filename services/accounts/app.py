"""Puts the HTTP side of accounts together."""

from flask import Flask

from services.accounts.api.directory import directory
from services.accounts.api.links import links
from services.accounts.api.me import me
from services.accounts.api.registrations import registrations
from services.accounts.api.sessions import sessions
from services.accounts.api.staff import staff
from services.accounts.api.waiting_line import waiting_line
from services.accounts.handlers import build_store
from services.accounts.settings import Keyring
from shared.web.api import service_app
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    vault = settings.vault()
    app = service_app(
        settings,
        build_store(settings, vault),
        [registrations, sessions, links, me, directory, staff, waiting_line],
    )
    app.extensions["keyring"] = Keyring.of(settings, vault)
    return app
