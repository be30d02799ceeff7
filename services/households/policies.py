"""Whenever something happened elsewhere, this is what households does about it."""

from services.households import handlers
from shared.contracts import accounts
from shared.eventstore.store import Work


def when_account_created(work: Work, event: accounts.AccountCreated) -> None:
    """Whenever an account is created, open its household."""
    handlers.open_household(work, event.account_id)
