"""Drafts that are sent by themselves at the opening, in the order in which that was asked for."""

from uuid import UUID

from services.bookings.domain.request_history import RequestSubmitted
from shared.contracts import bookings, households
from tests.bookings.strasbourg import (
    CAMILLE,
    LEO,
    MARTIN,
    MIA,
    NOE,
    OPENS,
    OTHER_REQUEST,
    REQUEST,
    paris,
)
from tests.bookings.town import MONDAY


def prepared(strasbourg, who, request_id, *children):
    draft = strasbourg.choose(who, request_id, {MONDAY: [(child, "LUNCH") for child in children]})
    body = {"automatic": True, "accept_rules": True}
    answer = who.put(f"/requests/{draft}/sending", json=body)
    assert answer.status_code == 204, answer.json
    return draft


def sent(strasbourg):
    return [
        (it.request_id, {line.child_id for line in it.lines})
        for it in strasbourg.service.published(bookings.BookingRequested)
    ]


def test_baskets_go_at_their_openings_in_the_order_they_asked_for_it(strasbourg, move_clock):
    move_clock(paris("2026-03-28 10:00"))
    prepared(strasbourg, strasbourg.sacha, OTHER_REQUEST, NOE)
    move_clock(paris("2026-03-29 10:00"))
    draft = prepared(strasbourg, strasbourg.camille, REQUEST, MIA, LEO)
    told = strasbourg.camille.get(f"/requests/{draft}").json
    assert told["automatic"]["place"] == 2 and told["rules_accepted"]

    move_clock(paris("2026-04-03 18:59"))
    strasbourg.service.worker.timekeeper.look()
    assert sent(strasbourg) == []

    move_clock(OPENS["MATERNELLE"])
    strasbourg.service.worker.timekeeper.look()
    strasbourg.service.worker.timekeeper.look()
    assert sent(strasbourg) == [(OTHER_REQUEST, {NOE}), (REQUEST, {MIA})]
    receipt = strasbourg.camille.get(f"/requests/{REQUEST}").json
    assert (receipt["status"], receipt["rank"]) == ("SUBMITTED", 2)

    move_clock(OPENS["ELEMENTAIRE"])
    strasbourg.service.worker.timekeeper.look()
    assert sent(strasbourg)[2] == (UUID(receipt["next_request_id"]), {LEO})


def test_a_family_that_changes_its_mind_sends_by_hand(strasbourg, move_clock):
    move_clock(paris("2026-03-28 10:00"))
    draft = prepared(strasbourg, strasbourg.camille, REQUEST, MIA)
    address = f"/requests/{draft}/sending"
    assert strasbourg.camille.put(address, json={"automatic": False}).status_code == 204

    move_clock(OPENS["MATERNELLE"])
    strasbourg.service.worker.timekeeper.look()

    assert sent(strasbourg) == []
    told = strasbourg.camille.get(f"/requests/{draft}").json
    assert told["automatic"] is None and told["rules_accepted"]


def test_nobody_arranges_the_sending_of_another_family(strasbourg, move_clock):
    move_clock(paris("2026-03-28 10:00"))
    draft = prepared(strasbourg, strasbourg.camille, REQUEST, MIA)

    stranger = strasbourg.sacha.put(f"/requests/{draft}/sending", json={"automatic": False})

    assert stranger.status_code == 404
    with strasbourg.service.store.engine.connect() as tx:
        events = list(strasbourg.service.store.load(tx, f"request-{draft}"))
    assert not any(isinstance(event, RequestSubmitted) for event in events)


def test_a_basket_that_cannot_go_is_told_and_stays(strasbourg, move_clock):
    move_clock(paris("2026-03-28 10:00"))
    draft = prepared(strasbourg, strasbourg.camille, REQUEST, MIA)
    strasbourg.service.hear(
        households.HouseholdFileReturned(
            household_id=MARTIN, reason="DOCUMENTS", rejected_documents=()
        )
    )

    move_clock(OPENS["MATERNELLE"])
    strasbourg.service.worker.timekeeper.look()

    (failed,) = strasbourg.service.published(bookings.PreparedRequestFailed)
    assert (failed.account_id, failed.reason) == (CAMILLE, "file_not_approved")
    told = strasbourg.camille.get(f"/requests/{draft}").json
    assert (told["status"], told["sending_failed"]) == ("DRAFT", "file_not_approved")
