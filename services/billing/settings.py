"""What billing needs to know beyond the settings every service has."""

import os

from shared.web.settings import Settings


def notify_url(settings: Settings) -> str:
    """Where the bank tells of payments: in production an address the bank can reach."""
    here = f"{settings.urls['billing']}/payment-notifications"
    return os.environ.get("PORTAIL_PAYMENT_NOTIFY_URL") or here
