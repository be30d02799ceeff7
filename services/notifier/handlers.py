"""Composes mails when something happened, and sends those that are due.

Composing keeps ids and facts. Names and addresses are asked of their owners while sending: if one
of them is away, the mail stays due and is tried again, as often as it takes.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

import structlog

from services.notifier.clients.accounts import Accounts
from services.notifier.clients.bookings import Bookings
from services.notifier.clients.households import Households
from services.notifier.documents import letters
from services.notifier.domain import mail
from services.notifier.domain.facts import Facts, Request
from services.notifier.domain.letter import (
    ContactPoint,
    Known,
    Letter,
    Link,
    Names,
    Operator,
)
from services.notifier.domain.mail import MailComposed, Template, Trouble
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
from services.notifier.senders import NotSent, Sender
from services.notifier.senders.mailbox import KEPT, Mailbox
from services.notifier.senders.smtp import Smtp
from shared.eventstore import clock
from shared.eventstore.store import EventStore, Meta, Work
from shared.web.client import Unavailable
from shared.web.settings import Settings

log = structlog.get_logger()

AT_ONCE: Final = 100  # mails a round

# Sent before anybody knows a name, and worth nothing late: households is not asked for them.
NAMELESS: Final = frozenset({Template.CONFIRM_EMAIL, Template.PASSWORD_RESET})


@dataclass(frozen=True, kw_only=True)
class PostOffice:
    store: EventStore
    sender: Sender
    accounts: Accounts
    households: Households
    bookings: Bookings
    public_url: str


@dataclass(frozen=True, kw_only=True)
class Due:
    composed: MailComposed
    account_id: UUID
    correlation_id: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all letters of a round have in common."""

    contact_points: Mapping[UUID, ContactPoint]
    names: Names
    facilities: Mapping[str, str]
    operator: Operator | None


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


def build_sender(settings: Settings) -> Sender:
    """Raises ValueError for an address of a mail server that cannot be read."""
    if settings.smtp_url:
        return Smtp(settings.smtp_url, settings.mail_from)
    return build_mailbox(settings)


def build_mailbox(settings: Settings) -> Mailbox:
    return Mailbox(settings.vault())


def build_post_office(settings: Settings, store: EventStore) -> PostOffice:
    return PostOffice(
        store=store,
        sender=build_sender(settings),
        accounts=Accounts(settings),
        households=Households(settings),
        bookings=Bookings(settings),
        public_url=settings.public_url,
    )


# Composing


def compose(
    work: Work,
    template: Template,
    *,
    account_id: UUID | None = None,
    household_id: UUID | None = None,
    about: UUID,
    facts: Facts | None = None,
) -> None:
    """The mail's id follows from the message heard, so that hearing it twice composes it once."""
    heard = work.meta.causation_id
    assert heard is not None, "a mail follows from a message"
    mail_id = uuid5(UUID(heard), template)
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


# Sending


def send_due(office: PostOffice, stop: threading.Event | None = None) -> int:
    """One round, or until `stop`; how many mails left. Raises Unavailable when an owner is away."""
    with office.store.engine.connect() as tx:
        due = outgoing.due(tx, clock.now(), AT_ONCE)
    if not due:
        return 0
    mails = [found for mail_id in due if (found := _load(office, mail_id)) is not None]
    nameless = [each for each in mails if each.composed.template in NAMELESS]
    named = [each for each in mails if each.composed.template not in NAMELESS]
    stop = stop or threading.Event()
    return _send_all(office, nameless, Names(), stop) + _send_named(office, named, stop)


def _send_named(office: PostOffice, mails: Sequence[Due], stop: threading.Event) -> int:
    if not mails:
        return 0
    children = {child_id for each in mails for child_id in each.composed.facts.children()}
    names = office.households.names({each.account_id for each in mails}, children)
    return _send_all(office, mails, names, stop)


def _send_all(office: PostOffice, mails: Sequence[Due], names: Names, stop: threading.Event) -> int:
    if not mails:
        return 0
    contact_points = office.accounts.contact_points({each.account_id for each in mails})
    with office.store.engine.connect() as tx:
        around = Surroundings(
            contact_points=contact_points,
            names=names,
            facilities=facilities.names(tx),
            operator=operator.described(tx),
        )
    return sum(_send(office, each, around) for each in mails if not stop.is_set())


def _load(office: PostOffice, mail_id: UUID) -> Due | None:
    """None while nobody acts for the household yet: that news is still on its way."""
    recorded = office.store.history(stream_of(mail_id))[0]
    composed = recorded.event
    assert isinstance(composed, MailComposed)
    account_id = composed.account_id
    if account_id is None and composed.household_id is not None:
        with office.store.engine.connect() as tx:
            account_id = families.account_of(tx, composed.household_id)
    if account_id is None:
        _attempt_in_vain(office, composed, recorded.meta.correlation_id)
        return None
    return Due(
        composed=composed, account_id=account_id, correlation_id=recorded.meta.correlation_id
    )


