"""Deadlines as the operator wrote them, as a family meets them, and as billing hears of them."""

from shared.contracts import bookings
from tests.bookings.strasbourg import LEO, MIA, OTHER_REQUEST, REQUEST, paris
from tests.bookings.town import MONDAY, slot_type, tilleuls

LUNCH = "LUNCH"
HALF_MORE_AFTER_TUESDAY = {
    "anchor": "WEEK",
    "before": 1,
    "on": 1,
    "at": "23:59",
    "consequence": "SURCHARGE",
    "surcharge_percent": 50,
}
NEVER_AFTER_SIX = {"before": 1, "at": "18:00"}


def lunch_with(strasbourg, *deadlines):
    lunch = slot_type(LUNCH, deadlines=list(deadlines))
    strasbourg.describe("/facilities/tilleuls", tilleuls(slot_types=[lunch]))


def box(strasbourg, draft, child_id=MIA):
    page = strasbourg.camille.get(f"/requests/{draft}/days/{MONDAY}").json
    child = next(it for it in page["children"] if it["child_id"] == str(child_id))
    return child["slots"][0]


def send(strasbourg, draft, **accepts):
    seen = strasbourg.camille.get(f"/requests/{draft}").json["seen"]
    return strasbourg.camille.post(
        f"/requests/{draft}/submission", json={"seen": seen, "accept_rules": True} | accepts
    )


def test_a_box_tells_its_rule_its_instant_and_what_follows(strasbourg, move_clock):
    lunch_with(strasbourg, HALF_MORE_AFTER_TUESDAY, NEVER_AFTER_SIX)
    move_clock(paris("2026-08-31 10:00"))
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})

    in_time = box(strasbourg, draft)
    move_clock(paris("2026-09-02 10:00"))
    late = box(strasbourg, draft)
    strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    (line,) = strasbourg.camille.get(f"/requests/{draft}").json["lines"]
    move_clock(paris("2026-09-06 18:01"))
    over = box(strasbourg, draft)

    assert (in_time["until"], in_time["then"], in_time["late"]) == (
        "2026-09-01T21:59:00Z",
        "SURCHARGE",
        None,
    )
    assert (in_time["rule"]["anchor"], in_time["rule"]["on"]) == ("WEEK", 1)
    assert (late["until"], late["then"], late["late"]) == (
        "2026-09-06T16:00:00Z",
        "REFUSE",
        "SURCHARGE",
    )
    assert late["surcharge"] == {"percent": 50, "cents": 0}
    for told in ("until", "rule", "then", "late", "surcharge"):
        assert line[told] == late[told], "the summary says what the box said"
    assert (over["locked"], over["until"]) == ("deadline_passed", "2026-09-06T16:00:00Z")


def test_who_comes_late_accepts_the_surcharge_and_billing_hears_of_it(strasbourg, move_clock):
    lunch_with(strasbourg, HALF_MORE_AFTER_TUESDAY, NEVER_AFTER_SIX)
    move_clock(paris("2026-09-02 10:00"))
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    shown = strasbourg.camille.get(f"/requests/{draft}").json["lines"][0]
    refused = send(strasbourg, draft)
    sent = send(strasbourg, draft, accept_surcharge=True)
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))

    assert (shown["late"], shown["surcharge"]) == ("SURCHARGE", {"percent": 50, "cents": 0})
    assert (refused.status_code, refused.json["code"]) == (409, "surcharge_not_accepted")
    assert sent.status_code == 200
    (decided,) = strasbourg.service.published(bookings.BookingDecided)
    assert (decided.lines[0].late, decided.lines[0].surcharge_percent) == ("SURCHARGE", 50)


def test_a_day_given_back_late_costs_what_the_rule_says(strasbourg, move_clock):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    full_price = HALF_MORE_AFTER_TUESDAY | {"acts": ["CANCEL"], "surcharge_percent": 100}
    lunch_with(strasbourg, full_price)
    move_clock(paris("2026-09-02 10:00"))
    draft = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {MONDAY: []})

    shown = strasbourg.camille.get(f"/requests/{draft}").json["cancellations"][0]
    refused = send(strasbourg, draft)
    send(strasbourg, draft, accept_surcharge=True)

    assert shown["surcharge"] == {"percent": 100, "cents": 0}
    assert refused.json["code"] == "surcharge_not_accepted"
    (cancelled,) = strasbourg.service.published(bookings.BookingCancelled)
    assert cancelled.surcharge_percent == 100


def test_what_is_left_to_the_staff_is_marked_in_their_queue(strasbourg, move_clock):
    lunch_with(strasbourg, {"before": 2, "at": "12:00", "consequence": "STAFF"})
    move_clock(paris("2026-09-06 10:00"))
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(LEO, LUNCH)]})
    send(strasbourg, draft)

    (waiting,) = strasbourg.nadia.get("/decisions").json["requests"]

    assert waiting["lines"][0]["late"] == "STAFF"


def test_a_rule_that_means_nothing_or_says_too_little_is_refused(strasbourg):
    def put(**changes):
        body = tilleuls(slot_types=[slot_type(LUNCH, **changes)])
        return strasbourg.operator.put("/facilities/tilleuls", json=body)

    no_weekday = put(deadlines=[{"anchor": "WEEK", "before": 1, "at": "12:00"}])
    no_amount = put(deadlines=[{"before": 1, "at": "12:00", "consequence": "SURCHARGE"}])
    nothing = tilleuls(slot_types=[slot_type(LUNCH)])
    del nothing["slot_types"][0]["cancel_hour"]
    neither = strasbourg.operator.put("/facilities/tilleuls", json=nothing)

    assert (no_weekday.status_code, no_weekday.json["code"]) == (409, "deadline_without_weekday")
    assert no_amount.json["code"] == "surcharge_without_amount"
    assert neither.status_code == 422
