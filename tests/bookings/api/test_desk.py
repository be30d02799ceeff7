"""Staff book single days for a family: under the same rules, or over them with a reason kept."""

from uuid import UUID

import pytest

from shared.contracts import bookings
from tests.bookings.strasbourg import CAMILLE, LEO, MARTIN, MIA, NOE, PETIT, REQUEST, paris
from tests.bookings.town import MONDAY, TUESDAY, slot_type, tilleuls

LUNCH = "LUNCH"
AT_DESK, OTHER, DRAFT = UUID(int=0xD5), UUID(int=0xD6), UUID(int=0xD7)
REASON = "Hospitalisation de la mère, certificat vu."


def day(child_id=MIA, on=MONDAY, slot=LUNCH, facility_id="tilleuls"):
    return {"child_id": str(child_id), "facility_id": facility_id, "slot_type": slot, "day": on}


def book(town, *days, household_id=MARTIN, request_id=AT_DESK, reason=None):
    body = {
        "request_id": str(request_id),
        "household_id": str(household_id),
        "days": list(days),
        "reason": reason,
    }
    return town.nadia.post("/desk/bookings", json=body)


@pytest.fixture
def september(strasbourg, move_clock):
    strasbourg.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=1)]))
    move_clock(paris("2026-09-04 10:00"))
    return strasbourg


def test_what_is_booked_at_the_desk_is_booked_and_the_family_is_told(september):
    answer = book(september, day())

    assert answer.status_code == 201, answer.json
    (line,) = september.camille.get(f"/requests/{AT_DESK}").json["lines"]
    assert (line["state"], line["dates"]) == ("ACCEPTED", [MONDAY])
    (told,) = september.service.published(bookings.BookingDecided)
    assert (told.account_id, told.lines[0].decision) == (CAMILLE, "ACCEPTED")
    shown = september.nadia.get(f"/requests/{AT_DESK}/lines/1/evidence").json
    assert (shown["rule"], shown["overridden"]) == ("DESK", None)


def test_a_deadline_is_passed_over_only_with_a_reason_that_is_kept(september, move_clock):
    move_clock(paris("2026-09-06 20:00"))

    without = book(september, day())
    with_reason = book(september, day(), reason=REASON)

    assert (without.status_code, without.json["code"]) == (409, "deadline_passed")
    assert with_reason.status_code == 201
    shown = september.nadia.get(f"/requests/{AT_DESK}/lines/1/evidence").json
    assert shown["overridden"] == {"rules": ["deadline_passed"], "reason": REASON}
    family = september.camille.get(f"/requests/{AT_DESK}/lines/1/evidence").json
    assert family["overridden"] is None


def test_no_reason_makes_a_place_that_is_not_there(september):
    book(september, day(NOE), household_id=PETIT, request_id=OTHER)

    full = book(september, day(), reason=REASON)

    assert (full.status_code, full.json["code"]) == (409, "slot_full")
    assert september.nadia.get(f"/requests/{AT_DESK}").status_code == 404


def test_all_of_the_days_or_none(september):
    book(september, day(NOE, TUESDAY), household_id=PETIT, request_id=OTHER)

    both = book(september, day(), day(on=TUESDAY))

    assert both.json["code"] == "slot_full"
    assert book(september, day(), request_id=REQUEST).status_code == 201


def test_what_a_child_has_is_not_booked_again(september):
    book(september, day())

    again = book(september, day(), request_id=OTHER, reason=REASON)
    twice = book(september, day())

    assert again.json["code"] == "already_booked"
    assert twice.status_code == 201  # the same booking
    assert len(september.service.published(bookings.BookingDecided)) == 1


def test_the_draft_the_family_is_filling_stays(september):
    draft = september.choose(september.camille, DRAFT, {TUESDAY: [(LEO, LUNCH)]})

    book(september, day())

    kept = september.camille.get("/requests/draft").json
    assert (kept["request_id"], len(kept["lines"])) == (draft, 1)


def test_a_child_of_another_family_and_a_closed_day_are_not_offered(september):
    assert book(september, day(NOE), reason=REASON).json["code"] == "slot_not_offered"
    sunday = book(september, day(on="2026-09-06"), reason=REASON)
    assert sunday.json["code"] == "slot_not_offered"
    assert september.camille.post("/desk/bookings", json={}).status_code == 403
