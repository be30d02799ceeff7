"""What the pages ask the services: one thin, typed client each, over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from services.gateway.clients.accounts import Accounts
from services.gateway.clients.billing import Billing
from services.gateway.clients.bookings import Bookings
from services.gateway.clients.households import Households
from services.gateway.clients.notifier import Notifier
from shared.web.client import ServiceClient
from shared.web.settings import Settings

Connect = Callable[[Settings, str], ServiceClient]


@dataclass(frozen=True)
class Clients:
    accounts: Accounts
    households: Households
    bookings: Bookings
    billing: Billing
    notifier: Notifier

    @classmethod
    def reaching(cls, settings: Settings, connect: Connect) -> Self:
        return cls(
            Accounts(connect(settings, "accounts")),
            Households(connect(settings, "households")),
            Bookings(connect(settings, "bookings")),
            Billing(connect(settings, "billing")),
            Notifier(connect(settings, "notifier")),
        )
