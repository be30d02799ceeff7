"""What accounts tells the others."""

from uuid import UUID

from shared.contracts.published import published


@published("accounts.account_created", version=1)
class AccountCreated:
    """A parent registered; the e-mail is not confirmed yet."""

    account_id: UUID
    language: str


@published("accounts.email_confirmed", version=1)
class EmailConfirmed:
    account_id: UUID


@published("accounts.confirmation_requested", version=1)
class ConfirmationRequested:
    """The parent asked for the confirmation link again."""

    account_id: UUID


@published("accounts.password_reset_requested", version=1)
class PasswordResetRequested:
    account_id: UUID


@published("accounts.account_closed", version=1)
class AccountClosed:
    account_id: UUID
