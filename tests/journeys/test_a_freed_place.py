"""From « complet » to a place: the rank, the offer by mail, the answer in time, the next in line.

Three families wait for the only place of a morning; it becomes two, then three. And a child is ill.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from shared.eventstore import clock
from tests.journeys import staff
from tests.journeys.conftest import FIRST_MONDAY
from tests.journeys.reader import DESK, PHONE, Reader
from tests.journeys.test_in_few_clicks import STAFF, approves_the_file, signs_in
from tests.journeys.town import DEMONSTRATION, FRIDAY
from tests.support.booking import account_of
from tests.support.portal import Portal, wait_for

pytestmark = pytest.mark.browser

MORNING = 'ends: "08:20", capacity: 20'
CAMILLE, SARAH, PAUL, NINA = (f"{name}@exemple.fr" for name in ("camille", "sarah", "paul", "nina"))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    portal = Portal(tmp_path_factory.mktemp("freed"))
    portal.clock.write_text(str((FIRST_MONDAY - datetime.now(UTC)).total_seconds()))
    with portal:
        yield portal


def test_a_freed_place_goes_to_who_waits_first_and_unanswered_to_the_next(
    portal: Portal, browser: Browser
) -> None:
    has_places(portal, 1)
    for email in (PAUL, NINA):
        approves_the_file(portal, email)
    asked = {email: asks_for_fridays(portal, email) for email in (CAMILLE, SARAH, PAUL, NINA)}
    decides(portal, asked[CAMILLE], "ACCEPT")
    for email in (SARAH, PAUL, NINA):
        decides(portal, asked[email], "WAITLIST")

    with Reader(browser, portal.url, PHONE, scripts=False) as sarah:
        signs_in(sarah, SARAH)
        sarah.open(f"/demandes/{asked[SARAH]}").reads(
            "Liste d’attente", "Rang 1", "1 place sur 1", "La prochaine place libérée"
        )
        has_places(portal, 2)
        sarah.open(offered_by_mail(portal, SARAH)).reads("Une place pour Noé", "gardée pour vous")
        sarah.press("Prendre la place").reads("C’est réservé : la place est à vous")
        sarah.follow("Voir mon planning")
        sarah.open("/planning/semaine").reads("Noé, matin Réservé")

    with Reader(browser, portal.url, DESK) as nina:
        signs_in(nina, NINA)
        nina.open(f"/demandes/{asked[NINA]}").reads("Rang 2", "1 famille est avant vous")
        nina.follow("Quitter la liste d’attente").reads("Vous perdez votre rang (2)")
        nina.follow("Rester sur la liste").reads("Rang 2")
        has_places(portal, 3)
        assert offered_by_mail(portal, PAUL)
        portal.move_clock(FIRST_MONDAY + timedelta(hours=49))

        signs_in(nina, NINA)
        nina.open(offered_by_mail(portal, NINA)).reads("Une place pour Zoé")
        nina.tab_to("Prendre la place").strike("Enter").reads("C’est réservé")
        nina.open(f"/demandes/{asked[NINA]}").reads("1 accepté")

    with Reader(browser, portal.url, PHONE) as paul:
        signs_in(paul, PAUL)
        paul.open(f"/demandes/{asked[PAUL]}").reads("n’a pas été confirmée dans le délai")


def test_a_sick_child_is_absent_comes_after_all_is_excused_and_lives_in_two_homes(
    portal: Portal, browser: Browser
) -> None:
    """On a phone; staff answer at their desk."""
    friday = FIRST_MONDAY + timedelta(days=4)
    child_id = has_the_evening(portal, CAMILLE, friday.date())
    portal.move_clock(friday.replace(hour=7, minute=10))

    with (
        Reader(browser, portal.url, PHONE) as camille,
        Reader(browser, portal.backoffice_url, DESK) as nadia,
    ):
        signs_in(camille, CAMILLE)
        camille.open(f"/planning/semaine?jour={friday.date()}").follow("Signaler une absence")
        camille.press("Signaler l’absence de").reads("C’est noté : personne n’attend")
        camille.press("Retirer l’absence").reads("L’absence est retirée : nous attendons")
        camille.press("Signaler l’absence de").reads("Possible jusqu’à aujourd’hui à 9 h")
        camille.attach("Certificat", "certificat.pdf", b"%PDF-1.7\n%ok\n", "application/pdf")
        camille.press("Envoyer le certificat").reads("Votre certificat est bien arrivé")

        staff.signs_in(nadia, after="/absences").press("Accepter").reads("C’est enregistré")
        nadia.open(f"/jours/{friday.date()}/tilleuls").reads("Absence signalée")
        camille.again().reads("Votre certificat est accepté : cette absence n’est pas facturée.")

        camille.open(f"/garde/{child_id}").choose("Semaines paires").press("Enregistrer")
        camille.reads("Garde alternée", "Semaine")


def has_the_evening(portal: Portal, email: str, day: date) -> str:
    """A child of the family, booked at the desk for that evening."""
    account_id = account_of(email)
    family = portal.client("gateway", "households")
    file = family.get("/household", scope="family", account_id=account_id)
    week = portal.client("gateway", "bookings").get("/week", scope="family", account_id=account_id)
    child_id: str = next(
        child["child_id"]
        for child in week["children"]
        for slot in child["slots"]
        if slot["facility_id"] == "tilleuls"
    )
    slot = {"facility_id": "tilleuls", "slot_type": "EVENING", "day": day.isoformat()}
    portal.client("backoffice", "bookings").post(
        "/desk/bookings",
        scope="staff",
        account_id=clock.new_id(),
        claims=STAFF,
        json={
            "request_id": str(clock.new_id()),
            "household_id": file["household_id"],
            "days": [{"child_id": child_id} | slot],
            "reason": "Appel de la famille",
        },
    )
    return child_id


def has_places(portal: Portal, places: int) -> None:
    told = DEMONSTRATION.read_text()
    file = portal.folder / "places.yaml"
    first = told.replace(MORNING, MORNING.replace(": 20", f": {places}"), 1)
    assert first != told
    file.write_text(first)
    loaded = portal.run("load", str(file))
    assert loaded.returncode == 0, loaded.stderr


def asks_for_fridays(portal: Portal, email: str) -> str:
    """Every Friday morning of the year at Les Tilleuls: the number of the request."""
    bookings, account_id = portal.client("gateway", "bookings"), account_of(email)
    week: dict[str, Any] = bookings.get("/week", scope="family", account_id=account_id)
    boxes = [
        {"child_id": child["child_id"]}
        | {name: slot[name] for name in ("facility_id", "slot_type", "day")}
        for child in week["children"]
        for slot in child["slots"]
        if (slot["facility_id"], slot["slot_type"]) == ("tilleuls", "MORNING")
        and slot["weekday"] == FRIDAY
    ]
    assert len(boxes) == 1
    body = {"request_id": str(clock.new_id()), "seen": week["seen"], "choices": boxes}
    kept = bookings.put("/week", scope="family", account_id=account_id, json=body)
    request_id: str = kept["request_id"]
    sending = {"seen": kept["seen"], "accept_rules": True}
    bookings.post(
        f"/requests/{request_id}/submission", scope="family", account_id=account_id, json=sending
    )
    return request_id


def decides(portal: Portal, request_id: str, decision: str) -> None:
    staff = portal.client("backoffice", "bookings")
    line = {"request_id": request_id, "line_id": "1", "decision": decision, "reason": None}
    done = staff.post(
        "/decisions",
        scope="staff",
        account_id=clock.new_id(),
        claims=STAFF,
        json={"lines": [line]},
    )
    assert done["left"] == [], done


def offered_by_mail(portal: Portal, email: str) -> str:
    """The page that the mail leads to."""

    mailbox = portal.client("gateway", "notifier")

    def mail() -> str | None:
        for each in portal.mails():
            if each["to"] == email and "place s’est libérée" in each["subject"]:
                text = mailbox.get(f"/mailbox/{each['mail_id']}", scope="public")["text"]
                return next(word for word in text.split() if "/places/" in word)
        return None

    address: str = wait_for(mail, 30, f"an offer for {email}")
    return address
