"""Nothing is lost, nothing is sent twice, whoever is away or killed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.notifier.domain.letter import Letter
from services.notifier.handlers import send_due
from services.notifier.projections import outgoing
from services.notifier.senders.mailbox import Mailbox
from shared.contracts import accounts, billing, households
from shared.contracts import notifier as said
from shared.web.client import Unavailable
from tests.notifier.conftest import Notifier
from tests.notifier.letters import CAMILLE, MARTIN
from tests.notifier.test_policies import ISSUED, REQUESTED

CREATED = accounts.AccountCreated(account_id=CAMILLE, language="fr")
SUBMITTED = households.HouseholdFileSubmitted(household_id=MARTIN, submission=1)


class Killed(BaseException):
    """What `kill -9` looks like to the code under test: no handler gets to run."""


class DiesKeeping(Mailbox):
    """Dies after the letter was put down and before the transaction is over."""

    def keep(self, tx: sa.Connection, letter: Letter) -> None:
        super().keep(tx, letter)
        raise Killed


def mailbox_of(notifier: Notifier, kind: type[Mailbox] = Mailbox) -> Mailbox:
    return kind(notifier.service.settings.vault())


def test_the_confirmation_asks_no_names(notifier: Notifier) -> None:
    """It must leave at once, also when households is away."""
    notifier.households.down()
    notifier.hear(CREATED)
    notifier.send()

    (mail,) = notifier.mailbox()
    assert "http://127.0.0.1:8000/confirmation/token-1" in mail["text"]
    assert notifier.accounts.links == [(CAMILLE, "confirm")]


def test_accounts_away_means_later(notifier: Notifier) -> None:
    notifier.hear(CREATED)
    notifier.accounts.down()
    with pytest.raises(Unavailable):
        notifier.send()
    assert notifier.mailbox() == []

    notifier.accounts.up()
    notifier.send()

    assert len(notifier.mailbox()) == 1


def test_households_away_means_later_and_holds_up_nobody_else(
    notifier: Notifier, family: UUID
) -> None:
    notifier.hear(SUBMITTED)
    notifier.hear(CREATED)
    notifier.households.down()
    with pytest.raises(Unavailable):
        notifier.send()
    assert [mail["subject"] for mail in notifier.mailbox()] == ["Confirmez votre adresse e-mail"]

    notifier.households.up()
    notifier.send()

    assert len(notifier.mailbox()) == 2


def test_an_owner_that_fails_in_the_middle_means_later(notifier: Notifier) -> None:
    notifier.accounts.broken = {"/links"}
    notifier.hear(CREATED)
    assert notifier.send() == 0
    assert notifier.mails()[0]["trouble"] == "owner_away"

    notifier.accounts.broken = set()
    assert notifier.send() == 0  # not before its time
    notifier.later(timedelta(seconds=6))
    assert notifier.send() == 1

    (mail,) = notifier.mails()
    assert mail["state"] == "SENT" and mail["trouble"] is None


def test_an_invoice_may_arrive_before_the_household_it_is_for(notifier: Notifier) -> None:
    notifier.hear(ISSUED)
    notifier.send()
    assert notifier.mailbox() == []

    notifier.hear(households.HouseholdOpened(household_id=MARTIN, account_id=CAMILLE))
    notifier.later(timedelta(seconds=11))
    notifier.send()

    assert len(notifier.mailbox()) == 1


def test_who_was_erased_gets_no_mail(notifier: Notifier) -> None:
    notifier.accounts.people = {}
    notifier.hear(CREATED)
    notifier.send()

    (mail,) = notifier.mails()
    assert (mail["state"], mail["trouble"]) == ("FAILED", "no_address")
    notifier.later(timedelta(days=2))
    assert notifier.send() == 0


def test_a_clock_that_was_fast_and_is_put_right_keeps_no_mail_waiting(notifier: Notifier) -> None:
    notifier.hear(CREATED)
    notifier.accounts.broken = {"/links"}
    notifier.hear(accounts.ConfirmationRequested(account_id=CAMILLE))
    assert notifier.send() == 0

    notifier.later(-timedelta(hours=1))
    notifier.accounts.broken = set()

    assert notifier.send() == 2


def test_a_mail_that_cannot_be_written_holds_up_nobody(notifier: Notifier, family: UUID) -> None:
    notifier.households.returned[MARTIN] = {"not": "what was promised"}
    notifier.hear(
        households.HouseholdFileReturned(household_id=MARTIN, reason="OTHER", rejected_documents=())
    )
    notifier.hear(SUBMITTED)

    assert notifier.send() == 1

    assert {mail["template"]: mail["trouble"] for mail in notifier.mails()} == {
        "file_returned": "our_fault",
        "file_received": None,
    }


def test_killed_between_the_attempt_and_the_record_the_letter_is_there_once(
    notifier: Notifier,
) -> None:
    notifier.hear(CREATED)
    with pytest.raises(Killed):
        send_due(notifier.new_office(mailbox_of(notifier, DiesKeeping)))
    assert notifier.mailbox() == []
    assert notifier.service.published(said.MailSent) == []

    again = notifier.new_office()
    assert send_due(again) == 0  # still taken by the one that died
    notifier.later(Mailbox.lease)
    assert send_due(again) == 1
    notifier.later(timedelta(days=2))
    assert send_due(again) == 0

    assert len(notifier.mailbox()) == 1
    assert len(notifier.service.published(said.MailSent)) == 1


def test_killed_after_the_record_nothing_is_sent_again(notifier: Notifier) -> None:
    notifier.hear(CREATED)
    notifier.send()
    notifier.later(timedelta(days=2))

    assert send_due(notifier.new_office()) == 0
    assert len(notifier.mailbox()) == 1


def test_who_is_told_to_stop_sends_the_letter_in_hand_and_no_other(notifier: Notifier) -> None:
    stop = threading.Event()

    class IsTold(Mailbox):
        def send(self, letter: Letter) -> None:
            stop.set()

    notifier.hear(CREATED)
    notifier.hear(accounts.PasswordResetRequested(account_id=CAMILLE))

    assert send_due(notifier.new_office(mailbox_of(notifier, IsTold)), stop) == 1
    assert notifier.send() == 1
    assert len(notifier.mailbox()) == 2


def test_who_was_erased_at_the_last_moment_keeps_no_other_mail_from_leaving(
    notifier: Notifier,
) -> None:
    """The address was asked for; the key of the account is gone when its letter is sealed."""
    robin = UUID(int=77)
    notifier.accounts.people[robin] = {"email": "robin@exemple.fr", "language": "fr"}

    class Erases(Mailbox):
        def keep(self, tx: sa.Connection, letter: Letter) -> None:
            notifier.service.settings.vault().forget(robin)
            super().keep(tx, letter)

    notifier.hear(CREATED)
    notifier.hear(accounts.AccountCreated(account_id=robin, language="fr"))

    assert send_due(notifier.new_office(mailbox_of(notifier, Erases))) == 1
    assert {mail["account_id"]: mail["trouble"] for mail in notifier.mails()} == {
        str(CAMILLE): None,
        str(robin): "no_address",
    }


def test_receipts_wait_while_many_come_and_a_password_does_not(
    notifier: Notifier, family: UUID
) -> None:
    for number in range(outgoing.MANY):
        notifier.hear(replace(REQUESTED, request_id=UUID(int=7000 + number)))
    notifier.hear(accounts.PasswordResetRequested(account_id=CAMILLE))

    assert notifier.send() == 1
    assert notifier.send() == 0
    notifier.later(outgoing.LATELY + timedelta(seconds=1))
    assert notifier.send() == outgoing.MANY


def test_a_receipt_waits_some_minutes_at_most(notifier: Notifier, family: UUID) -> None:
    notifier.hear(REQUESTED)
    notifier.later(outgoing.AT_MOST)
    for number in range(outgoing.MANY):
        notifier.hear(replace(REQUESTED, request_id=UUID(int=7000 + number)))

    assert notifier.send() == 1


def test_two_workers_at_once_never_send_one_mail_twice(notifier: Notifier) -> None:
    people = [UUID(int=1000 + number) for number in range(12)]
    for person in people:
        notifier.accounts.people[person] = {
            "email": f"{person.int}@exemple.fr",
            "language": "fr",
        }
        notifier.hear(accounts.AccountCreated(account_id=person, language="fr"))
    start = threading.Barrier(3)

    def work(office: object) -> int:
        start.wait()
        return send_due(office)  # type: ignore[arg-type]  # a PostOffice, through `map`

    with ThreadPoolExecutor(3) as workers:
        sent = sum(workers.map(work, [notifier.new_office() for _ in range(3)]))

    assert sent == len(people)
    assert sorted(mail["to"] for mail in notifier.mailbox()) == sorted(
        f"{person.int}@exemple.fr" for person in people
    )
    assert len(notifier.accounts.links) == len(people)


def test_a_hundred_mails_ask_each_owner_once(notifier: Notifier, family: UUID) -> None:
    for number in range(100):
        invoice = billing.InvoiceIssued(
            invoice_id=UUID(int=5000 + number),
            number=f"2026-{number:05}",
            household_id=MARTIN,
            period="2026-10",
            total_cents=1000,
            deducted_cents=0,
            due_on=ISSUED.due_on,
        )
        notifier.hear(invoice)

    assert notifier.send() == 100
    assert notifier.households.asked == ["/names"]
    assert notifier.accounts.asked == ["/contact-points"]


def test_a_mail_carries_the_id_of_the_click_it_follows_from(notifier: Notifier) -> None:
    notifier.hear(CREATED)
    notifier.send()

    stream = f"mail-{notifier.mails()[0]['mail_id']}"
    assert [
        (type(each.event).__name__, each.meta.correlation_id)
        for each in notifier.service.store.history(stream)
    ] == [
        ("MailComposed", "a-test"),
        ("MailAttempted", "a-test"),
        ("MailSent", "a-test"),
    ]
