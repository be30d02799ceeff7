"""Whenever something happens to a family, it gets the mail that says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifier import policies
from shared.contracts import accounts, billing, bookings, households
from shared.contracts import notifier as said
from shared.eventstore import clock
from shared.eventstore.store import Meta
from tests.notifier.conftest import Notifier
from tests.notifier.letters import CAMILLE, INVOICE, LEO, MARTIN, MIA, PAYMENT, REQUEST

RECEIVED_AT = datetime(2026, 4, 3, 17, 6, 12, tzinfo=UTC)
MONDAYS = tuple(date(2026, 9, 7) + timedelta(weeks=n) for n in range(33))

REQUESTED = bookings.BookingRequested(
    request_id=REQUEST,
    reference="D-2026-4127",
    household_id=MARTIN,
    account_id=CAMILLE,
    kind="STANDING",
    received_at=RECEIVED_AT,
    lines=(
        bookings.RequestedLine(
            line_id="a",
            child_id=MIA,
            facility_id="tilleuls",
            slot_type="LUNCH",
            weekday=0,
            dates=MONDAYS,
        ),
    ),
    cancellations=(
        bookings.CancelledDay(
            child_id=LEO, facility_id="tilleuls", slot_type="EVENING", day=date(2026, 11, 12)
        ),
    ),
)
OFFERED = bookings.PlaceOffered(
    offer_id=UUID("5eed0000-0000-4000-8000-000000000070"),
    request_id=REQUEST,
    reference="D-2026-4127",
    household_id=MARTIN,
    account_id=CAMILLE,
    lines=(
        bookings.OfferedLine(
            line_id="a",
            child_id=MIA,
            facility_id="tilleuls",
            slot_type="LUNCH",
            weekday=0,
            dates=MONDAYS,
        ),
    ),
    offered_at=datetime(2026, 8, 24, 8, 0, tzinfo=UTC),
    answer_by=datetime(2026, 8, 26, 8, 0, tzinfo=UTC),
)
DECIDED = bookings.BookingDecided(
    request_id=REQUEST,
    reference="D-2026-4127",
    household_id=MARTIN,
    account_id=CAMILLE,
    decided_at=datetime(2026, 5, 4, 8, 12, tzinfo=UTC),
    lines=(
        bookings.DecidedLine(
            line_id="a",
            child_id=MIA,
            facility_id="tilleuls",
            slot_type="LUNCH",
            weekday=0,
            dates=MONDAYS,
            decision="ACCEPTED",
            reason=None,
            capacity=240,
            taken=12,
            full_on=None,
            rank=None,
            pool=None,
            pool_name="",
        ),
        bookings.DecidedLine(
            line_id="b",
            child_id=MIA,
            facility_id="tilleuls",
            slot_type="EVENING",
            weekday=3,
            dates=(date(2026, 10, 15),),
            decision="REFUSED",
            reason="slot_full",
            capacity=56,
            taken=56,
            full_on=date(2026, 10, 15),
            rank=None,
            pool=None,
            pool_name="",
        ),
    ),
)
ISSUED = billing.InvoiceIssued(
    invoice_id=INVOICE,
    number="2026-00871",
    household_id=MARTIN,
    period="2026-10",
    total_cents=12760,
    due_on=date(2026, 11, 30),
    deducted_cents=0,
)
OVERDUE = billing.InvoiceOverdue(
    invoice_id=INVOICE,
    number="2026-00871",
    household_id=MARTIN,
    period="2026-10",
    total_cents=12760,
    due_on=date(2026, 11, 30),
    left_cents=12760,
)
ABSENCE = UUID(int=73)
LUNCH = (bookings.AbsentSlot(facility_id="tilleuls", slot_type="LUNCH"),)
ABSENT = {
    "absence_id": ABSENCE,
    "household_id": MARTIN,
    "child_id": MIA,
    "day": date(2026, 9, 7),
}
MIDNIGHT = datetime(2026, 9, 14, 22, tzinfo=UTC)
WITHDRAWN = bookings.AbsenceWithdrawn(
    **ABSENT, slots=LUNCH, because="FAMILY", withdrawn_at=MIDNIGHT
)
DUE = bookings.CertificateDue(**ABSENT, certificate_until=MIDNIGHT)
UNEXCUSED = bookings.AbsenceUnexcused(**ABSENT, slots=LUNCH, unexcused_at=MIDNIGHT)
CREDITED = billing.CreditNoteIssued(
    credit_note_id=UUID(int=71),
    number="A2026-00004",
    invoice_id=INVOICE,
    invoice_number="2026-00871",
    household_id=MARTIN,
    period="2026-10",
    reason="ABSENCE_EXCUSED",
    amount_cents=560,
    deducted_cents=560,
    issued_at=datetime(2026, 11, 12, 17, 40, tzinfo=UTC),
)
REFUNDED = billing.PaymentRefunded(
    refund_id=UUID(int=72),
    household_id=MARTIN,
    amount_cents=560,
    refunded_at=datetime(2026, 11, 12, 17, 40, tzinfo=UTC),
)
PAID = billing.PaymentReceived(
    payment_id=PAYMENT,
    invoice_id=INVOICE,
    household_id=MARTIN,
    amount_cents=12760,
    paid_at=datetime(2026, 11, 12, 17, 40, tzinfo=UTC),
    bank_reference="B-77120",
)


@pytest.mark.parametrize(
    ("event", "template", "about", "subject"),
    [
        (
            accounts.AccountCreated(account_id=CAMILLE, language="fr"),
            "confirm_email",
            CAMILLE,
            "Confirmez votre adresse e-mail",
        ),
        (
            accounts.ConfirmationRequested(account_id=CAMILLE),
            "confirm_email",
            CAMILLE,
            "Confirmez votre adresse e-mail",
        ),
        (
            accounts.PasswordResetRequested(account_id=CAMILLE),
            "password_reset",
            CAMILLE,
            "Choisissez un nouveau mot de passe",
        ),
        (accounts.EmailConfirmed(account_id=CAMILLE), "email_confirmed", CAMILLE, "Bienvenue"),
        (
            households.HouseholdFileSubmitted(household_id=MARTIN, submission=1),
            "file_received",
            MARTIN,
            "Nous avons bien reçu votre dossier",
        ),
        (
            households.HouseholdFileApproved(household_id=MARTIN),
            "file_approved",
            MARTIN,
            "Votre compte est validé",
        ),
        (
            households.HouseholdFileReturned(
                household_id=MARTIN, reason="DOCUMENTS", rejected_documents=()
            ),
            "file_returned",
            MARTIN,
            "Votre dossier est à compléter",
        ),
        (REQUESTED, "request_received", REQUEST, "Demande D-2026-4127 bien reçue"),
        (OFFERED, "place_offered", OFFERED.offer_id, "Une place s’est libérée pour Mia"),
        (DECIDED, "request_decided", REQUEST, "Réponse à votre demande D-2026-4127 pour Mia"),
        (ISSUED, "invoice_issued", INVOICE, "Facture d’octobre 2026"),
        (OVERDUE, "invoice_overdue", INVOICE, "Rappel"),
        (PAID, "payment_received", PAYMENT, "Paiement de 127,60"),
        (WITHDRAWN, "absence_withdrawn", ABSENCE, "Absence de Mia le 7 septembre 2026"),
        (DUE, "certificate_due", ABSENCE, "Absence de Mia le 7 septembre 2026"),
        (UNEXCUSED, "absence_unexcused", ABSENCE, "Absence de Mia le 7 septembre 2026"),
        (CREDITED, "credit_note_issued", UUID(int=71), "Avoir de 5,60"),
        (REFUNDED, "credit_refunded", UUID(int=72), "Nous vous remboursons 5,60"),
    ],
    ids=lambda it: it if isinstance(it, str) else type(it).__name__,
)
def test_each_event_sends_its_mail(
    notifier: Notifier, family: UUID, event: Any, template: str, about: UUID, subject: str
) -> None:
    notifier.hear(event)
    notifier.send()

    (mail,) = notifier.mailbox()
    assert mail["to"] == "camille@exemple.fr"
    assert mail["subject"].startswith(subject)
    (told,) = notifier.service.published(said.MailSent)
    assert told.account_id == CAMILLE
    assert told.template == template
    assert told.about == str(about)


def test_the_receipt_lists_what_was_asked(notifier: Notifier, family: UUID) -> None:
    notifier.hear(REQUESTED)
    notifier.send()

    text = notifier.mailbox()[0]["text"]
    for words in (
        "Bonjour Camille,",
        "D-2026-4127",
        "Pour Mia",
        "Lundi midi",
        "33 jours",
        "Vous avez annulé",
        "Accueil du soir",
    ):
        assert words in text


def test_the_receipt_says_what_is_wanted_together_and_what_instead(
    notifier: Notifier, family: UUID
) -> None:
    (monday,) = REQUESTED.lines
    thursday = replace(monday, line_id="b", weekday=3, dates=(date(2026, 9, 10), date(2026, 9, 17)))
    notifier.hear(
        replace(
            REQUESTED,
            lines=(monday, thursday),
            bundles=(bookings.RequestedBundle(line_ids=("a", "c")),),
            alternatives=(bookings.RequestedAlternative(wanted=("a",), instead=("b",)),),
        )
    )
    notifier.send()

    text = notifier.mailbox()[0]["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert "- Sinon : jeudi midi" in text
    assert "Seulement à la place de : lundi" in text
    assert text.count("Avec ses frères et sœurs, ou pas du tout") == 1


def test_the_answer_recalls_when_the_request_came(notifier: Notifier, family: UUID) -> None:
    notifier.hear(REQUESTED)
    notifier.hear(DECIDED)
    notifier.send()

    answer = notifier.mailbox()[1]["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert "du vendredi 3 avril 2026" in answer
    assert "1 accueil est réservé et 1 est refusé." in answer
    assert "Complet le 4 mai 2026 à 10 h 12 : 56 places sur 56" in answer


def test_the_receipt_of_a_payment_names_the_invoice(notifier: Notifier, family: UUID) -> None:
    notifier.hear(ISSUED)
    notifier.hear(PAID)
    notifier.send()

    assert "2026-00871" in notifier.mailbox()[1]["text"]


def test_a_returned_file_brings_the_words_of_the_staff(notifier: Notifier, family: UUID) -> None:
    notifier.households.returned[MARTIN] = {
        "reason": "DOCUMENTS",
        "message": "Encore un effort !",
        "documents": [
            {
                "label": "Attestation d’assurance",
                "child": "Mia",
                "reason": "OUT_OF_DATE",
                "message": "Celle de 2025 ne suffit pas.",
            }
        ],
    }
    notifier.hear(
        households.HouseholdFileReturned(
            household_id=MARTIN, reason="DOCUMENTS", rejected_documents=(UUID(int=9),)
        )
    )
    notifier.send()

    text = notifier.mailbox()[0]["text"]
    assert "Encore un effort !" in text
    assert "Attestation d’assurance – Mia" in text
    assert "Celle de 2025 ne suffit pas." in text


def test_the_same_message_twice_composes_one_mail(notifier: Notifier) -> None:
    """Even if it passed the inbox twice: the mail is named after the message."""
    event = accounts.AccountCreated(account_id=CAMILLE, language="fr")
    meta = Meta(
        actor="service:notifier",
        at=clock.now(),
        correlation_id="a-test",
        causation_id=str(UUID(int=99)),
    )
    for _ in range(2):
        notifier.service.store.run(meta, lambda work: policies.when_account_created(work, event))
        notifier.send()

    assert len(notifier.mailbox()) == 1


def test_asking_for_the_link_again_sends_a_second_mail(notifier: Notifier) -> None:
    notifier.hear(accounts.AccountCreated(account_id=CAMILLE, language="fr"))
    notifier.hear(accounts.ConfirmationRequested(account_id=CAMILLE))
    notifier.send()

    first, second = notifier.mailbox()
    assert "/confirmation/token-1" in first["text"]
    assert "/confirmation/token-2" in second["text"]


def test_a_closed_account_leaves_no_letter(notifier: Notifier) -> None:
    notifier.hear(accounts.AccountCreated(account_id=CAMILLE, language="fr"))
    notifier.send()
    notifier.hear(accounts.AccountClosed(account_id=CAMILLE))

    assert notifier.mailbox() == []


def test_what_is_kept_of_a_mail_before_it_is_sent_names_nobody(
    notifier: Notifier, family: UUID
) -> None:
    notifier.hear(REQUESTED)
    notifier.send()

    kept = b"".join(
        path.read_bytes()
        for path in (notifier.service.settings.var / "db").iterdir()
        if path.name.startswith("notifier.sqlite")
    )
    assert b"D-2026-4127" in kept
    for secret in ("Camille", "Mia", "camille@exemple.fr"):
        assert secret.encode() not in kept


def test_the_words_of_the_staff_are_in_the_answer(notifier: Notifier, family: UUID) -> None:
    refused = next(line for line in DECIDED.lines if line.decision == "REFUSED")
    words = "Il manque une animatrice le lundi soir."
    notifier.bookings.refusals = {DECIDED.request_id: {refused.line_id: words}}

    notifier.hear(DECIDED)
    notifier.send()
    (letter,) = notifier.mailbox()

    assert words in letter["text"] and words in letter["html"]


def test_a_closed_day_is_told_once_and_not_as_an_absence_too(
    notifier: Notifier, family: UUID
) -> None:
    notifier.hear(replace(WITHDRAWN, because="DAY_CLOSED"))
    notifier.send()

    assert notifier.mailbox() == []
