"""Mia's parents are separated: a code, a calendar that both accept, a swap, and two plannings.

Camille and Sarah each have an account; neither ever reads a word of the other's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser

from shared.eventstore import clock
from tests.journeys.conftest import FIRST_MONDAY
from tests.journeys.family import photo, written
from tests.journeys.reader import PHONE, Reader
from tests.journeys.test_in_few_clicks import STAFF, approves_the_file, signs_in
from tests.support.booking import account_of
from tests.support.portal import Portal, wait_for

pytestmark = pytest.mark.browser

CAMILLE, SARAH = "camille@exemple.fr", "sarah@exemple.fr"
# FIRST_MONDAY is in an even week: week 50 is Camille's, once Sarah has the odd ones.
HERS = date(2026, 12, 7)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    portal = Portal(tmp_path_factory.mktemp("homes"))
    portal.clock.write_text(str((FIRST_MONDAY - datetime.now(UTC)).total_seconds()))
    with portal:
        yield portal


def test_two_homes_agree_swap_a_day_and_read_each_its_own_planning(
    portal: Portal, browser: Browser
) -> None:
    with (
        Reader(browser, portal.url, PHONE) as camille,
        Reader(browser, portal.url, PHONE, scripts=False) as sarah,
    ):
        signs_in(camille, CAMILLE)
        signs_in(sarah, SARAH)
        code = invites_the_other_parent(camille)
        mia = joins_with(sarah, code)
        tells_the_rest_of(portal, mia)
        agrees_on_odd_weeks(camille, sarah, mia)

        books_a_lunch(portal, mia)
        swaps_the_day(camille, sarah, mia)

        sarah.open("/planning/semaine?jour=2026-12-07").reads("Mia, midi Réservé")
        camille.open("/planning/semaine?jour=2026-12-07").does_not_read("Mia, midi Réservé")
        assert_nothing_of_the_other(camille, mia, "Petit", "Noé", "rue du Faubourg")
        assert_nothing_of_the_other(sarah, mia, "Martin", "Léo", "rue des Lilas")
        assert {"Échange de jours accepté pour Mia"} <= subjects(portal, CAMILLE)
        assert {
            "Votre code pour rejoindre le dossier de votre enfant",
            "Échange de jours accepté pour Mia",
        } <= subjects(portal, SARAH)


def invites_the_other_parent(camille: Reader) -> str:
    camille.open("/dossier").go(camille.page.get_by_role("link", name="L’autre foyer").nth(1))
    camille.write("Adresse e-mail de l’autre parent", SARAH).press("Inviter l’autre parent")
    camille.reads("Votre code", f"Il est envoyé à {SARAH}")
    (code,) = re.findall(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", camille.words)
    return str(code)


def joins_with(sarah: Reader, code: str) -> str:
    """A typing error first, then the code and the child; the id of the child."""
    sarah.open("/dossier").follow("J’ai un code")
    sarah.write("Code", "AAAAA-AAAAA").write("Prénom de l’enfant", "Mia")
    sarah.write("Jour", "3").write("Mois", "2").write("Année", "2022")
    sarah.select("École", "Maternelle Les Tilleuls").select("Classe", "Moyenne section")
    sarah.press("Valider").reads("Ce code ne convient pas")
    sarah.write("Code", code.lower()).press("Valider").reads("Mia")
    found = re.search(r"/enfants/([0-9a-f-]{36})/", sarah.page.url)
    assert found is not None
    return found[1]


def tells_the_rest_of(portal: Portal, mia: str) -> None:
    """Sarah's own entry of Mia, whole, sent and approved."""
    account_id, households = account_of(SARAH), portal.client("gateway", "households")

    def ask(method: str, path: str, **call: Any) -> Any:
        return getattr(households, method)(path, scope="family", account_id=account_id, **call)

    sections: dict[str, dict[str, Any]] = {
        "health": {"diet": "STANDARD", "doctor_name": "Dr Klein", "doctor_phone": "0388000001"},
        "contacts": {"emergency_name": "Rose Petit", "emergency_phone": "0612345677"},
        "consents": {"outings": "YES", "photos": "NO"},
    }
    for name, told in sections.items():
        seen = ask("get", "/household")["version"]
        ask("put", f"/household/children/{mia}/{name}", json={"seen": seen, **told})
    for item in ask("get", "/household")["todo"]:
        about = {
            "document_id": str(clock.new_id()),
            "requirement": item["requirement"],
            "child_id": mia,
        }
        paper = photo(written("Assurance scolaire", "Mia", "png"))
        file = ("assurance.jpg", paper, "image/jpeg")
        ask("post", "/household/documents", data=about, files={"file": file})
    ask("post", "/household/submission", json={})
    approves_the_file(portal, SARAH)


def agrees_on_odd_weeks(camille: Reader, sarah: Reader, mia: str) -> None:
    sarah.waits_to_read("l’autre foyer réserve tous les jours", at=f"/garde/{mia}")
    sarah.choose("Les semaines impaires").press("Proposer à l’autre foyer")
    sarah.reads("Votre calendrier est proposé", "Attend l’autre foyer")
    camille.open(f"/garde/{mia}").reads(
        "L’autre foyer vous propose un calendrier", "Chez vous : les semaines paires"
    )
    camille.press("Accepter ce calendrier").reads("C’est accepté", "Semaine du 7 décembre Chez moi")
    sarah.open(f"/garde/{mia}").reads("Chez vous : les semaines impaires")


def books_a_lunch(portal: Portal, mia: str) -> None:
    """At the desk, for Camille, on a day of hers."""
    file = portal.client("gateway", "households").get(
        "/household", scope="family", account_id=account_of(CAMILLE)
    )
    slot = {"child_id": mia, "facility_id": "tilleuls", "slot_type": "LUNCH", "day": str(HERS)}
    portal.client("backoffice", "bookings").post(
        "/desk/bookings",
        scope="staff",
        account_id=clock.new_id(),
        claims=STAFF,
        json={
            "request_id": str(clock.new_id()),
            "household_id": file["household_id"],
            "days": [slot],
            "reason": "Demande par téléphone",
        },
    )


def swaps_the_day(camille: Reader, sarah: Reader, mia: str) -> None:
    camille.open(f"/garde/{mia}").page.get_by_text("Échanger un jour").click()
    camille.write("Le jour que je donne", str(HERS)).press("Proposer l’échange")
    camille.reads("Votre échange est proposé", "Dans l’autre foyer : lundi 7 décembre")
    sarah.open(f"/garde/{mia}").reads(
        "L’autre foyer vous propose un échange",
        "Chez vous : lundi 7 décembre",
        "Vous le paierez, à votre tarif",
    )
    sarah.press("Accepter l’échange").reads("C’est accepté")


def assert_nothing_of_the_other(reader: Reader, mia: str, *secrets: str) -> None:
    for address in (
        "/dossier",
        f"/garde/{mia}",
        "/planning",
        f"/dossier/enfants/{mia}/autre-foyer",
    ):
        shown = reader.open(address).page.content()
        for secret in secrets:
            assert secret not in shown, (address, secret)


def subjects(portal: Portal, email: str) -> set[str]:
    def told() -> set[str] | None:
        mails = {each["subject"] for each in portal.mails() if each["to"] == email}
        return mails if any("Échange" in subject for subject in mails) else None

    found: set[str] = wait_for(told, 30, f"the mails to {email}")
    return found
