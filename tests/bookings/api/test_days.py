from uuid import UUID

from shared.contracts import bookings
from tests.bookings.strasbourg import CUTOFF, LEO, MIA, NOE, OTHER_REQUEST, REQUEST, paris
from tests.bookings.town import MONDAY, TUESDAY

LUNCH = "LUNCH"


def slot(page, child_id, slot_type):
    child = next(it for it in page["children"] if it["child_id"] == str(child_id))
    return next(it for it in child["slots"] if it["slot_type"] == slot_type)


def day_of(calendar, day):
    return next(it for it in calendar["days"] if it["day"] == day)


def accepted_lunch(strasbourg, move_clock):
    """Mia has lunch on Monday 7 September; it is Friday 4 September and one books single days."""
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    move_clock(paris("2026-09-04 12:00"))


def test_the_calendar_opens_on_the_first_month_of_the_year(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})

    calendar = strasbourg.camille.get(f"/requests/{draft}/calendar").json

    assert (calendar["month"], calendar["previous"], calendar["next"]) == (
        "2026-09",
        None,
        "2026-10",
    )
    assert len(calendar["months"]) == 11 and len(calendar["days"]) == 30
    assert day_of(calendar, "2026-09-05")["status"] == "WEEKEND"
    assert day_of(calendar, MONDAY)["status"] == "OPEN"


def test_the_calendar_names_holidays_and_public_holidays(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})

    march = strasbourg.camille.get(f"/requests/{draft}/calendar?month=2027-03").json

    easter = day_of(march, "2027-03-29")
    assert (easter["status"], easter["label"]) == ("PUBLIC_HOLIDAY", "Lundi de Pâques")
    assert day_of(march, "2027-03-05")["label"] == "Hiver"


def test_a_weekday_chosen_for_the_year_is_shown_on_each_of_its_days(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    march = strasbourg.camille.get(f"/requests/{draft}/calendar?month=2027-03").json

    mondays = [it["day"] for it in march["days"] if it["chosen"]]
    assert mondays == ["2027-03-08", "2027-03-15", "2027-03-22"]


def test_a_month_outside_the_year_does_not_exist_and_a_wrong_one_is_a_wrong_question(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})

    ask = strasbourg.camille.get
    assert ask(f"/requests/{draft}/calendar?month=2031-01").status_code == 404
    assert ask(f"/requests/{draft}/calendar?month=2026-13").status_code == 422
    assert ask(f"/requests/{draft}/days/tomorrow").status_code == 404


def test_a_day_offers_its_slots_and_says_how_many_days_they_stand_for(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})

    page = strasbourg.camille.get(f"/requests/{draft}/days/{MONDAY}").json

    assert (page["weekday"], page["covers"], page["kind"]) == (0, 33, "STANDING")
    lunch = slot(page, MIA, LUNCH)
    assert (lunch["state"], lunch["covers"], lunch["ticked"], lunch["locked"]) == (
        "FREE",
        33,
        False,
        None,
    )


def test_a_ticked_slot_is_ticked_on_every_such_weekday(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    another_monday = strasbourg.camille.get(f"/requests/{draft}/days/2026-09-14").json
    tuesday = strasbourg.camille.get(f"/requests/{draft}/days/{TUESDAY}").json

    lunch = slot(another_monday, MIA, LUNCH)
    assert (lunch["state"], lunch["ticked"]) == ("CHOSEN", True)
    assert not slot(another_monday, LEO, LUNCH)["ticked"]
    assert not slot(tuesday, MIA, LUNCH)["ticked"]


def test_the_second_of_two_tabs_is_told_and_nothing_is_overwritten(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    body = {"seen": 1, "choices": []}

    second = strasbourg.camille.put(f"/requests/{draft}/days/{MONDAY}", json=body)

    assert (second.status_code, second.json["code"]) == (409, "changed_elsewhere")
    assert second.json["facts"] == {"version": 2}
    assert len(strasbourg.camille.get(f"/requests/{draft}").json["lines"]) == 1


def test_a_child_of_another_family_cannot_be_chosen(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})
    body = {"seen": 1, "choices": [{"child_id": str(NOE), "slot_type": LUNCH}]}

    answer = strasbourg.camille.put(f"/requests/{draft}/days/{MONDAY}", json=body)

    assert answer.status_code == 403


def test_a_day_without_care_offers_nothing_and_takes_nothing(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})
    body = {"seen": 1, "choices": [{"child_id": str(MIA), "slot_type": LUNCH}]}

    for day in ("2027-03-29", "2026-09-05", "2026-10-19", "2031-09-08", "2026-09-09"):
        page = strasbourg.camille.get(f"/requests/{draft}/days/{day}").json
        assert LUNCH not in [it["slot_type"] for it in page["children"][0]["slots"]]
        refused = strasbourg.camille.put(f"/requests/{draft}/days/{day}", json=body)
        assert (refused.status_code, refused.json["code"]) == (409, "slot_not_offered")


