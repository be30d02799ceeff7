"""A sick child: declared absent, not expected, excused or not."""

import io
from uuid import UUID

import pytest

from shared.contracts import bookings
from tests.bookings.strasbourg import MARTIN, MIA, NOE, REQUEST, paris
from tests.bookings.town import A_MONDAY, MONDAY

DOCUMENT = UUID(int=0xD0C)
PDF = b"%PDF-1.7\n%certificate\n"


@pytest.fixture
def sick(strasbourg, move_clock):
    """Mia has lunch and evening on Mondays; it is Monday morning."""
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "LUNCH"), (MIA, "EVENING")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "ACCEPT", None))
    move_clock(paris("2026-09-07 07:10"))
    return strasbourg


def address(child=MIA, day=MONDAY):
    return f"/absences/{child}/{day}"


def send(sick, who, content=PDF, document_id=DOCUMENT):
    return who.post(
        f"{address()}/certificate",
        data={"document_id": str(document_id), "file": (io.BytesIO(content), "fievre.pdf")},
    )


def decide(sick, absence_id, **decision):
    body = {"document_id": str(DOCUMENT), **decision}
    return sick.nadia.post(f"/certificates/{absence_id}/decision", json=body)


def test_a_child_declared_absent_is_on_no_list_of_the_day_and_the_caterer_hears_of_it(sick):
    before = sick.camille.get(address()).json
    answer = sick.camille.put(address(), json={})

    assert (before["absence"], len(before["booked"])) == (None, 2)
    assert answer.json["absence"]["status"] == "DECLARED"
    (facility,) = sick.nadia.get(f"/registers/{MONDAY}").json["facilities"]
    lists = {it["slot_type"]: (it["children"], it["absent"]) for it in facility["slots"]}
    assert lists["LUNCH"] == lists["EVENING"] == ([], [str(MIA)])
    (told,) = sick.service.published(bookings.AbsenceDeclared)
    assert (told.child_id, told.day) == (MIA, A_MONDAY)
    assert {it.slot_type for it in told.slots} == {"LUNCH", "EVENING"}
    (day,) = sick.camille.get(f"/planning/days?first={MONDAY}&last={MONDAY}").json["days"]
    assert {it["state"] for it in day["entries"]} == {"ABSENT"}


