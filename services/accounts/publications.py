"""What accounts tells the others, and what it keeps to itself."""

from typing import assert_never

from services.accounts.domain import account, email_address, staff_member
from shared.contracts import accounts

Event = account.Event | email_address.Event | staff_member.Event
Published = (
    accounts.AccountCreated
    | accounts.EmailConfirmed
    | accounts.ConfirmationRequested
    | accounts.PasswordResetRequested
)


def publication(event: Event) -> Published | None:
    match event:
        case account.AccountRegistered():
            return accounts.AccountCreated(account_id=event.account_id, language=event.language)
        case account.EmailConfirmed():
            return accounts.EmailConfirmed(account_id=event.account_id)
        case account.ConfirmationRequested():
            return accounts.ConfirmationRequested(account_id=event.account_id)
        case account.PasswordResetRequested():
            return accounts.PasswordResetRequested(account_id=event.account_id)
        case (
            account.LinkIssued()
            | account.PasswordReset()
            | account.PasswordChanged()
            | account.PasswordRehashed()
        ):
            return None
        case email_address.EmailClaimed() | email_address.EmailReleased():
            return None
        case (
            staff_member.StaffMemberDescribed()
            | staff_member.StaffPasswordSet()
            | staff_member.StaffPasswordRehashed()
        ):
            return None
    assert_never(event)
