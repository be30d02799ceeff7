from datetime import timedelta
from email.utils import format_datetime
from uuid import UUID

from services.bookings.handlers import NEXT_REQUESTS
from shared.contracts import bookings, households
from tests.bookings.strasbourg import (
    CAMILLE,
    CUTOFF,
    LEO,
    MARTIN,
    MIA,
    NOE,
    OPENS,
    OTHER_REQUEST,
    REQUEST,
    paris,
)
from tests.bookings.town import MONDAY, TUESDAY, WEDNESDAY

LUNCH = "LUNCH"


def test_a_monday_lunch_is_sent_for_the_whole_year_with_a_reference_and_a_rank(strasbourg):
    receipt = strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    assert receipt["reference"].startswith("D-2026-")
    assert (receipt["rank"], receipt["later"], receipt["next_request_id"]) == (1, [], None)
    request = strasbourg.camille.get(f"/requests/{REQUEST}").json
    assert (request["status"], request["days_total"]) == ("SUBMITTED", 33)
    assert request["lines"][0]["state"] == "REQUESTED"
    (said,) = strasbourg.service.published(bookings.BookingRequested)
    assert (said.household_id, said.account_id, said.kind) == (MARTIN, CAMILLE, "STANDING")
    assert [(len(line.dates), line.weekday) for line in said.lines] == [(33, 0)]


def test_the_second_request_has_the_second_rank(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    receipt = strasbourg.send(strasbourg.sacha, OTHER_REQUEST, {MONDAY: [(NOE, LUNCH)]})

    assert receipt["rank"] == 2


def test_a_draft_says_what_it_would_send_now_and_only_that_is_sent(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    shown = strasbourg.camille.get(f"/requests/{draft}").json["shown"]
    body = {"seen": 2, "accept_rules": True}

    other = {**body, "shown": "0" * len(shown)}
    refused = strasbourg.camille.post(f"/requests/{draft}/submission", json=other)
    sent = strasbourg.camille.post(f"/requests/{draft}/submission", json=body | {"shown": shown})

    assert (refused.status_code, refused.json["code"]) == (409, "not_as_shown")
    assert sent.status_code == 200


def test_sending_twice_gives_the_same_receipt_and_counts_once(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    body = {"seen": 2, "accept_rules": True}

    first = strasbourg.camille.post(f"/requests/{draft}/submission", json=body)
    second = strasbourg.camille.post(f"/requests/{draft}/submission", json=body)

    assert first.status_code == second.status_code == 200 and first.json == second.json
    assert len(strasbourg.service.published(bookings.BookingRequested)) == 1


def test_a_request_sent_at_18_59_59_9_is_too_early_and_at_19_00_00_0_is_received(
    strasbourg, move_clock, stop_clock
):
    opening = OPENS["MATERNELLE"]
    move_clock(opening - timedelta(hours=1))
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    stop_clock(opening - timedelta(milliseconds=100))
    early = strasbourg.submit(strasbourg.camille, draft)
    stop_clock(opening)
    in_time = strasbourg.submit(strasbourg.camille, draft)

    assert (early.status_code, early.json["code"]) == (409, "not_open_yet")
    assert early.json["facts"]["child_id"] == str(MIA)
    assert in_time.json["received_at"] == "2026-04-03T17:00:00Z"


def test_a_basket_for_two_levels_splits_over_the_two_openings_and_says_so(strasbourg, move_clock):
    move_clock(paris("2026-04-03 19:04"))
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH), (LEO, LUNCH)]})
    before = strasbourg.camille.get(f"/requests/{draft}").json

    receipt = strasbourg.submit(strasbourg.camille, draft).json

    assert {line["child_id"]: line["can_send"] for line in before["lines"]} == {
        str(MIA): True,
        str(LEO): False,
    }
    (later,) = receipt["later"]
    assert (later["child_id"], later["opens_at"]) == (str(LEO), "2026-04-04T17:00:00Z")
    assert later["because"]["school_levels"] == ["ELEMENTAIRE"]
    left = strasbourg.camille.get("/requests/draft").json
    assert left["request_id"] == receipt["next_request_id"]
    assert [line["child_id"] for line in left["lines"]] == [str(LEO)]
    move_clock(paris("2026-04-04 19:00"))
    assert strasbourg.submit(strasbourg.camille, left["request_id"]).json["rank"] == 2
    assert NEXT_REQUESTS != UUID(left["request_id"])


def test_a_household_fills_one_draft_at_a_time(strasbourg):
    first = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    second = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {})

    assert first == second == str(REQUEST)


def test_a_dropped_draft_is_gone_and_another_one_may_be_started(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    assert strasbourg.camille.delete(f"/requests/{draft}").status_code == 204
    assert strasbourg.camille.get("/requests/draft").status_code == 404
    assert strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {}) == str(OTHER_REQUEST)


def test_a_standing_draft_is_not_sent_after_the_cutoff_and_gives_way_to_single_days(
    strasbourg, move_clock
):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    move_clock(CUTOFF)

    refused = strasbourg.submit(strasbourg.camille, draft)
    single = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {MONDAY: [(MIA, LUNCH)]})

    assert (refused.status_code, refused.json["code"]) == (409, "regular_bookings_closed")
    assert single == str(OTHER_REQUEST)
    request = strasbourg.camille.get(f"/requests/{single}").json
    assert (request["kind"], request["days_total"]) == ("ONE_OFF", 1)


def test_the_rules_must_be_accepted_and_something_chosen(strasbourg):
    empty = strasbourg.choose(strasbourg.camille, REQUEST, {})
    nothing = strasbourg.submit(strasbourg.camille, empty)
    strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    without = strasbourg.camille.post(f"/requests/{empty}/submission", json={"seen": 2})

    assert nothing.json["code"] == "nothing_chosen"
    assert without.json["code"] == "rules_not_accepted"


