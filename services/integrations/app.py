"""Puts the HTTP side of integrations together."""

from flask import Flask

from services.integrations.api.events import events
from services.integrations.api.keys import keys
from services.integrations.handlers import build_store
from shared.web.api import service_app
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    return service_app(settings, build_store(settings), [events, keys], publishes=False)
