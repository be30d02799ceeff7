"""A freed place is offered to who waits first, held until the answer, then to the next."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.bookings.domain.slot_type import SlotType
from services.bookings.projections import occupancy
from shared.contracts import bookings
from tests.bookings.strasbourg import (
    CAMILLE,
    LEO,
    MIA,
    NOE,
    OTHER_REQUEST,
    REQUEST,
    SACHA,
    paris,
)
from tests.bookings.town import A_MONDAY, MONDAY, OPERATOR, Town, slot_type, tilleuls, town
from tests.support.service import ServiceUnderTest, made_once

LUNCH = "LUNCH"
CANCELLATION, THIRD = UUID(int=0xE7), UUID(int=0xE8)
KLEIN, ELENA, LOU = UUID(int=0xA3), UUID(int=0xC3), UUID(int=0x14)
SUMMER = paris("2026-08-24 10:00")


@pytest.fixture
def one_place(move_clock, tmp_path):
    """One place on a Monday: Mia has it, Noé waits first, Lou after him."""
    made_once("one place", tmp_path, lambda empty: wait_for_one_place(empty, move_clock))
    move_clock(SUMMER)
    return Town(ServiceUnderTest("bookings", tmp_path))


def wait_for_one_place(folder, move_clock):
    move_clock(paris("2026-04-04 20:00"))
    it = town(folder)
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=1)]))
    it.move_in(KLEIN, ELENA, {LOU: "MATERNELLE"})
    move_clock(SUMMER - timedelta(minutes=1))
    elena = it.service.client("family", ELENA)
    it.send(it.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})
    it.send(elena, THIRD, {MONDAY: [(LOU, LUNCH)]})
    decided = it.decide(
        (THIRD, "1", "WAITLIST", None),
        (OTHER_REQUEST, "1", "WAITLIST", None),
        (REQUEST, "1", "ACCEPT", None),
    )
    assert decided == {"accepted": 1, "waitlisted": 2, "refused": 0, "left": []}


def elena(town):
    return town.service.client("family", ELENA)


def line_of(who, request_id):
    (line,) = who.get(f"/requests/{request_id}").json["lines"]
    return line


def give_back(town):
    town.send(town.camille, CANCELLATION, {MONDAY: []})


def offer_of(who):
    return next(it for it in who.get("/offers").json["offers"] if it["state"] == "OPEN")


def taken(town):
    with town.service.store.engine.connect() as tx:
        return occupancy.taken_on(tx, {"tilleuls"})["tilleuls", SlotType.LUNCH, A_MONDAY][0]


def test_who_waits_reads_the_rank_and_what_was_full(one_place):
    noe, lou = line_of(one_place.sacha, OTHER_REQUEST), line_of(elena(one_place), THIRD)

    assert [(it["state"], it["rank"]) for it in (noe, lou)] == [
        ("WAITLISTED", 1),
        ("WAITLISTED", 2),
    ]
    assert (noe["capacity"], noe["taken"], noe["full_on"]) == (1, 1, MONDAY)
    decided = one_place.service.published(bookings.BookingDecided)
    assert [(it.decision, it.rank) for told in decided for it in told.lines] == [
        ("ACCEPTED", None),
        ("WAITLISTED", 1),
        ("WAITLISTED", 2),
    ]
    entries = one_place.sacha.get("/planning?month=2026-09").json["days"][6]["entries"]
    assert [(it["state"], it["rank"]) for it in entries] == [("WAITLISTED", 1)]


def test_nobody_waits_for_a_place_that_is_there(strasbourg, move_clock):
    move_clock(SUMMER)
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    decided = strasbourg.decide((REQUEST, "1", "WAITLIST", None))

    assert decided["waitlisted"] == 0
    assert decided["left"][0]["code"] == "not_full"


def test_a_freed_place_is_offered_to_who_waits_first_and_booked_for_nobody(one_place):
    give_back(one_place)

    offer = offer_of(one_place.sacha)
    assert [(it["child_id"], it["dates"]) for it in offer["lines"]] == [(str(NOE), [MONDAY])]
    assert elena(one_place).get("/offers").json["offers"] == []
    assert line_of(one_place.sacha, OTHER_REQUEST)["state"] == "WAITLISTED"
    assert line_of(one_place.sacha, OTHER_REQUEST)["offer_id"] == offer["offer_id"]
    assert taken(one_place) == 1  # held
    (told,) = one_place.service.published(bookings.PlaceOffered)
    assert (str(told.offer_id), told.account_id) == (offer["offer_id"], SACHA)
    assert told.answer_by - told.offered_at == timedelta(hours=48)


def test_a_held_place_is_given_to_nobody_else(one_place):
    give_back(one_place)
    fourth = UUID(int=0xE9)
    one_place.send(one_place.camille, fourth, {MONDAY: [(LEO, LUNCH)]})

    left = one_place.decide((fourth, "1", "ACCEPT", None))["left"]

    assert [it["code"] for it in left] == ["slot_full"]


def test_the_family_accepts_and_has_the_place(one_place):
    give_back(one_place)
    offer = offer_of(one_place.sacha)

    answered = one_place.sacha.post(f"/offers/{offer['offer_id']}/answer", json={"accept": True})

    assert answered.json["state"] == "ACCEPTED"
    assert line_of(one_place.sacha, OTHER_REQUEST)["state"] == "ACCEPTED"
    assert line_of(elena(one_place), THIRD)["rank"] == 1
    assert taken(one_place) == 1
    last = one_place.service.published(bookings.BookingDecided)[-1]
    assert [(it.child_id, it.decision, it.dates) for it in last.lines] == [
        (NOE, "ACCEPTED", (A_MONDAY,))
    ]
    (told,) = one_place.service.published(bookings.PlaceOfferAnswered)
    assert told.answer == "ACCEPTED"


def test_the_family_declines_and_the_next_in_rank_is_asked(one_place):
    give_back(one_place)
    offer = offer_of(one_place.sacha)

    one_place.sacha.post(f"/offers/{offer['offer_id']}/answer", json={"accept": False})

    noe = line_of(one_place.sacha, OTHER_REQUEST)
    assert (noe["state"], noe["reason"]) == ("REFUSED", "offer_declined")
    assert offer_of(elena(one_place))["lines"][0]["child_id"] == str(LOU)
    assert taken(one_place) == 1


def test_an_offer_that_nobody_answers_is_over_and_goes_to_the_next(one_place, move_clock):
    give_back(one_place)
    timekeeper = one_place.service.worker.timekeeper
    move_clock(SUMMER + timedelta(hours=47))
    timekeeper.look()
    assert offer_of(one_place.sacha)

    move_clock(SUMMER + timedelta(hours=48, minutes=1))
    timekeeper.look()
    timekeeper.look()

    noe = line_of(one_place.sacha, OTHER_REQUEST)
    assert (noe["state"], noe["reason"]) == ("REFUSED", "offer_expired")
    assert offer_of(elena(one_place))["lines"][0]["child_id"] == str(LOU)
    answers = [it.answer for it in one_place.service.published(bookings.PlaceOfferAnswered)]
    assert answers == ["EXPIRED"]


def test_an_answer_that_comes_too_late_is_told_so_also_before_the_clock_came_by(
    one_place, move_clock
):
    give_back(one_place)
    offer_id = offer_of(one_place.sacha)["offer_id"]
    move_clock(SUMMER + timedelta(hours=48, minutes=1))

    late = one_place.sacha.post(f"/offers/{offer_id}/answer", json={"accept": True})

    assert (late.status_code, late.json["code"]) == (409, "offer_expired")
    assert one_place.sacha.get(f"/offers/{offer_id}").json["state"] == "EXPIRED"


def test_another_family_neither_sees_nor_answers_an_offer(one_place):
    give_back(one_place)
    address = f"/offers/{offer_of(one_place.sacha)['offer_id']}"

    assert one_place.camille.get(address).status_code == 404
    assert one_place.camille.post(f"{address}/answer", json={"accept": True}).status_code == 404
    assert one_place.nadia.post(f"{address}/answer", json={"accept": True}).status_code == 403


def test_more_places_are_offered_in_the_order_of_the_list(one_place):
    one_place.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=3)]))

    offered = [it.account_id for it in one_place.service.published(bookings.PlaceOffered)]
    assert offered == [SACHA, ELENA]
    assert taken(one_place) == 3


def test_the_operator_says_how_long_an_offer_holds(one_place):
    one_place.describe("/operator", {**OPERATOR, "offer_hours": 24})

    give_back(one_place)

    (told,) = one_place.service.published(bookings.PlaceOffered)
    assert told.answer_by - told.offered_at == timedelta(hours=24)


def test_an_offer_never_holds_longer_than_the_day_can_be_booked(one_place, move_clock):
    """Monday can be booked until Sunday 18:00."""
    move_clock(paris("2026-09-06 12:00"))

    give_back(one_place)

    (told,) = one_place.service.published(bookings.PlaceOffered)
    assert told.answer_by == paris("2026-09-06 18:00")


def test_a_place_freed_too_late_to_answer_is_offered_to_nobody(one_place, move_clock):
    move_clock(paris("2026-09-06 17:00"))

    give_back(one_place)

    assert one_place.service.published(bookings.PlaceOffered) == []
    assert taken(one_place) == 0


def test_who_waits_may_still_be_refused_and_waits_no_more(one_place):
    one_place.decide((OTHER_REQUEST, "1", "REFUSE", "slot_full"))

    assert line_of(one_place.sacha, OTHER_REQUEST)["state"] == "REFUSED"
    assert line_of(elena(one_place), THIRD)["rank"] == 1
    give_back(one_place)
    assert one_place.sacha.get("/offers").json["offers"] == []


def test_who_waits_is_not_accepted_past_those_who_wait_before(one_place):
    left = one_place.decide((THIRD, "1", "ACCEPT", None))["left"]

    assert [it["code"] for it in left] == ["on_waiting_list"]


def test_what_waits_cannot_be_asked_for_again(one_place):
    draft = one_place.choose(one_place.sacha, UUID(int=0xEA), {})

    (slot,) = one_place.sacha.get(f"/requests/{draft}/days/{MONDAY}").json["children"][0]["slots"]

    assert (slot["state"], slot["locked"]) == ("WAITLISTED", "on_waiting_list")


def test_staff_see_who_waits_in_order_and_what_is_offered(one_place):
    give_back(one_place)

    listed = one_place.nadia.get("/waiting-list?facility_id=tilleuls").json

    assert [(it["child_id"], it["rank"]) for it in listed["waiting"]] == [
        (str(NOE), 1),
        (str(LOU), 2),
    ]
    assert [it["lines"][0]["child_id"] for it in listed["offers"]] == [str(NOE)]
    assert one_place.camille.get("/waiting-list").status_code == 403


def test_brothers_and_sisters_who_come_together_are_not_accepted_apart(strasbourg, move_clock):
    it = strasbourg
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=1)]))
    move_clock(paris("2026-04-05 10:00"))
    monday = it.camille.get("/week").json["days"][0]["day"]
    boxes = [
        {"child_id": str(c), "facility_id": "tilleuls", "slot_type": LUNCH, "day": monday}
        for c in (MIA, LEO)
    ]
    body = {"request_id": str(REQUEST), "seen": 0, "choices": boxes}
    seen = it.camille.put("/week", json=body).json["seen"]
    wishes = {"seen": seen, "together": True, "fallbacks": []}
    kept = it.camille.put(f"/requests/{REQUEST}/wishes", json=wishes)
    assert kept.status_code in (200, 204), kept.json
    it.submit(it.camille, str(REQUEST))
    (asked,) = it.service.published(bookings.BookingRequested)
    assert asked.bundles == (bookings.RequestedBundle(line_ids=("1", "2")),)

    alone = it.decide((REQUEST, "1", "ACCEPT", None))
    both = it.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "ACCEPT", None))
    waiting = it.decide((REQUEST, "1", "WAITLIST", None), (REQUEST, "2", "WAITLIST", None))

    assert [left["code"] for left in alone["left"]] == ["bundle_not_whole"]
    assert [left["code"] for left in both["left"]] == ["slot_full", "slot_full"]
    assert waiting["waitlisted"] == 2
    lines = it.camille.get(f"/requests/{REQUEST}").json["lines"]
    assert [(line["state"], line["rank"]) for line in lines] == [("WAITLISTED", 1)] * 2
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=2)]))
    (told,) = it.service.published(bookings.PlaceOffered)
    assert {line.child_id for line in told.lines} == {MIA, LEO}
    assert told.account_id == CAMILLE


CLOSED = {"name": "Grève", "first": MONDAY, "last": MONDAY, "kind": "STRIKE"}


def close_monday(town):
    answer = town.nadia.post("/school-years/2026-2027/closures", json=CLOSED)
    assert answer.status_code == 200, answer.json


def test_an_offer_on_a_day_that_closes_is_withdrawn_and_the_family_told(one_place):
    give_back(one_place)
    offer_id = offer_of(one_place.sacha)["offer_id"]

    close_monday(one_place)

    late = one_place.sacha.post(f"/offers/{offer_id}/answer", json={"accept": True})
    assert (late.status_code, late.json["code"]) == (409, "offer_withdrawn")
    assert one_place.sacha.get(f"/offers/{offer_id}").json["state"] == "WITHDRAWN"
    noe = line_of(one_place.sacha, OTHER_REQUEST)
    assert (noe["state"], noe["reason"]) == ("REFUSED", "day_closed")
    assert taken(one_place) == 0
    assert one_place.nadia.get("/waiting-list").json == {"waiting": [], "offers": []}
    told = one_place.service.published(bookings.BookingDecided)[-2:]
    assert {(line.child_id, line.reason) for it in told for line in it.lines} == {
        (NOE, "day_closed"),
        (LOU, "day_closed"),
    }


@pytest.fixture
def all_mondays(strasbourg, move_clock):
    """Noé waits for every Monday of the year: on the first, Mia has the only place."""
    it = strasbourg
    it.describe("/facilities/tilleuls", tilleuls(slot_types=[slot_type(LUNCH, capacity=1)]))
    move_clock(paris("2026-04-05 10:00"))
    it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})
    move_clock(SUMMER)
    it.send(it.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    it.decide((REQUEST, "1", "ACCEPT", None), (OTHER_REQUEST, "1", "WAITLIST", None))
    return it


def test_what_can_be_had_once_the_full_day_is_closed_is_offered_at_once(all_mondays):
    assert all_mondays.sacha.get("/offers").json["offers"] == []

    close_monday(all_mondays)

    (offered,) = offer_of(all_mondays.sacha)["lines"]
    assert MONDAY not in offered["dates"] and len(offered["dates"]) > 25


def test_an_offer_of_several_days_goes_on_without_the_one_that_closes(all_mondays):
    give_back(all_mondays)
    offer = offer_of(all_mondays.sacha)
    assert MONDAY in offer["lines"][0]["dates"]

    close_monday(all_mondays)

    left = offer_of(all_mondays.sacha)
    assert left["offer_id"] == offer["offer_id"]
    assert left["lines"][0]["dates"] == offer["lines"][0]["dates"][1:]
    assert taken(all_mondays) == 0
    all_mondays.sacha.post(f"/offers/{offer['offer_id']}/answer", json={"accept": True})
    last = all_mondays.service.published(bookings.BookingDecided)[-1]
    assert (last.lines[0].decision, A_MONDAY in last.lines[0].dates) == ("ACCEPTED", False)
    assert taken(all_mondays) == 0


def departure(request_id):
    return f"/requests/{request_id}/lines/1/departure"


def test_a_family_leaves_the_waiting_list_and_those_behind_move_up(one_place):
    gone = one_place.sacha.post(departure(OTHER_REQUEST))
    again = one_place.sacha.post(departure(OTHER_REQUEST))

    assert (gone.status_code, again.status_code) == (204, 204)
    noe = line_of(one_place.sacha, OTHER_REQUEST)
    assert (noe["state"], noe["reason"]) == ("REFUSED", "left_waiting_list")
    assert line_of(elena(one_place), THIRD)["rank"] == 1
    give_back(one_place)
    assert one_place.sacha.get("/offers").json["offers"] == []
    assert offer_of(elena(one_place))


def test_what_a_family_may_not_leave(one_place):
    """Another family's wait, a line that does not exist, and a place that is offered to it."""
    give_back(one_place)

    stranger = one_place.camille.post(departure(OTHER_REQUEST))
    unknown = one_place.sacha.post(f"/requests/{OTHER_REQUEST}/lines/9/departure")
    offered = one_place.sacha.post(departure(OTHER_REQUEST))

    assert (stranger.status_code, unknown.status_code) == (404, 404)
    assert (offered.status_code, offered.json["code"]) == (409, "place_offered")