def test_a_request_of_another_family_does_not_exist(strasbourg):
    strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})

    for path in ("", "/calendar", f"/days/{MONDAY}"):
        assert strasbourg.sacha.get(f"/requests/{REQUEST}{path}").status_code == 404
    body = {"seen": 2, "accept_rules": True}
    assert strasbourg.sacha.post(f"/requests/{REQUEST}/submission", json=body).status_code == 404
    assert strasbourg.sacha.delete(f"/requests/{REQUEST}").status_code == 404
    taken = {"request_id": str(REQUEST), "facility_id": "tilleuls"}
    assert strasbourg.sacha.post("/requests", json=taken).status_code == 409


def test_an_account_without_a_household_is_told_so(strasbourg):
    stranger = strasbourg.service.client("family", UUID(int=0xC9))
    body = {"request_id": str(REQUEST), "facility_id": "tilleuls"}

    assert stranger.post("/requests", json=body).json["code"] == "no_household"
    assert stranger.get("/requests/draft").status_code == 404
    assert stranger.get("/requests").json == {"requests": []}


def test_a_request_names_a_facility_that_exists(strasbourg):
    body = {"request_id": str(REQUEST), "facility_id": "nowhere"}

    assert strasbourg.camille.post("/requests", json=body).json["code"] == "unknown_facility"


def test_what_was_sent_is_listed_the_newest_first_for_the_family_and_for_staff(
    strasbourg, move_clock
):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    move_clock(paris("2026-04-05 09:00"))
    strasbourg.send(strasbourg.camille, OTHER_REQUEST, {TUESDAY: [(LEO, LUNCH)]})

    listed = strasbourg.camille.get("/requests").json["requests"]
    seen_by_staff = strasbourg.nadia.get(f"/requests?household_id={MARTIN}").json["requests"]

    assert [it["request_id"] for it in listed] == [str(OTHER_REQUEST), str(REQUEST)]
    assert listed == seen_by_staff
    assert strasbourg.sacha.get("/requests").json == {"requests": []}


def test_a_year_for_two_children_is_eight_lines(strasbourg):
    strasbourg.send(
        strasbourg.camille,
        REQUEST,
        {
            MONDAY: [(MIA, LUNCH), (LEO, LUNCH), (LEO, "EVENING")],
            TUESDAY: [(MIA, LUNCH), (LEO, LUNCH), (LEO, "EVENING")],
            WEDNESDAY: [(MIA, "WEDNESDAY"), (LEO, "WEDNESDAY")],
        },
    )

    request = strasbourg.camille.get(f"/requests/{REQUEST}").json
    assert len(request["lines"]) == 8
    assert request["days_total"] == 3 * 33 + 3 * 36 + 2 * 35


def test_a_hostile_body_gets_codes_and_changes_nothing(strasbourg):
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {})

    wrong = strasbourg.camille.put(
        f"/requests/{draft}/days/{MONDAY}",
        json={"seen": 1, "choices": [{"child_id": "x", "slot_type": "BRUNCH", "price": 0}]},
    )

    assert wrong.status_code == 422
    assert {(it["field"], it["code"]) for it in wrong.json["errors"]} == {
        ("choices.0.child_id", "not_an_id"),
        ("choices.0.slot_type", "not_a_choice"),
        ("choices.0.price", "unknown_field"),
    }
    assert strasbourg.camille.get(f"/requests/{draft}").json["lines"] == []


def test_the_clock_of_a_browser_minutes_fast_or_slow_changes_nothing(strasbourg, stop_clock):
    opening = OPENS["MATERNELLE"]
    stop_clock(opening - timedelta(milliseconds=100))
    draft = strasbourg.choose(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    page = strasbourg.camille.get(f"/requests/{draft}").json

    def submit(browser):
        body = {"seen": page["seen"], "accept_rules": True}
        headers = {"Date": format_datetime(browser)}
        return strasbourg.camille.post(f"/requests/{draft}/submission", json=body, headers=headers)

    fast = submit(opening + timedelta(minutes=7))
    stop_clock(opening)
    slow = submit(opening - timedelta(minutes=7))

    assert (fast.status_code, fast.json["code"]) == (409, "not_open_yet")
    assert slow.json["received_at"] == "2026-04-03T17:00:00Z"


def test_a_document_rejected_after_acceptance_keeps_the_place_and_stops_new_requests(
    strasbourg, move_clock
):
    move_clock(paris("2026-04-03 19:04"))
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, LUNCH)]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None))
    prepared = strasbourg.choose(strasbourg.camille, OTHER_REQUEST, {TUESDAY: [(MIA, LUNCH)]})

    strasbourg.service.hear(
        households.HouseholdFileReturned(
            household_id=MARTIN, reason="DOCUMENTS", rejected_documents=(UUID(int=0xD9),)
        )
    )

    (line,) = strasbourg.camille.get(f"/requests/{REQUEST}").json["lines"]
    (mia, _leo) = strasbourg.camille.get("/eligibility").json["children"]
    assert line["state"] == "ACCEPTED"
    assert (mia["can_book"], mia["why"]) == (False, "file_returned")

    sent = strasbourg.submit(strasbourg.camille, prepared)
    day = f"/requests/{prepared}/days/{WEDNESDAY}"
    box = {"child_id": str(MIA), "slot_type": "WEDNESDAY"}
    seen = strasbourg.camille.get(day).json["seen"]
    more = strasbourg.camille.put(day, json={"seen": seen, "choices": [box]})
    for refused in (sent, more):
        assert (refused.status_code, refused.json["code"]) == (409, "file_not_approved")
    assert strasbourg.camille.get(f"/requests/{prepared}").json["received_at"] is None
