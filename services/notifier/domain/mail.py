"""A mail: composed once, attempted until it is sent, never sent twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from services.notifier.domain.facts import Facts


class Template(StrEnum):
    CONFIRM_EMAIL = "confirm_email"
    PASSWORD_RESET = "password_reset"
    EMAIL_CONFIRMED = "email_confirmed"
    FILE_RECEIVED = "file_received"
    FILE_APPROVED = "file_approved"
    FILE_RETURNED = "file_returned"
    REQUEST_RECEIVED = "request_received"
    REQUEST_DECIDED = "request_decided"
    OPENING_TOMORROW = "opening_tomorrow"
    SENDING_FAILED = "sending_failed"
    PLACE_OFFERED = "place_offered"
    DAYS_CHANGED = "days_changed"
    ABSENCE_DECLARED = "absence_declared"
    ABSENCE_EXCUSED = "absence_excused"
    CERTIFICATE_REFUSED = "certificate_refused"
    ABSENCE_WITHDRAWN = "absence_withdrawn"
    CERTIFICATE_DUE = "certificate_due"
    ABSENCE_UNEXCUSED = "absence_unexcused"
    INVOICE_ISSUED = "invoice_issued"
    INVOICE_OVERDUE = "invoice_overdue"
    PAYMENT_RECEIVED = "payment_received"
    OTHER_HOME_INVITED = "other_home_invited"
    TWO_HOMES = "two_homes"
    CREDIT_NOTE_ISSUED = "credit_note_issued"
    CREDIT_REFUNDED = "credit_refunded"


class Trouble(StrEnum):
    """Why an attempt came to nothing."""

    OWNER_AWAY = "owner_away"  # who knows the address or the link does not answer
    SERVER_AWAY = "server_away"  # the mail server does not answer
    PUT_OFF = "put_off"  # the mail server says: later
    REJECTED = "rejected"  # the mail server says: never
    NO_ADDRESS = "no_address"  # the account was erased
    OUR_FAULT = "our_fault"


# What they say is on a page already: while many come, they make room for pages.
CAN_WAIT: Final = frozenset({Template.REQUEST_RECEIVED})

FINAL: Final = frozenset({Trouble.REJECTED, Trouble.NO_ADDRESS})

# Another service away is no failure of the mail: it is asked again, for as long as it takes.
SOON: Final = timedelta(seconds=5)
NOT_SO_SOON: Final = timedelta(minutes=1)

PATIENCE: Final = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)


# Commands


@dataclass(frozen=True, kw_only=True)
class ComposeMail:
    """To an account, or to whoever acts for a household when the mail is sent."""

    mail_id: UUID
    account_id: UUID | None
    household_id: UUID | None
    template: Template
    about: str | None
    facts: Facts
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordAttempt:
    """Takes the mail until `until`: nobody else attempts it before."""

    mail_id: UUID
    at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RecordSent:
    mail_id: UUID
    account_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordFailure:
    mail_id: UUID
    attempt: int
    trouble: Trouble
    at: datetime


@dataclass(frozen=True, kw_only=True)
class GiveBack:
    """It was taken and not attempted: whoever comes next may take it at once."""

    mail_id: UUID
    attempt: int
    at: datetime


Command = ComposeMail | RecordAttempt | RecordSent | RecordFailure | GiveBack


# Events


@dataclass(frozen=True, kw_only=True)
class MailComposed:
    mail_id: UUID
    account_id: UUID | None
    household_id: UUID | None
    template: Template
    about: str | None
    facts: Facts
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MailAttempted:
    mail_id: UUID
    attempt: int
    at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class MailSent:
    mail_id: UUID
    account_id: UUID
    template: Template
    about: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MailPostponed:
    mail_id: UUID
    attempt: int
    trouble: Trouble
    at: datetime
    next_at: datetime


@dataclass(frozen=True, kw_only=True)
class MailFailed:
    """Given up: staff see it, nobody tries again."""

    mail_id: UUID
    attempt: int
    trouble: Trouble
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MailGivenBack:
    mail_id: UUID
    attempt: int
    at: datetime


Event = MailComposed | MailAttempted | MailSent | MailPostponed | MailFailed | MailGivenBack


# State


@dataclass(frozen=True, kw_only=True)
class Mail:
    composed: MailComposed | None = None
    attempt: int = 0
    taken_until: datetime | None = None
    postponed_at: datetime | None = None
    failures: int = 0
    closed: bool = False


INITIAL = Mail()


# Decide


def decide(command: Command, mail: Mail) -> list[Event]:
    match command:
        case ComposeMail():
            return compose_mail(command, mail)
        case RecordAttempt():
            return record_attempt(command, mail)
        case RecordSent():
            return record_sent(command, mail)
        case RecordFailure():
            return record_failure(command, mail)
        case GiveBack():
            return give_back(command, mail)
    assert_never(command)


def compose_mail(command: ComposeMail, mail: Mail) -> list[Event]:
    if mail.composed is not None:
        return []
    return [
        MailComposed(
            mail_id=command.mail_id,
            account_id=command.account_id,
            household_id=command.household_id,
            template=command.template,
            about=command.about,
            facts=command.facts,
            at=command.at,
        )
    ]


def record_attempt(command: RecordAttempt, mail: Mail) -> list[Event]:
    if mail.composed is None or mail.closed:
        return []
    if mail.taken_until is not None and command.at < mail.taken_until:
        if mail.postponed_at is None or command.at >= mail.postponed_at:
            return []  # else the clock was put right since, and nobody is sending it
    return [
        MailAttempted(
            mail_id=command.mail_id,
            attempt=mail.attempt + 1,
            at=command.at,
            until=command.until,
        )
    ]


def record_sent(command: RecordSent, mail: Mail) -> list[Event]:
    if mail.composed is None or mail.closed:
        return []
    return [
        MailSent(
            mail_id=command.mail_id,
            account_id=command.account_id,
            template=mail.composed.template,
            about=mail.composed.about,
            at=command.at,
        )
    ]


def record_failure(command: RecordFailure, mail: Mail) -> list[Event]:
    if mail.closed or command.attempt != mail.attempt:
        return []
    if command.trouble in FINAL or (
        command.trouble is not Trouble.OWNER_AWAY and mail.failures >= len(PATIENCE)
    ):
        return [
            MailFailed(
                mail_id=command.mail_id,
                attempt=command.attempt,
                trouble=command.trouble,
                at=command.at,
            )
        ]
    if command.trouble is Trouble.OWNER_AWAY:
        wait = min(SOON * mail.attempt, NOT_SO_SOON)
    else:
        wait = PATIENCE[mail.failures]
    return [
        MailPostponed(
            mail_id=command.mail_id,
            attempt=command.attempt,
            trouble=command.trouble,
            at=command.at,
            next_at=command.at + wait,
        )
    ]


def give_back(command: GiveBack, mail: Mail) -> list[Event]:
    if mail.closed or command.attempt != mail.attempt or mail.taken_until is None:
        return []
    return [MailGivenBack(mail_id=command.mail_id, attempt=command.attempt, at=command.at)]


# Evolve


def evolve(mail: Mail, event: Event) -> Mail:
    match event:
        case MailComposed():
            return replace(mail, composed=event)
        case MailAttempted():
            return replace(mail, attempt=event.attempt, taken_until=event.until, postponed_at=None)
        case MailPostponed():
            counted = event.trouble is not Trouble.OWNER_AWAY
            return replace(
                mail,
                taken_until=event.next_at,
                postponed_at=event.at,
                failures=mail.failures + (1 if counted else 0),
            )
        case MailGivenBack():
            return replace(mail, taken_until=None)
        case MailSent() | MailFailed():
            return replace(mail, closed=True, taken_until=None)
    assert_never(event)
