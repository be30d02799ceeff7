"""Sends the mails that are due, with what their owners know of names and addresses by then."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog

from services.notifier.clients.accounts import Accounts
from services.notifier.clients.bookings import Bookings
from services.notifier.clients.households import Households
from services.notifier.documents import letters
from services.notifier.domain import mail
from services.notifier.domain.facts import Request
from services.notifier.domain.letter import (
    ContactPoint,
    Deadline,
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
    operator,
    outgoing,
)
from services.notifier.senders import NotSent, Sender
from services.notifier.senders.mailbox import Mailbox
from services.notifier.senders.smtp import Smtp
from shared.eventstore import clock
from shared.eventstore.store import EventStore, Meta, Work
from shared.eventstore.vault import SubjectForgotten
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
    """`account_id` is None while nobody acts for the household: that news is on its way."""

    composed: MailComposed
    account_id: UUID | None
    correlation_id: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A mail that nobody else attempts meanwhile."""

    due: Due
    attempt: int


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of an attempt, to be recorded; the letter if it left."""

    taken: Taken
    letter: Letter | None
    command: mail.RecordSent | mail.RecordFailure | mail.GiveBack


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all letters of a round have in common."""

    contact_points: Mapping[UUID, ContactPoint]
    names: Names
    facilities: Mapping[str, str]
    deadlines: Mapping[str, tuple[Deadline, ...]]
    operator: Operator | None


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


def send_due(office: PostOffice, stop: threading.Event | None = None) -> int:
    """One round, or until `stop`; how many mails left. Raises Unavailable when an owner is away."""
    with office.store.engine.connect() as tx:
        due = outgoing.due(tx, clock.now(), AT_ONCE)
    if not due:
        return 0
    mails = [_load(office, mail_id) for mail_id in due]
    nameless = [each for each in mails if each.composed.template in NAMELESS]
    named = [each for each in mails if each.composed.template not in NAMELESS]
    stop = stop or threading.Event()
    return _send_all(office, nameless, Names(), stop) + _send_named(office, named, stop)


def _send_named(office: PostOffice, mails: Sequence[Due], stop: threading.Event) -> int:
    if not mails:
        return 0
    children = {child_id for each in mails for child_id in each.composed.facts.children()}
    names = office.households.names(_readers(mails), children)
    return _send_all(office, mails, names, stop)


def _send_all(office: PostOffice, mails: Sequence[Due], names: Names, stop: threading.Event) -> int:
    if not mails:
        return 0
    contact_points = office.accounts.contact_points(_readers(mails))
    with office.store.engine.connect() as tx:
        around = Surroundings(
            contact_points=contact_points,
            names=names,
            facilities=facilities.names(tx),
            deadlines=facilities.deadlines(tx),
            operator=operator.described(tx),
        )
    sent, together = 0, office.sender.together
    for start in range(0, len(mails), together):
        if not stop.is_set():
            sent += _send_together(office, mails[start : start + together], around, stop)
    return sent


def _readers(mails: Sequence[Due]) -> set[UUID]:
    return {each.account_id for each in mails if each.account_id is not None}


def _load(office: PostOffice, mail_id: UUID) -> Due:
    recorded = office.store.history(stream_of(mail_id))[0]
    composed = recorded.event
    assert isinstance(composed, MailComposed)
    account_id = composed.account_id
    if account_id is None and composed.household_id is not None:
        with office.store.engine.connect() as tx:
            account_id = families.account_of(tx, composed.household_id)
    return Due(
        composed=composed, account_id=account_id, correlation_id=recorded.meta.correlation_id
    )


def _send_together(
    office: PostOffice, mails: Sequence[Due], around: Surroundings, stop: threading.Event
) -> int:
    """Takes these mails, writes them, lets them leave; how many did. Other workers have none of
    those it takes; those it does not come to are given back."""
    until = time.monotonic() + office.sender.lease.total_seconds() / 3
    done: list[Done] = []
    for taken in _take(office, mails):
        if done and (stop.is_set() or time.monotonic() > until):
            done.append(Done(taken=taken, letter=None, command=_give_back(taken)))
            continue
        with structlog.contextvars.bound_contextvars(correlation_id=taken.due.correlation_id):
            done.append(_send_taken(office, taken, around, until))
    return _record(office, done)


def _send_taken(office: PostOffice, taken: Taken, around: Surroundings, until: float) -> Done:
    due = taken.due
    try:
        letter = _write(office, due, around)
        if time.monotonic() > until:
            raise NotSent(Trouble.OWNER_AWAY, "the answers came too late to send in time")
        office.sender.send(letter)
    except NotSent as error:
        return _failed(taken, error.trouble, str(error))
    except Unavailable as error:
        return _failed(taken, Trouble.OWNER_AWAY, str(error))
    except Exception as error:
        log.exception("mail could not be written", mail_id=str(due.composed.mail_id))
        return _failed(taken, Trouble.OUR_FAULT, type(error).__name__)
    sent = mail.RecordSent(mail_id=letter.mail_id, account_id=letter.account_id, at=clock.now())
    return Done(taken=taken, letter=letter, command=sent)


