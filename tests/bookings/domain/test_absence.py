from dataclasses import replace
from datetime import date
from uuid import UUID

from services.bookings.domain import absence
from services.bookings.domain.absence import (
    AcceptCertificate,
    BookedSlot,
    DeclareAbsence,
    EndDelay,
    RefuseCertificate,
    RemindOfCertificate,
    SeePaperCertificate,
    SendCertificate,
    WithdrawAbsence,
)
from services.bookings.domain.absence_history import (
    AbsenceDeclared,
    AbsenceExcused,
    AbsenceUnexcused,
    AbsenceWithdrawn,
    AbsentSlot,
    CertificateDue,
    CertificateReason,
    CertificateRefused,
    CertificateSent,
    ToldBy,
    WithdrawnBecause,
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


# Withdrawn, noted by staff, out of time

THE_CUT_OFF = paris("2026-09-07 09:00")


def withdraw(at=THAT_MORNING, because=WithdrawnBecause.FAMILY) -> WithdrawAbsence:
    return WithdrawAbsence(
        until=THE_CUT_OFF, because=because, withdrawn_at=at, withdrawn_by="camille"
    )


withdrawn = AbsenceWithdrawn(
    absence_id=ABSENCE,
    household_id=MARTIN,
    child_id=MIA,
    day=MONDAY,
    slots=(LUNCH,),
    because=WithdrawnBecause.FAMILY,
    withdrawn_at=THAT_MORNING,
    withdrawn_by="camille",
)
unexcused = AbsenceUnexcused(
    absence_id=ABSENCE,
    household_id=MARTIN,
    child_id=MIA,
    day=MONDAY,
    slots=(LUNCH,),
    at=A_WEEK_LATER,
)
due = CertificateDue(
    absence_id=ABSENCE,
    household_id=MARTIN,
    child_id=MIA,
    day=MONDAY,
    certificate_until=A_WEEK_LATER,
    at=paris("2026-09-13 09:00"),
)


def test_the_child_comes_after_all_until_the_meals_are_counted():
    given(absence, declared).when(withdraw()).then(withdrawn)
    given(absence, declared).when(withdraw(at=THE_CUT_OFF)).then(
        replace(withdrawn, withdrawn_at=THE_CUT_OFF)
    )
    given(absence, declared).when(withdraw(at=paris("2026-09-07 09:01"))).refused(
        "too_late_to_withdraw"
    )


def test_what_is_withdrawn_is_no_absence_and_can_be_declared_again():
    given(absence, declared, withdrawn).when(withdraw()).then_nothing()
    given(absence, declared, withdrawn).when(send()).refused("no_absence")
    given(absence, declared, withdrawn).when(declare(too_late_to_cancel)).then(declared)


def test_an_excused_absence_stays():
    given(absence, declared, sent, excused).when(withdraw()).refused("absence_excused")


def test_staff_note_an_absence_also_afterwards_and_with_who_did():
    noted = replace(
        declare(too_late_to_cancel, at=paris("2026-09-09 10:00")),
        told_by=ToldBy.PHONE,
        declared_by=NADIA,
    )

    given(absence).when(noted).then(
        replace(
            declared,
            declared_at=paris("2026-09-09 10:00"),
            told_by=ToldBy.PHONE,
            declared_by=NADIA,
        )
    )
    given(absence).when(replace(noted, declared_at=A_WEEK_LATER)).refused("day_is_over")


def test_a_certificate_on_paper_excuses_whatever_came_before():
    seen = SeePaperCertificate(decided_at=DECIDED_AT, decided_by=NADIA)
    on_paper = replace(excused, document_id=None)

    given(absence, declared).when(seen).then(on_paper)
    given(absence, declared, sent, refused).when(seen).then(on_paper)
    given(absence, declared, unexcused).when(seen).then(on_paper)
    given(absence, declared, on_paper).when(seen).then_nothing()


def test_the_family_is_reminded_once_and_not_while_staff_look():
    remind = RemindOfCertificate(at=paris("2026-09-13 09:00"))

    given(absence, declared).when(remind).then(due)
    given(absence, declared, due).when(remind).then_nothing()
    given(absence, declared, sent).when(remind).then_nothing()
    given(absence, declared, withdrawn).when(remind).then_nothing()
    given(absence, declared).when(RemindOfCertificate(at=A_WEEK_LATER)).then_nothing()


def test_another_delay_has_another_reminder():
    remind = RemindOfCertificate(at=paris("2026-09-16 09:00"))

    given(absence, declared, due, sent, refused).when(remind).then(
        replace(due, certificate_until=refused.certificate_until, at=remind.at)
    )


def test_when_the_delay_is_over_the_absence_is_unexcused():
    given(absence, declared).when(EndDelay(at=A_WEEK_LATER)).then(unexcused)
    given(absence, declared, unexcused).when(EndDelay(at=A_WEEK_LATER)).then_nothing()
    given(absence, declared, sent).when(EndDelay(at=A_WEEK_LATER)).then_nothing()
    given(absence, declared, sent, excused).when(EndDelay(at=A_WEEK_LATER)).then_nothing()
    given(absence, declared).when(EndDelay(at=paris("2026-09-14 23:59"))).then_nothing()
    given(absence).when(EndDelay(at=A_WEEK_LATER)).then_nothing()
