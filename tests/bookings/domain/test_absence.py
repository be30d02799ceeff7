from dataclasses import replace
from datetime import date
from uuid import UUID

from services.bookings.domain import absence
from services.bookings.domain.absence import (
    AbsenceDeclared,
    AbsenceExcused,
    AbsentSlot,
    AcceptCertificate,
    BookedSlot,
    CertificateReason,
    CertificateRefused,
    CertificateSent,
    DeclareAbsence,
    RefuseCertificate,
    SendCertificate,
)
from services.bookings.domain.slot_type import SlotType
from tests.bookings.strasbourg import MARTIN, MIA, NADIA, paris
from tests.support.given import given

ABSENCE, DOCUMENT, ANOTHER = UUID(int=0xF1), UUID(int=0xF2), UUID(int=0xF3)
MONDAY = date(2026, 9, 7)
THAT_MORNING = paris("2026-09-07 07:10")
A_WEEK_LATER = paris("2026-09-15 00:00")
DECIDED_AT = paris("2026-09-10 09:00")
LUNCH = AbsentSlot(facility_id="tilleuls", slot_type=SlotType.LUNCH)
EVENING = AbsentSlot(facility_id="tilleuls", slot_type=SlotType.EVENING)


def declare(*booked: BookedSlot, at=THAT_MORNING) -> DeclareAbsence:
    return DeclareAbsence(
        absence_id=ABSENCE,
        household_id=MARTIN,
        child_id=MIA,
        day=MONDAY,
        booked=booked,
        certificate_days=7,
        declared_at=at,
    )


def send(document_id=DOCUMENT, at=DECIDED_AT) -> SendCertificate:
    return SendCertificate(document_id=document_id, content_type="application/pdf", sent_at=at)


def accept(document_id=DOCUMENT) -> AcceptCertificate:
    return AcceptCertificate(document_id=document_id, decided_at=DECIDED_AT, decided_by=NADIA)


def refuse(at=DECIDED_AT) -> RefuseCertificate:
    return RefuseCertificate(
        document_id=DOCUMENT,
        reason=CertificateReason.UNREADABLE,
        certificate_days=7,
        decided_at=at,
        decided_by=NADIA,
    )


too_late_to_cancel = BookedSlot(slot=LUNCH, free_until=None)
declared = AbsenceDeclared(
    absence_id=ABSENCE,
    household_id=MARTIN,
    child_id=MIA,
    day=MONDAY,
    slots=(LUNCH,),
    certificate_until=A_WEEK_LATER,
    declared_at=THAT_MORNING,
)
sent = CertificateSent(
    absence_id=ABSENCE,
    household_id=MARTIN,
    document_id=DOCUMENT,
    content_type="application/pdf",
    sent_at=DECIDED_AT,
)
excused = AbsenceExcused(
    absence_id=ABSENCE,
    household_id=MARTIN,
    child_id=MIA,
    day=MONDAY,
    slots=(LUNCH,),
    document_id=DOCUMENT,
    decided_at=DECIDED_AT,
    decided_by=NADIA,
)
refused = CertificateRefused(
    absence_id=ABSENCE,
    household_id=MARTIN,
    child_id=MIA,
    day=MONDAY,
    document_id=DOCUMENT,
    reason=CertificateReason.UNREADABLE,
    certificate_until=paris("2026-09-18 00:00"),
    decided_at=DECIDED_AT,
    decided_by=NADIA,
)


def test_a_sick_child_is_declared_absent_on_the_day_itself_with_a_week_for_the_certificate():
    given(absence).when(declare(too_late_to_cancel)).then(declared)


def test_the_week_for_the_certificate_is_seven_whole_days_also_when_the_clocks_change():
    assert absence.days_after(date(2026, 10, 21), 7) == paris("2026-10-29 00:00")


def test_what_can_still_be_given_back_free_is_not_declared_absent():
    free = BookedSlot(slot=EVENING, free_until=paris("2026-09-07 12:00"))

    given(absence).when(declare(free)).refused(
        "can_be_cancelled", until="2026-09-07T10:00:00+00:00"
    )
    given(absence).when(declare(free, too_late_to_cancel)).then(declared)


def test_nobody_is_absent_from_what_it_has_not_booked_nor_after_the_day():
    given(absence).when(declare()).refused("not_booked")
    given(absence).when(declare(too_late_to_cancel, at=paris("2026-09-07 23:59"))).then(
        replace(declared, declared_at=paris("2026-09-07 23:59"))
    )
    given(absence).when(declare(too_late_to_cancel, at=paris("2026-09-08 00:00"))).refused(
        "day_is_over"
    )


def test_an_absence_said_twice_is_one():
    given(absence, declared).when(declare(too_late_to_cancel)).then_nothing()
    given(absence, declared, sent).when(send()).then_nothing()
    given(absence, declared, sent, excused).when(accept()).then_nothing()


def test_a_certificate_is_taken_until_its_delay_is_over():
    given(absence).when(send()).refused("no_absence")
    given(absence, declared).when(send()).then(sent)
    given(absence, declared).when(send(at=A_WEEK_LATER)).refused("certificate_too_late")


def test_an_accepted_certificate_excuses_the_absence_whenever_staff_decide():
    late = replace(accept(), decided_at=paris("2026-12-01 09:00"))

    given(absence, declared, sent).when(accept()).then(excused)
    given(absence, declared, sent).when(late).then(replace(excused, decided_at=late.decided_at))
    given(absence, declared, sent, excused).when(send(ANOTHER)).refused("absence_excused")


def test_a_refused_certificate_leaves_the_whole_delay_for_another_one():
    given(absence, declared, sent).when(refuse()).then(refused)
    given(absence, declared, sent, refused).when(send(ANOTHER, at=paris("2026-09-17 23:59"))).then(
        replace(sent, document_id=ANOTHER, sent_at=paris("2026-09-17 23:59"))
    )


def test_staff_decide_on_the_certificate_they_looked_at():
    given(absence, declared).when(accept()).refused("no_certificate")
    given(absence, declared, sent, refused).when(accept()).refused("no_certificate")
    newer = replace(sent, document_id=ANOTHER)
    given(absence, declared, sent, newer).when(accept()).refused("certificate_replaced")
    given(absence, declared, sent, newer).when(refuse()).refused("certificate_replaced")
