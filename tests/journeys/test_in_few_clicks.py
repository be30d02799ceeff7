"""All children on one page: a year in few clicks, baskets that go by themselves, proofs, planning.

The open-source peer of the field needs nine for one child, and nine again for the second.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
import yaml
from playwright.sync_api import Browser

from shared.eventstore import clock
from tests.journeys.conftest import FIRST_MONDAY
from tests.journeys.reader import DESK, PHONE, Reader
from tests.support.booking import account_of
from tests.support.portal import Portal

pytestmark = pytest.mark.browser

STAFF = {"name": "Nadia Keller", "roles": ["files", "bookings"]}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A demonstration where nobody has booked in these journeys before."""
    portal = Portal(tmp_path_factory.mktemp("clicks"))
    portal.clock.write_text(str((FIRST_MONDAY - datetime.now(UTC)).total_seconds()))
    with portal:
        yield portal


class Counting:
    """A reader who counts what it presses: links, buttons and boxes alike."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.clicks = 0

    def follow(self, words: str) -> None:
        self.clicks += 1
        self.reader.follow(words)

    def press(self, words: str) -> None:
        self.clicks += 1
        self.reader.press(words)

    def tick(self, words: str) -> None:
        self.clicks += 1
        self.reader.page.get_by_label(words).first.check()


def signs_in(reader: Reader, email: str) -> None:
    reader.open("/connexion").write("Adresse e-mail", email)
    reader.write("Mot de passe", "demonstration").press("Se connecter")


def approves_the_file(portal: Portal, email: str) -> None:
    """Staff look at the papers; then bookings hears of it."""
    nadia = clock.new_id()
    families = portal.client("gateway", "households")
    staff = portal.client("backoffice", "households")
    file = families.get("/household", scope="family", account_id=account_of(email))
    if file["status"] == "APPROVED":
        return
    files = f"/files/{file['household_id']}"
    verified = {"decision": "VERIFIED", "reason": None, "message": ""}
    for document in file["documents"]:
        address = f"{files}/documents/{document['document_id']}/verification"
        staff.post(address, scope="staff", account_id=nadia, claims=STAFF, json=verified)
    staff.post(f"{files}/approval", scope="staff", account_id=nadia, claims=STAFF, json={})
    bookings, until = portal.client("gateway", "bookings"), time.monotonic() + 30
    while not all(
        child["can_book"]
        for child in bookings.get("/eligibility", scope="family", account_id=account_of(email))[
            "children"
        ]
    ):
        assert time.monotonic() < until, "bookings did not hear of the approval"
        time.sleep(0.05)


def test_two_children_have_a_year_of_lunches_in_six_clicks(
    portal: Portal, browser: Browser
) -> None:
    with Reader(browser, portal.url, DESK) as reader:
        signs_in(reader, "camille@exemple.fr")
        parent = Counting(reader)

        parent.follow("Réserver l’année de Léo et Mia")
        parent.press("Midis cocher tous les jours, Léo")
        parent.press("Copier la semaine de Léo")
        reader.reads("Léo : 4 accueils, Mia : 4 accueils")
        parent.press("Vérifier")
        reader.reads("Tous les lundis : midi", "Tous les vendredis : midi")
        parent.tick("J’accepte le règlement")
        parent.press("Valider ma demande")

        reader.reads("Demande bien reçue")
        assert parent.clicks <= 8


def test_one_child_has_a_year_of_lunches_in_five_clicks_without_javascript(
    portal: Portal, browser: Browser
) -> None:
    approves_the_file(portal, "paul@exemple.fr")
    with Reader(browser, portal.url, PHONE, scripts=False) as reader:
        signs_in(reader, "paul@exemple.fr")
        parent = Counting(reader)

        parent.follow("Réserver l’année de Adam")
        parent.press("Midis cocher tous les jours, Adam")
        reader.reads("15,20 € par semaine")
        parent.press("Vérifier")
        parent.tick("J’accepte le règlement")
        parent.press("Valider ma demande")

        reader.reads("Demande bien reçue")
        assert parent.clicks <= 6


def test_the_total_counts_along_and_the_server_comes_to_the_same(
    portal: Portal, browser: Browser
) -> None:
    approves_the_file(portal, "lucie@exemple.fr")
    with Reader(browser, portal.url, PHONE) as reader:
        signs_in(reader, "lucie@exemple.fr")
        reader.open("/reserver/semaine")
        total = reader.page.get_by_role("status").last

        for cell in ("Midi", "Soir"):
            reader.page.locator(f"label.slot:has-text('{cell}')").first.click()
        counted = " ".join(total.inner_text().split())
        reader.see()
        assert "Rose : 2 accueils" in counted and "sur l’année" in counted

        reader.page.evaluate("document.querySelector('[data-without-script]').hidden = false")
        reader.press("Mettre à jour")
        assert " ".join(reader.page.get_by_role("status").last.inner_text().split()) == counted


def test_both_or_none_and_else_thursday_go_from_the_page_into_the_request(
    portal: Portal, browser: Browser
) -> None:
    approves_the_file(portal, "nina@exemple.fr")
    with Reader(browser, portal.url, DESK) as reader:
        signs_in(reader, "nina@exemple.fr")
        reader.open("/reserver/semaine")
        for day in ("lundi", "mardi"):
            cell = re.compile(f"Midi.*Zoé, {day}")
            reader.page.get_by_role("checkbox", name=cell).check(force=True)
        reader.press("Vérifier").follow("Si tout n’est pas possible")
        reader.choose("Jeudi").press("Enregistrer")
        reader.reads("Zoé, midi : lundi et mardi, sinon jeudi.")
        reader.choose("J’accepte le règlement").press("Valider ma demande")

        reader.follow("Voir ma demande")
        reader.reads("Seulement à la place de : lundi et mardi.")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_a_basket_goes_by_itself_at_the_opening_and_its_receipt_is_checked_by_anybody(
    portal: Portal, browser: Browser, window: tuple[int, int]
) -> None:
    """Lunches on the phone, and the day after evenings at the desk."""
    care = "Midis" if window == PHONE else "Soirs"
    approves_the_file(portal, "lucie@exemple.fr")
    opens = opens_tomorrow(portal)
    with Reader(browser, portal.url, window, pictures=True) as reader:
        signs_in(reader, "lucie@exemple.fr")
        reader.open("/reserver/semaine").reads("Préparez ses choix dès maintenant")
        reader.press(f"{care} cocher tous les jours, Rose")
        reader.press("Copier la semaine de Rose chez Louis")
        reader.picture("semaine-type").press("Vérifier").reads("Vos choix, en préparation")
        reader.choose("J’accepte le règlement").press("Enregistrer ce choix")
        reader.reads("Vos choix partiront tout seuls", "Votre place dans l’ordre des envois : 1.")
        reader.picture("panier-automatique")

        portal.move_clock(opens + timedelta(seconds=1))
        signs_in(reader, "lucie@exemple.fr")  # a day later: the session has ended
        reader.waits_to_read("N° D-", at="/demandes")
        reader.follow("N° D-").follow("Reçu")
        reader.reads("Elle est partie toute seule à l’ouverture, comme vous l’aviez choisi.")
        reader.follow("Reçu signé à imprimer").reads("Reçu d’une demande")
        code = reader.picture("recu-signe").page.locator(".code").inner_text()
    with Reader(browser, portal.url, window, pictures=True) as anybody:
        anybody.open("/verifier").write("Code du reçu", code).press("Vérifier")
        anybody.reads("Ce reçu est authentique").picture("verifier")
        forged = code[:-4] + ("AAAA" if code[-4:] != "AAAA" else "BBBB")
        anybody.open("/verifier").write("Code du reçu", forged).press("Vérifier")
        anybody.reads("Ce reçu n’a pas été signé par ce portail")


def test_a_browser_with_a_false_clock_reads_the_true_wait_and_is_served_by_the_true_one(
    portal: Portal, browser: Browser
) -> None:
    """Hours fast before the opening: nothing leaves. A day slow after it: it does."""
    opens = opens_tomorrow(portal)
    with Reader(browser, portal.url, PHONE) as reader:
        reader.page.clock.set_fixed_time(opens + timedelta(hours=2))
        signs_in(reader, "marie@exemple.fr")
        true_waits = {say_wait(opens)}
        reader.open("/accueil")
        true_waits.add(say_wait(opens))
        soon = reader.page.locator(".soon").inner_text().replace("\u00a0", " ")
        assert soon in true_waits
        reader.open("/reserver/semaine").reads("Préparez ses choix dès maintenant")
        reader.page.get_by_role("checkbox", name=re.compile("Midi.*Tom, mardi")).check(force=True)
        reader.press("Vérifier").reads("Vos choix, en préparation")
        assert reader.page.get_by_role("button", name="Valider ma demande").count() == 0
        summary, token = reader.page.url, reader.page.locator("[name=csrf_token]").first
        forced = {"csrf_token": token.get_attribute("value") or "", "seen": "2", "accept": "yes"}
        refused = reader.page.request.post(summary, form=forced)
        assert refused.status == 409 and "Les réservations ouvrent" in refused.text()

        portal.move_clock(opens + timedelta(seconds=1))
        reader.page.clock.set_fixed_time(opens - timedelta(days=1))
        signs_in(reader, "marie@exemple.fr")
        reader.open(summary).choose("J’accepte le règlement").press("Valider ma demande")
        reader.reads("Demande bien reçue", "19 h 00 min")


def say_wait(opens: datetime) -> str:
    """dans 1 jour et 9 heures, by the clock of the portal."""
    left = opens - clock.now()
    days, hours, minutes = left.days, left.seconds // 3600, left.seconds // 60 % 60
    parts = [(days, "jour"), (hours, "heure")] if days else [(hours, "heure"), (minutes, "minute")]
    return "dans " + " et ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in parts if n)


def opens_tomorrow(portal: Portal) -> datetime:
    """The élémentaire opens tomorrow at 19:00, said with the command an operator has for it."""
    with portal.environment():
        today = clock.now().astimezone(clock.PARIS)
    opens = today.replace(hour=19, minute=0, second=0, microsecond=0) + timedelta(days=1)
    wave = {
        "id": "elementaire-2026",
        "school_year": "2026-2027",
        "school_levels": ["ELEMENTAIRE"],
        "opens_at": opens.isoformat(),
    }
    file = portal.folder / "wave.yaml"
    file.write_text(yaml.safe_dump({"opening_waves": [wave]}))
    loaded = portal.run("load", str(file))
    assert loaded.returncode == 0, loaded.stderr
    return opens


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
def test_the_planning_is_seen_in_four_ways(
    portal: Portal, browser: Browser, window: tuple[int, int], scripts: bool
) -> None:
    with Reader(browser, portal.url, window, scripts=scripts, pictures=scripts) as reader:
        signs_in(reader, "julien@exemple.fr")
        reader.open("/planning").follow("Semaine", exact=True).follow("Semaine d’après")
        reader.reads("Inès, midi").picture("planning-semaine")
        reader.follow("Année").reads("Réservé").picture("planning-annee")
        reader.follow("Liste").reads("Inès, midi").picture("planning-liste")


def test_a_family_follows_its_planning_in_its_own_calendar_and_takes_the_link_back(
    portal: Portal, browser: Browser
) -> None:
    with Reader(browser, portal.url, PHONE, pictures=True) as reader:
        signs_in(reader, "julien@exemple.fr")
        reader.open("/planning/semaine").follow("Suivre dans mon agenda")
        reader.press("Créer mon lien").picture("agenda")
        link = reader.page.locator(".code").inner_text()
        anywhere = requests.get(link, timeout=10)  # a calendar program has no cookies
        assert "SUMMARY:Inès\\, midi" in anywhere.text and "Roux" not in anywhere.text
        reader.press("Supprimer le lien").reads("Créer mon lien")
        assert requests.get(link, timeout=10).status_code == 404


def test_a_week_is_chosen_by_keyboard_alone(portal: Portal, browser: Browser) -> None:
    approves_the_file(portal, "nina@exemple.fr")
    with Reader(browser, portal.url, DESK) as reader:
        signs_in(reader, "nina@exemple.fr")
        reader.open("/reserver/semaine").tab_to("Soirs cocher tous les jours, Zoé").strike("Enter")
        reader.tab_to("Vérifier").strike("Enter").reads("Tous les lundis : soir")
        reader.tab_to("Si tout n’est pas possible").strike("Enter")
        reader.tab_to("Enregistrer").strike("Enter").reads("Vérifiez, puis envoyez")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_what_was_prepared_and_agreed_to_leaves_by_one_click_from_the_planning(
    portal: Portal, browser: Browser, window: tuple[int, int]
) -> None:
    care = "Matins" if window == PHONE else "Soirs"
    approves_the_file(portal, "paul@exemple.fr")
    with Reader(browser, portal.url, window, scripts=window == PHONE, pictures=True) as reader:
        signs_in(reader, "paul@exemple.fr")
        reader.open("/reserver/semaine").press(f"{care} cocher tous les jours, Adam")
        parent = Counting(reader.open("/planning").picture("planning-pret"))
        reader.reads("Votre demande est prête à partir", "Adam 4 accueils par semaine")
        parent.tick("J’accepte le règlement")
        parent.press("Valider ma demande")

        reader.reads("Demande bien reçue")
        assert parent.clicks == 2  # one where the rules were accepted with the way of sending
