"""What notifier tells the others, and what it keeps to itself."""

from typing import assert_never

from services.notifier.domain import mail
from shared.contracts import notifier


def publication(event: mail.Event) -> notifier.MailSent | None:
    match event:
        case mail.MailSent():
            return notifier.MailSent(
                mail_id=event.mail_id,
                account_id=event.account_id,
                template=event.template,
                about=event.about,
            )
        case (
            mail.MailComposed()
            | mail.MailAttempted()
            | mail.MailPostponed()
            | mail.MailFailed()
            | mail.MailGivenBack()
        ):
            return None
    assert_never(event)
