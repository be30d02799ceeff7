from uuid import UUID

import pytest

from shared.contracts import bookings
from tests.bookings.strasbourg import LEO, MIA, NOE, OTHER_REQUEST, REQUEST, paris
from tests.bookings.town import A_MONDAY, MONDAY, TUESDAY, slot_type, tilleuls

LUNCH = "LUNCH"


def one_place_for_lunch(strasbourg):
    strasbourg.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=1)]))


def both_ask_for_mondays(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    strasbourg.send(strasbourg.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})


def test_the_queue_is_in_the_order_of_arrival_with_the_places_left(strasbourg):
    both_ask_for_mondays(strasbourg)

    queue = strasbourg.nadia.get("/decisions").json

    assert queue["pending"] == 2
    assert [it["rank"] for it in queue["requests"]] == [1, 2]
    assert [it["request_id"] for it in queue["requests"]] == [str(REQUEST), str(OTHER_REQUEST)]
    (line,) = queue["requests"][0]["lines"]
    assert (line["days"], line["first_day"], line["last_day"]) == (33, "2026-09-07", "2027-06-28")
    assert (line["places_left"], line["fits"]) == (30, True)


def test_the_queue_can_be_narrowed_to_a_facility_and_a_slot_type(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (MIA, "EVENING")]})

    evening = strasbourg.nadia.get("/decisions?facility_id=tilleuls&slot_type=EVENING").json
    elsewhere = strasbourg.nadia.get("/decisions?facility_id=la-ruche").json

    assert [it["slot_type"] for it in evening["requests"][0]["lines"]] == ["EVENING"]
    assert elsewhere == {"pending": 0, "requests": []}


def test_the_queue_can_be_narrowed_to_a_day(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)], TUESDAY: [(MIA, LUNCH)]})

    (request,) = strasbourg.nadia.get("/decisions?day=2026-09-14").json["requests"]

    assert [it["weekday"] for it in request["lines"]] == [0]
    assert strasbourg.nadia.get("/decisions?day=2026-09-12").json["requests"] == []
    assert strasbourg.nadia.get("/decisions?day=demain").status_code == 422


def test_the_last_place_goes_to_one_and_the_other_stays_pending(strasbourg):
    one_place_for_lunch(strasbourg)
    both_ask_for_mondays(strasbourg)

    decided = strasbourg.decide(
        (OTHER_REQUEST, "1", "ACCEPT", None), (REQUEST, "1", "ACCEPT", None)
    )

    assert (decided["accepted"], decided["refused"]) == (1, 0)
    assert decided["left"] == [
        {
            "request_id": str(OTHER_REQUEST),
            "line_id": "1",
            "code": "slot_full",
            "full_on": "2026-09-07",
            "capacity": 1,
            "taken": 1,
            "pool": "LUNCH",
            "pool_name": "",
        }
    ]
    waiting = strasbourg.nadia.get("/decisions").json["requests"]
    assert [it["request_id"] for it in waiting] == [str(OTHER_REQUEST)]
    assert (waiting[0]["lines"][0]["places_left"], waiting[0]["lines"][0]["fits"]) == (0, False)
    assert [it.request_id for it in strasbourg.service.published(bookings.BookingDecided)] == [
        REQUEST
    ]


def test_a_refusal_keeps_the_facts_of_its_instant_for_the_family(strasbourg, move_clock):
    one_place_for_lunch(strasbourg)
    both_ask_for_mondays(strasbourg)
    move_clock(paris("2026-05-04 10:12"))
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (OTHER_REQUEST, "1", "REFUSE", "slot_full"))
    # On a later day there are more places: what was decided does not change.
    strasbourg.describe("/facilities/tilleuls", tilleuls())

    (line,) = strasbourg.sacha.get(f"/requests/{OTHER_REQUEST}").json["lines"]

    assert (line["state"], line["reason"]) == ("REFUSED", "slot_full")
    assert (line["capacity"], line["taken"], line["full_on"]) == (1, 1, "2026-09-07")
    assert line["decided_at"].startswith("2026-05-04T08:12")
    assert line["decided_by_name"] == "Grandir Ensemble"
    (said,) = [
        it
        for it in strasbourg.service.published(bookings.BookingDecided)
        if it.request_id == OTHER_REQUEST
    ]
    assert (said.lines[0].decision, said.lines[0].reason) == ("REFUSED", "slot_full")


def test_a_place_that_exists_is_not_refused_as_full(strasbourg):
    both_ask_for_mondays(strasbourg)

    decided = strasbourg.decide((REQUEST, "1", "REFUSE", "slot_full"))

    assert (decided["refused"], decided["left"][0]["code"]) == (0, "not_full")
    assert strasbourg.nadia.get("/decisions").json["pending"] == 2


def test_the_family_is_told_once_when_every_line_is_decided(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)], TUESDAY: [(LEO, LUNCH)]})

    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    half = strasbourg.service.published(bookings.BookingDecided)
    strasbourg.decide((REQUEST, "2", "REFUSE", "not_eligible"))
    whole = strasbourg.service.published(bookings.BookingDecided)

    assert half == [] and len(whole) == 1
    assert [(it.decision, it.reason) for it in whole[0].lines] == [
        ("ACCEPTED", None),
        ("REFUSED", "not_eligible"),
    ]
    assert strasbourg.camille.get(f"/requests/{REQUEST}").json["status"] == "DECIDED"


