"""The services as the pages reach them."""

from typing import cast

from flask import current_app

from services.gateway.clients import Clients


def services() -> Clients:
    return cast(Clients, current_app.extensions["gateway.clients"])
