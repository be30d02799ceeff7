from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifier.domain import mail
from services.notifier.domain.facts import Facts
from services.notifier.domain.mail import (
    PATIENCE,
    ComposeMail,
    GiveBack,
    MailAttempted,
    MailComposed,
    MailFailed,
    MailGivenBack,
    MailPostponed,
    MailSent,
    RecordAttempt,
    RecordFailure,
    RecordSent,
    Template,
    Trouble,
)
from tests.support.given import given

MAIL, CAMILLE, REQUEST = (UUID(int=n) for n in range(1, 4))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LEASE = timedelta(seconds=10)

letter: dict[str, Any] = {
    "mail_id": MAIL,
    "account_id": CAMILLE,
    "household_id": None,
    "template": Template.REQUEST_RECEIVED,
    "about": str(REQUEST),
    "facts": Facts(),
    "at": NOON,
}
compose, composed = ComposeMail(**letter), MailComposed(**letter)
sent = MailSent(
    mail_id=MAIL,
    account_id=CAMILLE,
    template=Template.REQUEST_RECEIVED,
    about=str(REQUEST),
    at=NOON,
)
record_sent = RecordSent(mail_id=MAIL, account_id=CAMILLE, at=NOON)


def attempt(at: datetime) -> RecordAttempt:
    return RecordAttempt(mail_id=MAIL, at=at, until=at + LEASE)


def attempted(number: int, at: datetime = NOON) -> MailAttempted:
    return MailAttempted(mail_id=MAIL, attempt=number, at=at, until=at + LEASE)


def failure(trouble: Trouble, number: int = 1) -> RecordFailure:
    return RecordFailure(mail_id=MAIL, attempt=number, trouble=trouble, at=NOON)


def postponed(trouble: Trouble, after: timedelta, number: int = 1) -> MailPostponed:
    return MailPostponed(
        mail_id=MAIL, attempt=number, trouble=trouble, at=NOON, next_at=NOON + after
    )


def test_a_mail_is_composed() -> None:
    given(mail).when(compose).then(composed)


def test_a_mail_is_composed_once() -> None:
    given(mail, composed).when(compose).then_nothing()


def test_an_attempt_takes_the_mail_for_a_while() -> None:
    given(mail, composed).when(attempt(NOON)).then(attempted(1))


def test_nobody_else_takes_a_mail_that_is_taken() -> None:
    given(mail, composed, attempted(1)).when(attempt(NOON + LEASE / 2)).then_nothing()


def test_a_mail_left_lying_is_taken_again_when_its_time_is_over() -> None:
    given(mail, composed, attempted(1)).when(attempt(NOON + LEASE)).then(attempted(2, NOON + LEASE))


def test_a_mail_that_is_given_back_may_be_taken_at_once() -> None:
    back = MailGivenBack(mail_id=MAIL, attempt=1, at=NOON)
    given(mail, composed, attempted(1)).when(GiveBack(mail_id=MAIL, attempt=1, at=NOON)).then(back)
    given(mail, composed, attempted(1), back).when(attempt(NOON)).then(attempted(2))


def test_what_another_took_or_was_sent_is_not_given_back() -> None:
    give_back = GiveBack(mail_id=MAIL, attempt=1, at=NOON)
    given(mail, composed, attempted(1), attempted(2)).when(give_back).then_nothing()
    given(mail, composed, attempted(1), sent).when(give_back).then_nothing()


def test_what_was_never_composed_is_not_attempted() -> None:
    given(mail).when(attempt(NOON)).then_nothing()


def test_a_mail_is_sent() -> None:
    given(mail, composed, attempted(1)).when(record_sent).then(sent)


def test_a_mail_is_sent_once() -> None:
    given(mail, composed, attempted(1), sent).when(record_sent).then_nothing()


def test_a_sent_mail_is_not_attempted_again() -> None:
    later = NOON + timedelta(days=1)
    given(mail, composed, attempted(1), sent).when(attempt(later)).then_nothing()


def test_the_slower_of_two_workers_may_still_say_that_it_sent() -> None:
    """With a mail server, a letter that left has left, whoever took the mail meanwhile."""
    given(mail, composed, attempted(1), attempted(2)).when(record_sent).then(sent)


def test_a_mail_that_failed_is_tried_again_after_a_pause() -> None:
    given(mail, composed, attempted(1)).when(failure(Trouble.SERVER_AWAY)).then(
        postponed(Trouble.SERVER_AWAY, PATIENCE[0])
    )


def test_the_pause_grows() -> None:
    given(
        mail,
        composed,
        attempted(1),
        postponed(Trouble.SERVER_AWAY, PATIENCE[0]),
        attempted(2),
    ).when(failure(Trouble.PUT_OFF, 2)).then(postponed(Trouble.PUT_OFF, PATIENCE[1], 2))


def test_a_postponed_mail_waits() -> None:
    waiting = postponed(Trouble.SERVER_AWAY, PATIENCE[0])
    given(mail, composed, attempted(1), waiting).when(
        attempt(NOON + PATIENCE[0] / 2)
    ).then_nothing()


def test_a_mail_postponed_by_a_clock_that_was_fast_does_not_wait_for_that_hour() -> None:
    history = [composed, attempted(1), postponed(Trouble.PUT_OFF, timedelta(minutes=5))]
    before = NOON - timedelta(hours=1)
    given(mail, *history).when(attempt(before)).then(attempted(2, before))


def test_a_mail_taken_by_a_clock_that_was_fast_stays_taken() -> None:
    """Somebody may be sending it."""
    given(mail, composed, attempted(1)).when(attempt(NOON - timedelta(hours=1))).then_nothing()


def test_after_enough_failures_the_mail_is_given_up() -> None:
    history: list[Any] = []
    for number, pause in enumerate(PATIENCE, start=1):
        history += [attempted(number), postponed(Trouble.SERVER_AWAY, pause, number)]
    last = len(PATIENCE) + 1
    given(mail, composed, *history, attempted(last)).when(failure(Trouble.SERVER_AWAY, last)).then(
        MailFailed(mail_id=MAIL, attempt=last, trouble=Trouble.SERVER_AWAY, at=NOON),
    )


def test_an_owner_away_never_makes_a_mail_fail() -> None:
    history: list[Any] = []
    for number in range(1, 200):
        history += [
            attempted(number),
            postponed(Trouble.OWNER_AWAY, timedelta(minutes=1), number),
        ]
    given(mail, composed, *history, attempted(200)).when(failure(Trouble.OWNER_AWAY, 200)).then(
        postponed(Trouble.OWNER_AWAY, timedelta(minutes=1), 200)
    )


def test_a_mail_the_server_rejects_is_given_up_at_once() -> None:
    given(mail, composed, attempted(1)).when(failure(Trouble.REJECTED)).then(
        MailFailed(mail_id=MAIL, attempt=1, trouble=Trouble.REJECTED, at=NOON)
    )


def test_the_failure_of_an_attempt_that_was_overtaken_changes_nothing() -> None:
    given(mail, composed, attempted(1), attempted(2)).when(
        failure(Trouble.SERVER_AWAY, 1)
    ).then_nothing()
