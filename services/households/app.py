"""Puts the HTTP side of households together."""

from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge

from services.households.api.children import children
from services.households.api.configuration import configuration
from services.households.api.diets import diets
from services.households.api.documents import documents
from services.households.api.files import files
from services.households.api.household import household
from services.households.api.names import names
from services.households.api.other_home import other_home
from services.households.handlers import build_store
from services.households.subscriptions import SUBSCRIPTIONS
from shared.messaging.desk import Desk
from shared.web.api import service_app
from shared.web.parked import show_parked
from shared.web.settings import Settings
from shared.web.uploads import MAX_REQUEST, request_too_big


def create_app(settings: Settings) -> Flask:
    vault = settings.vault()
    blueprints = [
        household,
        children,
        other_home,
        documents,
        files,
        diets,
        names,
        configuration,
    ]
    store = build_store(settings, vault)
    app = service_app(settings, store, blueprints)
    show_parked(app, Desk(store, SUBSCRIPTIONS))
    app.extensions["vault"] = vault
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.register_error_handler(RequestEntityTooLarge, request_too_big)
    return app