def _write(office: PostOffice, due: Due, around: Surroundings) -> Letter:
    composed = due.composed
    if due.account_id is None:
        raise NotSent(Trouble.OWNER_AWAY, "nobody acts for the household yet")
    contact_point = around.contact_points.get(due.account_id)
    if contact_point is None:
        raise NotSent(Trouble.NO_ADDRESS, "the account is not there any more")
    returned, invitation = None, None
    if composed.template is Template.OTHER_HOME_INVITED and composed.about is not None:
        invitation = office.households.invitation(UUID(composed.about))
        if invitation is None:
            raise NotSent(Trouble.NO_ADDRESS, "the code is worth nothing any more")
    if composed.template is Template.FILE_RETURNED and composed.household_id is not None:
        returned = office.households.return_message(composed.household_id)
    return letters.write(
        mail_id=composed.mail_id,
        account_id=due.account_id,
        template=composed.template,
        facts=composed.facts,
        known=Known(
            to=invitation.email if invitation else contact_point.email,
            language=contact_point.language,
            given_name=None if invitation else around.names.accounts.get(due.account_id),
            invitation=invitation,
            children=around.names.children.get(due.account_id, {}),
            facilities=around.facilities,
            deadlines=around.deadlines,
            operator=around.operator,
            returned=returned,
            refusals=_refusals(office, composed.facts.request),
            link=_link(office, composed.template, due.account_id),
        ),
        public_url=office.public_url,
        at=clock.now(),
    )


def _refusals(office: PostOffice, request: Request | None) -> Mapping[str, str]:
    if request is None or all(line.accepted is not False for line in request.lines):
        return {}
    return office.bookings.refusal_messages(request.request_id)


def _link(office: PostOffice, template: Template, account_id: UUID) -> Link | None:
    match template:
        case Template.CONFIRM_EMAIL:
            return office.accounts.link(account_id, "confirm")
        case Template.PASSWORD_RESET:
            return office.accounts.link(account_id, "reset")
    return None


def _take(office: PostOffice, mails: Sequence[Due]) -> list[Taken]:
    """Those that are not sent, given up or taken already, each with the number of its attempt."""
    at = clock.now()

    def take(work: Work) -> list[Taken]:
        return [
            Taken(due=due, attempt=attempted.attempt)
            for due in mails
            for attempted in _told(
                work,
                due,
                mail.RecordAttempt(
                    mail_id=due.composed.mail_id, at=at, until=at + office.sender.lease
                ),
            )
            if isinstance(attempted, mail.MailAttempted)
        ]

    return office.store.run(_meta(mails[0].correlation_id), take)


def _record(office: PostOffice, done: Sequence[Done]) -> int:
    """What became of them, in one transaction; how many were sent."""
    try:
        return _keep(office, done) if done else 0
    except SubjectForgotten:  # erased since their addresses were asked for
        return sum(_record_alone(office, each) for each in done)


def _record_alone(office: PostOffice, done: Done) -> int:
    try:
        return _keep(office, [done])
    except SubjectForgotten as error:
        return _keep(office, [_failed(done.taken, Trouble.NO_ADDRESS, type(error).__name__)])


def _keep(office: PostOffice, done: Sequence[Done]) -> int:
    def keep(work: Work) -> int:
        sent = 0
        for each in done:
            if _told(work, each.taken.due, each.command) and each.letter is not None:
                office.sender.keep(work.tx, each.letter)
                sent += 1
        return sent

    sent = office.store.run(_meta(done[0].taken.due.correlation_id), keep)
    for each in done:
        if each.letter is not None:
            composed, correlation_id = each.taken.due.composed, each.taken.due.correlation_id
            log.info(
                "mail sent",
                mail_id=str(composed.mail_id),
                template=composed.template,
                correlation_id=correlation_id,
            )
    return sent


def _told(work: Work, due: Due, command: mail.Command) -> list[mail.Event]:
    """Each in the name of the click that its mail follows from."""
    work.meta = _meta(due.correlation_id)
    return work.handle(mail, stream_of(due.composed.mail_id), command)


def _failed(taken: Taken, trouble: Trouble, why: str) -> Done:
    mail_id = taken.due.composed.mail_id
    log.warning("mail not sent", mail_id=str(mail_id), trouble=trouble, why=why)
    failure = mail.RecordFailure(
        mail_id=mail_id, attempt=taken.attempt, trouble=trouble, at=clock.now()
    )
    return Done(taken=taken, letter=None, command=failure)


def _give_back(taken: Taken) -> mail.GiveBack:
    return mail.GiveBack(mail_id=taken.due.composed.mail_id, attempt=taken.attempt, at=clock.now())


def stream_of(mail_id: UUID) -> str:
    return f"mail-{mail_id}"


def _meta(correlation_id: str) -> Meta:
    return Meta(actor="service:notifier", at=clock.now(), correlation_id=correlation_id)
