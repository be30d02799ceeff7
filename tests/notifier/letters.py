"""One letter of each kind, to the Martins: Camille, Mia and Léo."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.notifier.documents import letters
from services.notifier.domain import facts
from services.notifier.domain.letter import (
    Invitation,
    Known,
    Letter,
    Link,
    Operator,
    RejectedDocument,
    ReturnMessage,
)
from services.notifier.domain.mail import Template

CAMILLE, MARTIN, MIA, LEO, REQUEST, INVOICE, PAYMENT, MAIL = (UUID(int=n) for n in range(1, 9))
AT = datetime(2026, 5, 4, 8, 15, tzinfo=UTC)
RECEIVED_AT = datetime(2026, 4, 3, 17, 6, 12, tzinfo=UTC)
DECIDED_AT = datetime(2026, 5, 4, 8, 12, tzinfo=UTC)
PUBLIC_URL = "https://portail.exemple.fr"
FACILITIES = {"tilleuls": "Les Tilleuls", "ruche": "La Ruche"}

OPERATOR = Operator(
    name="Grandir Ensemble",
    legal_name="Association Grandir Ensemble",
    phone="03 88 00 00 00",
    email="bonjour@exemple.fr",
)
RETURNED = ReturnMessage(
    message="L’attestation d’assurance de l’an dernier ne suffit pas.",
    documents=(
        RejectedDocument(
            label="Attestation d’assurance", child="Mia", reason="OUT_OF_DATE", message=None
        ),
        RejectedDocument(
            label="Justificatif de domicile",
            child=None,
            reason="UNREADABLE",
            message="La photo est floue : l’adresse n’est pas lisible.",
        ),
    ),
)
INVITATION = Invitation(
    email="dominique@exemple.fr", code="7KQ2M-XH4TP", expires_at=AT + timedelta(days=14)
)


def mondays(count: int) -> tuple[date, ...]:
    return tuple(date(2026, 9, 7) + timedelta(weeks=n) for n in range(count))


def line(
    slot_type: str,
    weekday: int | None = 0,
    *,
    child_id: UUID = MIA,
    facility_id: str = "tilleuls",
    days: int = 33,
    single_days: tuple[date, ...] = (),
    **decision: object,
) -> facts.Line:
    all_days = single_days or mondays(days)
    return facts.Line(
        child_id=child_id,
        facility_id=facility_id,
        slot_type=slot_type,
        weekday=weekday,
        days=len(all_days),
        first_day=all_days[0],
        last_day=all_days[-1],
        single_days=single_days,
        **decision,  # type: ignore[arg-type]  # accepted, reason, capacity, taken, full_on
    )


ASKED = facts.Request(
    request_id=REQUEST,
    reference="D-2026-4127",
    received_at=RECEIVED_AT,
    lines=(line("LUNCH"), line("EVENING"), line("LUNCH", 1, days=36)),
    cancellations=(),
)
TWO_CHILDREN = facts.Request(
    request_id=REQUEST,
    reference="D-2026-4128",
    received_at=RECEIVED_AT,
    lines=(
        line("LUNCH"),
        line("WEDNESDAY", 2, child_id=LEO, facility_id="ruche", days=34),
        line("MORNING", None, child_id=LEO, single_days=mondays(6)),
    ),
    cancellations=(
        facts.Cancelled(
            child_id=MIA, facility_id="tilleuls", slot_type="LUNCH", day=date(2026, 11, 12)
        ),
    ),
)
DECIDED = facts.Request(
    request_id=REQUEST,
    reference="D-2026-4127",
    received_at=RECEIVED_AT,
    decided_at=DECIDED_AT,
    lines=(
        line("LUNCH", accepted=True),
        line("EVENING", accepted=True),
        line("LUNCH", 1, days=36, accepted=True),
        line(
            "EVENING",
            3,
            accepted=False,
            reason="slot_full",
            capacity=56,
            taken=56,
            full_on=date(2026, 10, 15),
        ),
        line("WEDNESDAY", 2, accepted=False, reason="no_staff"),
    ),
)
WAITING = facts.Request(
    request_id=REQUEST,
    reference="D-2026-4127",
    received_at=RECEIVED_AT,
    decided_at=DECIDED_AT,
    lines=(
        line("LUNCH", accepted=True),
        line(
            "EVENING",
            3,
            reason="slot_full",
            capacity=56,
            taken=56,
            full_on=date(2026, 10, 15),
            pool_name="Salle du soir",
            rank=4,
        ),
    ),
)
OFFERED = facts.Request(
    request_id=REQUEST, reference="D-2026-4127", lines=(line("EVENING", 3, days=30),)
)
OFFER = facts.Offer(
    offer_id=UUID("5eed0000-0000-4000-8000-000000000070"),
    answer_by=datetime(2026, 9, 12, 16, 0, tzinfo=UTC),
)
BILL = facts.Invoice(
    invoice_id=INVOICE,
    number="2026-00871",
    period="2026-10",
    total_cents=12760,
    due_on=date(2026, 11, 30),
)
PAID = facts.Payment(
    payment_id=PAYMENT,
    invoice_id=INVOICE,
    amount_cents=12760,
    paid_at=datetime(2026, 11, 12, 17, 40, tzinfo=UTC),
    bank_reference="DEMO-2026-11-12-7QF3-K2WM-88AB",
    number="2026-00871",
    period="2026-10",
)
CREDIT_NOTE = facts.CreditNote(
    credit_note_id=UUID("5eed0000-0000-4000-8000-000000000081"),
    number="A2026-00004",
    invoice_id=INVOICE,
    invoice_number="2026-00871",
    period="2026-10",
    reason="ABSENCE_EXCUSED",
    amount_cents=560,
    deducted_cents=560,
)

STRIKE = facts.Change(
    cause="STRIKE",
    name="Grève du 12 novembre",
    lines=(
        facts.ChangedLine(
            child_id=MIA,
            facility_id="tilleuls",
            slot_type="LUNCH",
            gone=(date(2026, 11, 12),),
            added=(),
            full=(),
        ),
        facts.ChangedLine(
            child_id=LEO,
            facility_id="tilleuls",
            slot_type="EVENING",
            gone=(),
            added=(date(2026, 11, 13),),
            full=(date(2026, 11, 16), date(2026, 11, 17)),
        ),
    ),
)

ABSENT = facts.Absence(
    child_id=MIA,
    day=date(2026, 11, 12),
    slot_types=("LUNCH", "EVENING"),
    certificate_until=datetime(2026, 11, 19, 23, tzinfo=UTC),
)

SWAP = facts.TwoHomes(
    news=facts.News.SWAP_PROPOSED,
    child_id=MIA,
    comes=date(2026, 11, 12),
    goes=date(2026, 11, 19),
    answer_by=datetime(2026, 11, 10, 9, tzinfo=UTC),
)

FACTS = {
    Template.CONFIRM_EMAIL: facts.Facts(),
    Template.PASSWORD_RESET: facts.Facts(),
    Template.EMAIL_CONFIRMED: facts.Facts(),
    Template.FILE_RECEIVED: facts.Facts(submission=1),
    Template.FILE_APPROVED: facts.Facts(),
    Template.FILE_RETURNED: facts.Facts(),
    Template.REQUEST_RECEIVED: facts.Facts(request=ASKED),
    Template.REQUEST_DECIDED: facts.Facts(request=DECIDED),
    Template.PLACE_OFFERED: facts.Facts(request=OFFERED, offer=OFFER),
    Template.OPENING_TOMORROW: facts.Facts(
        opening=facts.Opening(
            opens_at=datetime(2026, 4, 3, 17, tzinfo=UTC),
            school_year="2026-2027",
            child_ids=(MIA, LEO),
        )
    ),
    Template.DAYS_CHANGED: facts.Facts(change=STRIKE),
    Template.ABSENCE_DECLARED: facts.Facts(absence=ABSENT),
    Template.ABSENCE_EXCUSED: facts.Facts(absence=ABSENT),
    Template.CERTIFICATE_REFUSED: facts.Facts(absence=replace(ABSENT, reason="UNREADABLE")),
    Template.ABSENCE_WITHDRAWN: facts.Facts(absence=ABSENT),
    Template.CERTIFICATE_DUE: facts.Facts(absence=ABSENT),
    Template.ABSENCE_UNEXCUSED: facts.Facts(absence=ABSENT),
    Template.SENDING_FAILED: facts.Facts(),
    Template.INVOICE_ISSUED: facts.Facts(invoice=BILL),
    Template.INVOICE_OVERDUE: facts.Facts(invoice=BILL),
    Template.PAYMENT_RECEIVED: facts.Facts(payment=PAID),
    Template.OTHER_HOME_INVITED: facts.Facts(),
    Template.TWO_HOMES: facts.Facts(homes=SWAP),
    Template.CREDIT_NOTE_ISSUED: facts.Facts(credit_note=CREDIT_NOTE),
    Template.CREDIT_REFUNDED: facts.Facts(refund=facts.Refund(amount_cents=560, refunded_at=AT)),
}


def known(template: Template, language: str = "fr") -> Known:
    link = Link(token="jeton-a-usage-unique", expires_at=AT + timedelta(hours=24))
    linked = template in (Template.CONFIRM_EMAIL, Template.PASSWORD_RESET)
    return Known(
        to="camille@exemple.fr",
        language=language,
        given_name="Camille",
        children={MIA: "Mia", LEO: "Léo"},
        facilities=FACILITIES,
        operator=OPERATOR,
        returned=RETURNED if template is Template.FILE_RETURNED else None,
        link=link if linked else None,
        invitation=INVITATION if template is Template.OTHER_HOME_INVITED else None,
    )


def letter(
    template: Template,
    said: facts.Facts | None = None,
    to: Known | None = None,
    language: str = "fr",
) -> Letter:
    return letters.write(
        mail_id=MAIL,
        account_id=CAMILLE,
        template=template,
        facts=said or FACTS[template],
        known=to or known(template, language),
        public_url=PUBLIC_URL,
        at=AT,
    )