def test_deciding_twice_is_deciding_once(strasbourg):
    both_ask_for_mondays(strasbourg)

    first = strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    second = strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    other = strasbourg.decide((REQUEST, "1", "REFUSE", "not_eligible"))

    assert first == second == {"accepted": 1, "waitlisted": 0, "refused": 0, "left": []}
    assert other["left"][0]["code"] == "already_decided"
    assert len(strasbourg.service.published(bookings.BookingDecided)) == 1


def test_the_words_of_the_staff_reach_the_family_and_are_sealed_at_rest(strasbourg):
    both_ask_for_mondays(strasbourg)
    words = "Noé a une place le jeudi."
    body = {
        "request_id": str(OTHER_REQUEST),
        "line_id": "1",
        "decision": "REFUSE",
        "reason": "not_eligible",
        "message": words,
    }

    strasbourg.nadia.post("/decisions", json={"lines": [body]})

    line = strasbourg.sacha.get(f"/requests/{OTHER_REQUEST}").json["lines"][0]
    assert line["message"] == words
    notifier = strasbourg.service.client("internal")
    told = notifier.get(f"/refusal-messages/{OTHER_REQUEST}").json
    assert told == {"lines": {"1": words}}
    assert strasbourg.sacha.get(f"/refusal-messages/{OTHER_REQUEST}").status_code == 403
    folder = strasbourg.service.settings.var / "db"
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"jeudi" not in kept


def test_an_unknown_line_is_left_and_a_refusal_needs_a_reason(strasbourg):
    unknown = strasbourg.decide((UUID(int=0xEE), "1", "ACCEPT", None))
    body = {"request_id": str(REQUEST), "line_id": "1", "decision": "REFUSE"}
    without = strasbourg.nadia.post("/decisions", json={"lines": [body]})

    assert unknown["left"][0]["code"] == "unknown_line"
    assert without.status_code == 422
    assert without.json["errors"] == [{"field": "lines.0.reason", "code": "required"}]


def test_only_staff_with_the_role_decide(strasbourg):
    both_ask_for_mondays(strasbourg)
    body = {"lines": [{"request_id": str(REQUEST), "line_id": "1", "decision": "ACCEPT"}]}
    clerk = strasbourg.service.client("staff", UUID(int=0xD2), {"roles": ["billing"]})

    assert strasbourg.camille.post("/decisions", json=body).status_code == 403
    assert clerk.post("/decisions", json=body).status_code == 403
    assert clerk.get("/decisions").status_code == 403


@pytest.mark.parametrize("second", ["ACCEPT", "REFUSE"])
def test_a_line_answered_twice_in_one_sending_has_one_answer(strasbourg, second):
    """A form that somebody edited: no line may read « refusé » and hold a place."""
    both_ask_for_mondays(strasbourg)

    decided = strasbourg.decide(
        (REQUEST, "1", second, "other"),
        (REQUEST, "1", "ACCEPT", None),
    )

    assert (decided["accepted"], decided["refused"]) == (1, 0)
    (line,) = strasbourg.camille.get(f"/requests/{REQUEST}").json["lines"]
    assert line["state"] == "ACCEPTED"
    (told,) = strasbourg.service.published(bookings.BookingDecided)
    assert [it.decision for it in told.lines] == ["ACCEPTED"]
    for slot in strasbourg.nadia.get("/occupancy").json["facilities"][0]["slots"]:
        if (slot["slot_type"], slot["weekday"]) == (LUNCH, 0):
            assert slot["taken"] == 1


def test_a_place_at_the_canteen_is_a_right_and_refused_only_when_it_is_full(strasbourg):
    """Code de l’éducation, L131-13; Conseil d’État, 22 mars 2021, n° 429361."""
    both_ask_for_mondays(strasbourg)

    with_room = strasbourg.decide((REQUEST, "1", "REFUSE", "no_staff"))

    assert (with_room["refused"], with_room["left"][0]["code"]) == (0, "canteen_is_a_right")


def test_a_day_given_back_before_the_whole_answer_is_not_said_to_be_booked(strasbourg, move_clock):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (MIA, "EVENING")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    move_clock(paris("2026-09-02 12:00"))
    strasbourg.send(strasbourg.camille, OTHER_REQUEST, {MONDAY: []})
    strasbourg.decide((REQUEST, "2", "ACCEPT", None))

    (cancelled,) = strasbourg.service.published(bookings.BookingCancelled)
    (decided,) = strasbourg.service.published(bookings.BookingDecided)

    lunch, evening = decided.lines
    assert (cancelled.day, cancelled.slot_type) == (A_MONDAY, LUNCH)
    assert (len(lunch.dates), A_MONDAY in lunch.dates) == (32, False)
    assert (len(evening.dates), A_MONDAY in evening.dates) == (33, True)