def test_a_certificate_that_staff_accept_excuses_the_absence(sick):
    sick.camille.put(address(), json={})

    assert send(sick, sick.camille).status_code == 200
    (waiting,) = sick.nadia.get("/certificates").json["absences"]
    content = sick.nadia.get(f"/certificates/{waiting['absence_id']}/content")
    assert (content.data, content.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert "fievre" not in content.headers["Content-Disposition"]
    decided = decide(sick, waiting["absence_id"], accept=True)

    assert decided.json["status"] == "EXCUSED"
    (told,) = sick.service.published(bookings.AbsenceExcused)
    assert {it.slot_type for it in told.slots} == {"LUNCH", "EVENING"}
    assert sick.nadia.get("/certificates").json == {"absences": []}


def test_a_refused_certificate_has_a_reason(sick):
    sick.camille.put(address(), json={})
    absence_id = send(sick, sick.camille).json["absence"]["absence_id"]

    assert decide(sick, absence_id, accept=False).status_code == 422
    decide(sick, absence_id, accept=False, reason="UNREADABLE")

    assert sick.camille.get(address()).json["absence"]["reason"] == "UNREADABLE"
    (told,) = sick.service.published(bookings.CertificateRefused)
    assert told.reason == "UNREADABLE"


def test_nobody_else_learns_of_the_absence_nor_declares_it(sick):
    sick.camille.put(address(), json={})
    absence_id = send(sick, sick.camille).json["absence"]["absence_id"]

    assert sick.sacha.get(address()).status_code == 404
    assert sick.sacha.put(address(), json={}).status_code == 404
    assert send(sick, sick.sacha).status_code == 404
    assert sick.sacha.get(f"{address()}/certificate").status_code == 404
    assert sick.sacha.get(f"/certificates/{absence_id}/content").status_code == 403
    assert sick.camille.put(address(NOE), json={}).status_code == 404


def test_no_certificate_without_an_absence_and_none_that_is_no_document(sick):
    assert send(sick, sick.camille).json["code"] == "no_absence"
    sick.camille.put(address(), json={})
    assert send(sick, sick.camille, content=b"<script>").json["code"] == "file_wrong_type"
    assert sick.camille.get(f"{address()}/certificate").status_code == 404
    assert sick.camille.put(address(day="someday"), json={}).status_code == 404


def look(sick):
    sick.service.worker.timekeeper.look()


def test_the_child_comes_after_all_and_is_expected_again(sick, move_clock):
    sick.camille.put(address(), json={})

    answer = sick.camille.delete(address())

    assert answer.json["absence"] is None
    (facility,) = sick.nadia.get(f"/registers/{MONDAY}").json["facilities"]
    expected = {it["slot_type"] for it in facility["slots"] if str(MIA) in it["children"]}
    assert expected == {"LUNCH", "EVENING"}
    (told,) = sick.service.published(bookings.AbsenceWithdrawn)
    assert told.because == "FAMILY"
    sick.camille.put(address(), json={})
    move_clock(paris("2026-09-07 09:01"))
    assert sick.camille.delete(address()).json["code"] == "too_late_to_withdraw"


def test_staff_note_an_absence_of_yesterday_and_withdraw_it(sick, move_clock):
    move_clock(paris("2026-09-08 10:00"))
    of_family = f"/households/{MARTIN}/absences"
    told = {"child_id": str(MIA), "day": MONDAY, "told_by": "PHONE"}

    assert sick.camille.put(address(), json={}).json["code"] == "day_is_over"
    noted = sick.nadia.post(of_family, json=told)
    (listed,) = sick.nadia.get(of_family).json["absences"]
    assert (listed["told_by"], bool(listed["declared_by"])) == ("PHONE", True)
    gone = sick.nadia.post(f"/certificates/{noted.json['absence_id']}/withdrawal", json={})

    assert gone.status_code == 200
    assert sick.nadia.get(of_family).json == {"absences": []}
    assert sick.nadia.post(of_family, json=told | {"told_by": "FAMILY"}).status_code == 422
    not_theirs = told | {"child_id": str(NOE)}
    assert sick.nadia.post(of_family, json=not_theirs).json["code"] == "not_booked"


def test_without_a_certificate_the_family_is_reminded_and_then_the_delay_is_over(sick, move_clock):
    sick.camille.put(address(), json={})

    move_clock(paris("2026-09-13 08:59"))
    look(sick)
    assert sick.service.published(bookings.CertificateDue) == []
    move_clock(paris("2026-09-13 09:00"))
    look(sick)
    look(sick)
    (due,) = sick.service.published(bookings.CertificateDue)
    assert due.certificate_until == paris("2026-09-15 00:00")
    move_clock(paris("2026-09-15 00:00"))
    look(sick)
    look(sick)

    (told,) = sick.service.published(bookings.AbsenceUnexcused)
    assert told.day == A_MONDAY
    assert sick.camille.get(address()).json["absence"]["status"] == "UNEXCUSED"
    absence_id = sick.camille.get(address()).json["absence"]["absence_id"]
    sick.nadia.post(f"/certificates/{absence_id}/paper", json={})
    assert sick.camille.get(address()).json["absence"]["status"] == "EXCUSED"


def test_a_certificate_that_staff_look_at_stops_both(sick, move_clock):
    sick.camille.put(address(), json={})
    send(sick, sick.camille)

    move_clock(paris("2026-09-16 09:00"))
    look(sick)

    assert sick.service.published(bookings.CertificateDue) == []
    assert sick.service.published(bookings.AbsenceUnexcused) == []


def test_a_strike_is_no_absence(sick):
    sick.camille.put(address(), json={})

    strike = {"name": "Grève", "first": MONDAY, "last": MONDAY, "kind": "STRIKE"}
    closed = sick.nadia.post("/school-years/2026-2027/closures", json=strike)

    assert closed.status_code == 200, closed.json
    (told,) = sick.service.published(bookings.AbsenceWithdrawn)
    assert told.because == "DAY_CLOSED"
    assert sick.camille.get(address()).status_code == 404
    assert sick.camille.put(address(), json={}).json["code"] == "not_booked"


def test_the_filling_of_the_day_counts_who_is_absent_at_once(sick):
    def absent():
        (facility,) = sick.nadia.get(f"/occupancy/{MONDAY}").json["facilities"]
        return {it["slot_type"]: it["absent"] for it in facility["slots"]}

    sick.camille.put(address(), json={})
    assert absent() == {"MORNING": 0, "LUNCH": 1, "EVENING": 1}
    sick.camille.delete(address())
    assert absent() == {"MORNING": 0, "LUNCH": 0, "EVENING": 0}
