"""Composes mails when something happened, and sends those that are due.

Composing keeps ids and facts. Names and addresses are asked of their owners while sending: if one
of them is away, the mail stays due and is tried again, as often as it takes.
"""

from uuid import UUID, uuid5

from services.notifier.domain import mail
from services.notifier.domain.facts import Facts
from services.notifier.domain.mail import Template
from services.notifier.handlers.sending import (
    PostOffice,
    build_mailbox,
    build_post_office,
    build_sender,
    send_due,
    stream_of,
)
from services.notifier.projections import (
    facilities,
    families,
    invoices,
    mail_list,
    openings,
    operator,
    outgoing,
    requests,
)
from services.notifier.publications import publication
from services.notifier.senders.mailbox import KEPT
from shared.eventstore.store import EventStore, Work
from shared.web.settings import Settings

__all__ = [
    "PostOffice",
    "build_mailbox",
    "build_post_office",
    "build_sender",
    "build_store",
    "compose",
    "send_due",
]


def build_store(settings: Settings) -> EventStore:
    return EventStore(
        settings.engine(),
        mail.Event,
        publication,
        [
            outgoing.READ_MODEL,
            mail_list.READ_MODEL,
            families.READ_MODEL,
            facilities.READ_MODEL,
            operator.READ_MODEL,
            requests.READ_MODEL,
            openings.READ_MODEL,
            invoices.READ_MODEL,
        ],
        source="notifier",
        kept=[KEPT],
    )


def compose(
    work: Work,
    template: Template,
    *,
    account_id: UUID | None = None,
    household_id: UUID | None = None,
    about: UUID,
    facts: Facts | None = None,
    one_each: bool = False,
) -> None:
    """The mail's id follows from the message heard, so that hearing it twice composes it once;
    `one_each`: of a message that is told to several households."""
    heard = work.meta.causation_id
    assert heard is not None, "a mail follows from a message"
    mail_id = uuid5(UUID(heard), f"{template}/{household_id}" if one_each else template)
    work.handle(
        mail,
        stream_of(mail_id),
        mail.ComposeMail(
            mail_id=mail_id,
            account_id=account_id,
            household_id=household_id,
            template=template,
            about=str(about),
            facts=facts or Facts(),
            at=work.meta.at,
        ),
    )