# The place of an absent child

SUNDAY_MORNING = paris("2026-09-06 10:00")
BOOKED_AHEAD = slot_type(LUNCH, capacity=1, cancel_days_before=3)
UNTIL_THE_EVENING_BEFORE = {"absence_places_until": {"before": 1, "at": "18:00"}}


def absent(town, rule=None):
    """Monday can no longer be booked nor given back; Mia is ill since Sunday."""
    town.describe("/operator", OPERATOR | (rule or {}))
    return town.camille.put(f"/absences/{MIA}/{MONDAY}", json={})


@pytest.fixture
def late(one_place, move_clock):
    one_place.describe("/facilities/tilleuls", tilleuls(slot_types=[BOOKED_AHEAD]))
    move_clock(SUNDAY_MORNING)
    return one_place


def test_the_place_of_an_absent_child_is_offered_if_the_rule_allows_and_never_booked(late):
    assert absent(late, UNTIL_THE_EVENING_BEFORE).status_code == 200

    offer = offer_of(late.sacha)
    assert offer["answer_by"] == "2026-09-06T16:00:00Z"  # when the rule ends
    assert line_of(late.sacha, OTHER_REQUEST)["state"] == "WAITLISTED"
    late.sacha.post(f"/offers/{offer['offer_id']}/answer", json={"accept": True})
    assert line_of(late.sacha, OTHER_REQUEST)["state"] == "ACCEPTED"
    assert taken(late) == 1
    (facility,) = late.nadia.get(f"/registers/{MONDAY}").json["facilities"]
    (lunch,) = facility["slots"]
    assert (lunch["children"], lunch["absent"]) == ([str(NOE)], [str(MIA)])


