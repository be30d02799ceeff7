"""What households hears."""

from services.households import policies
from shared.contracts import accounts
from shared.messaging.subscriptions import On, Subscriptions

SUBSCRIPTIONS: Subscriptions = {
    accounts.AccountCreated: On(then=[policies.when_account_created]),
}