def test_what_is_requested_is_shown_as_requested_and_locked(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    draft = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {})

    page = strasbourg.camille.get(f"/requests/{draft}/days/{MONDAY}").json

    lunch = slot(page, MIA, LUNCH)
    assert (lunch["state"], lunch["ticked"], lunch["locked"]) == (
        "REQUESTED",
        True,
        "already_requested",
    )


def test_a_single_day_is_cancelled_by_unticking_it_and_sending(strasbourg, move_clock):
    accepted_lunch(strasbourg, move_clock)

    draft = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {MONDAY: []})
    before = strasbourg.camille.get(f"/requests/{draft}").json
    receipt = strasbourg.submit(strasbourg.camille, draft)

    day = {
        "child_id": str(MIA),
        "facility_id": "tilleuls",
        "slot_type": LUNCH,
        "day": MONDAY,
    }
    (to_cancel,) = before["cancellations"]
    assert before["lines"] == [] and to_cancel.items() >= day.items()
    assert (to_cancel["until"], to_cancel["then"], to_cancel["surcharge"]) == (
        "2026-09-06T16:00:00Z",
        "REFUSE",
        None,
    )
    assert receipt.status_code == 200
    (cancelled,) = strasbourg.service.published(bookings.BookingCancelled)
    assert (cancelled.child_id, str(cancelled.day)) == (MIA, MONDAY)
    planning = strasbourg.camille.get("/planning?month=2026-09").json
    assert day_of(planning, MONDAY)["entries"][0]["state"] == "CANCELLED"
    assert day_of(planning, "2026-09-14")["entries"][0]["state"] == "ACCEPTED"


def test_a_cancelled_day_may_be_asked_for_again(strasbourg, move_clock):
    accepted_lunch(strasbourg, move_clock)
    strasbourg.send(strasbourg.camille, OTHER_REQUEST, {MONDAY: []})
    again = strasbourg.choose(strasbourg.camille, UUID(int=0xE9), {MONDAY: [(MIA, LUNCH)]})

    assert strasbourg.submit(strasbourg.camille, again).status_code == 200
    strasbourg.decide((again, "1", "ACCEPT", None))
    planning = strasbourg.camille.get("/planning?month=2026-09").json
    assert [it["state"] for it in day_of(planning, MONDAY)["entries"]] == ["ACCEPTED"]


def test_a_cancellation_whose_deadline_passed_in_the_meantime_cancels_nothing(
    strasbourg, move_clock
):
    accepted_lunch(strasbourg, move_clock)
    draft = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {MONDAY: []})
    move_clock(paris("2026-09-06 18:00:01"))

    late = strasbourg.submit(strasbourg.camille, draft)

    assert (late.status_code, late.json["code"]) == (409, "deadline_passed")
    assert late.json["facts"]["until"] == "2026-09-06T16:00:00+00:00"
    assert strasbourg.service.published(bookings.BookingCancelled) == []


def test_a_single_day_after_its_deadline_is_locked_with_the_instant(strasbourg, move_clock):
    move_clock(CUTOFF)
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})
    move_clock(paris("2026-09-06 18:01"))

    page = strasbourg.camille.get(f"/requests/{draft}/days/{MONDAY}").json

    lunch = slot(page, MIA, LUNCH)
    assert (lunch["locked"], lunch["until"]) == ("deadline_passed", "2026-09-06T16:00:00Z")