def test_without_the_rule_the_place_stays_the_absent_childs(late):
    assert absent(late).status_code == 200

    assert late.sacha.get("/offers").json["offers"] == []
    assert taken(late) == 1


def test_an_absence_told_after_the_hour_of_the_rule_frees_nothing(late, move_clock):
    move_clock(paris("2026-09-06 18:01"))

    assert absent(late, UNTIL_THE_EVENING_BEFORE).status_code == 200

    assert late.sacha.get("/offers").json["offers"] == []


def test_who_declines_leaves_it_to_the_next_by_the_same_rule(late):
    absent(late, UNTIL_THE_EVENING_BEFORE)

    late.sacha.post(f"/offers/{offer_of(late.sacha)['offer_id']}/answer", json={"accept": False})

    assert offer_of(elena(late))["answer_by"] == "2026-09-06T16:00:00Z"


def test_who_comes_after_all_finds_its_place_unless_it_is_offered(late, move_clock):
    absent(late, UNTIL_THE_EVENING_BEFORE)
    withdrawn = late.camille.delete(f"/absences/{MIA}/{MONDAY}")
    assert withdrawn.json["code"] == "place_given_away"

    move_clock(paris("2026-09-06 18:01"))
    late.service.worker.timekeeper.look()  # nobody has answered, and there is no time for the next

    withdrawn = late.camille.delete(f"/absences/{MIA}/{MONDAY}")
    assert withdrawn.json["absence"] is None
    assert taken(late) == 1
