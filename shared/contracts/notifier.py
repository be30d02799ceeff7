"""What notifier tells the others."""

from uuid import UUID

from shared.contracts.published import published


@published("notifier.mail_sent", version=1)
class MailSent:
    """`about` is the id of the thing the mail speaks of."""

    mail_id: UUID
    account_id: UUID
    template: str
    about: str | None