def _send(office: PostOffice, due: Due, around: Surroundings) -> bool:
    """Takes the mail, writes it, lets it leave; False when another worker has it, or on trouble."""
    with structlog.contextvars.bound_contextvars(correlation_id=due.correlation_id):
        return _send_taken(office, due, around)


def _send_taken(office: PostOffice, due: Due, around: Surroundings) -> bool:
    started = time.monotonic()
    attempt = _take(office, due.composed.mail_id, due.correlation_id)
    if attempt is None:
        return False
    try:
        letter = _write(office, due, around)
        if time.monotonic() - started > office.sender.lease.total_seconds() / 3:
            raise NotSent(Trouble.OWNER_AWAY, "the answers came too late to send in time")
        office.sender.send(letter)
    except NotSent as error:
        _failed(office, due, attempt, error.trouble, str(error))
        return False
    except Unavailable as error:
        _failed(office, due, attempt, Trouble.OWNER_AWAY, str(error))
        return False
    except Exception as error:
        log.exception("mail could not be written", mail_id=str(due.composed.mail_id))
        _failed(office, due, attempt, Trouble.OUR_FAULT, type(error).__name__)
        return False
    return _sent(office, due, letter)


def _write(office: PostOffice, due: Due, around: Surroundings) -> Letter:
    composed = due.composed
    contact_point = around.contact_points.get(due.account_id)
    if contact_point is None:
        raise NotSent(Trouble.NO_ADDRESS, "the account is not there any more")
    returned = None
    if composed.template is Template.FILE_RETURNED and composed.household_id is not None:
        returned = office.households.return_message(composed.household_id)
    return letters.write(
        mail_id=composed.mail_id,
        account_id=due.account_id,
        template=composed.template,
        facts=composed.facts,
        known=Known(
            to=contact_point.email,
            language=contact_point.language,
            given_name=around.names.accounts.get(due.account_id),
            children=around.names.children.get(due.account_id, {}),
            facilities=around.facilities,
            operator=around.operator,
            returned=returned,
            refusals=_refusals(office, composed.facts.request),
            link=_link(office, due),
        ),
        public_url=office.public_url,
        at=clock.now(),
    )


def _refusals(office: PostOffice, request: Request | None) -> Mapping[str, str]:
    if request is None or all(line.accepted is not False for line in request.lines):
        return {}
    return office.bookings.refusal_messages(request.request_id)


def _link(office: PostOffice, due: Due) -> Link | None:
    match due.composed.template:
        case Template.CONFIRM_EMAIL:
            return office.accounts.link(due.account_id, "confirm")
        case Template.PASSWORD_RESET:
            return office.accounts.link(due.account_id, "reset")
    return None


def _take(office: PostOffice, mail_id: UUID, correlation_id: str) -> int | None:
    """The number of the attempt, or None when the mail is sent, given up or taken."""
    at = clock.now()
    taken = office.store.run(
        _meta(correlation_id),
        lambda work: work.handle(
            mail,
            stream_of(mail_id),
            mail.RecordAttempt(mail_id=mail_id, at=at, until=at + office.sender.lease),
        ),
    )
    return next((it.attempt for it in taken if isinstance(it, mail.MailAttempted)), None)


def _sent(office: PostOffice, due: Due, letter: Letter) -> bool:
    def record(work: Work) -> bool:
        recorded = work.handle(
            mail,
            stream_of(letter.mail_id),
            mail.RecordSent(mail_id=letter.mail_id, account_id=letter.account_id, at=work.meta.at),
        )
        if recorded:
            office.sender.keep(work.tx, letter)
        return bool(recorded)

    sent = office.store.run(_meta(due.correlation_id), record)
    log.info("mail sent", mail_id=str(letter.mail_id), template=due.composed.template)
    return sent


def _failed(office: PostOffice, due: Due, attempt: int, trouble: Trouble, why: str) -> None:
    log.warning("mail not sent", mail_id=str(due.composed.mail_id), trouble=trouble, why=why)
    _record_failure(office, due.composed.mail_id, due.correlation_id, attempt, trouble)


def _attempt_in_vain(office: PostOffice, composed: MailComposed, correlation_id: str) -> None:
    attempt = _take(office, composed.mail_id, correlation_id)
    if attempt is not None:
        _record_failure(office, composed.mail_id, correlation_id, attempt, Trouble.OWNER_AWAY)


def _record_failure(
    office: PostOffice, mail_id: UUID, correlation_id: str, attempt: int, trouble: Trouble
) -> None:
    office.store.run(
        _meta(correlation_id),
        lambda work: work.handle(
            mail,
            stream_of(mail_id),
            mail.RecordFailure(mail_id=mail_id, attempt=attempt, trouble=trouble, at=work.meta.at),
        ),
    )


def stream_of(mail_id: UUID) -> str:
    return f"mail-{mail_id}"


def _meta(correlation_id: str) -> Meta:
    return Meta(actor="service:notifier", at=clock.now(), correlation_id=correlation_id)
