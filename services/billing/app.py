"""Puts the HTTP side of billing together."""

from flask import Flask

from services.billing.api.invoices import invoices
from services.billing.api.months import months
from services.billing.api.payments import payments
from services.billing.api.prices import prices
from services.billing.api.rate_tables import rate_tables
from services.billing.clients.households import Households
from services.billing.clients.payment_page import DemonstrationBank
from services.billing.handlers import build_store
from shared.web.api import service_app
from shared.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    blueprints = [rate_tables, prices, invoices, payments, months]
    app = service_app(settings, build_store(settings), blueprints)
    app.extensions["households"] = Households(settings)
    app.extensions["payment_page"] = DemonstrationBank(
        settings.secret("demo-bank"), settings.urls["bank"]
    )
    return app
