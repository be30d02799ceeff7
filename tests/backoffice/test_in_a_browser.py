"""Every page of the back office as a browser shows it, on a phone and at a desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.backoffice.allocated import ALLOCATION, recorded_allocations
from tests.backoffice.prepared import prepared
from tests.backoffice.recorded import (
    ADDRESS,
    INSURANCE,
    INVOICE,
    LEO,
    MARTIN,
    OF_MARTIN,
    PARKED,
    Services,
    file_of_the_martins,
)
from tests.journeys.reader import DESK, PHONE, Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

NARROW = (320, 640)
PAGES = (
    "/",
    "/absences",
    "/annee",
    "/annee/suivante",
    "/compte",
    "/demandes",
    "/demandes?choix=aucun&rien=1",
    "/demandes?site=tilleuls",
    "/demandes/resultat?acceptes=3&refuses=1&complet=2&libre=1&autre=1&rangs=213-214",
    f"/demandes/{OF_MARTIN}",
    "/dossiers",
    "/dossiers?etat=APPROVED",
    f"/dossiers/{MARTIN}",
    f"/dossiers/{MARTIN}?piece={ADDRESS}",
    f"/dossiers/{MARTIN}?piece={INSURANCE}",
    f"/dossiers/{MARTIN}/decide",
    f"/dossiers/{MARTIN}/enfants/{LEO}/fiche-sanitaire",
    f"/dossiers/{MARTIN}/renvoi",
    "/facturation",
    "/facturation/2026-10",
    "/facturation/2026-10/emission",
    f"/facturation/factures/{INVOICE}",
    "/familles",
    "/familles?q=martin",
    f"/familles/{MARTIN}",
    f"/familles/{MARTIN}/absences",
    f"/familles/{MARTIN}/avoirs",
    "/jours/2026-11-12/repas",
    "/jours/2026-11-12/tilleuls",
    "/jours/2026-11-13/repas",
    "/jours/2026-11-13/tilleuls",
    "/mails",
    "/messages",
    f"/messages/billing/{PARKED}",
    f"/messages/ignorer/billing/{PARKED}",
    "/occupation",
    "/calendrier",
    "/calendrier/annee",
    "/occupation?jour=2026-11-13",
    "/occupation/semaine",
    "/ouvertures?niveau=ELEMENTAIRE",
    "/ouvertures/grands",
    "/ouvertures/nouvelle",
    "/places",
    "/places/tilleuls",
)


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def signed_in(reader: Reader) -> Reader:
    reader.open("/connexion")
    reader.write("Adresse e-mail", "nadia@exemple.fr").write("Mot de passe", "demonstration")
    return reader.press("Se connecter")


@pytest.mark.parametrize("window", [NARROW, PHONE, DESK])
def test_every_page_fits_speaks_and_has_one_sure_gesture(
    browser: Browser, site: str, services: Services, window: tuple[int, int]
) -> None:
    prepared(services)
    with Reader(browser, site, window, scripts=window != NARROW) as reader:
        signed_in(reader)
        for page in PAGES:
            reader.open(page)
            filled = reader.page.locator(".btn-primary:visible").all_inner_texts()
            assert len(filled) <= 1, f"several filled buttons on {page}: {filled}"
        reader.open("/demandes").press("Voir l’aperçu de la décision")
        reader.reads("Aperçu pour 3 demandes", "Rien n’est encore envoyé")


@pytest.mark.parametrize("window", [NARROW, PHONE, DESK])
def test_allocations_the_waiting_list_and_the_counter_fit_too(
    browser: Browser, site: str, services: Services, window: tuple[int, int]
) -> None:
    for method, path, answer in recorded_allocations():
        services.answer("bookings", method, path, answer)
    with Reader(browser, site, window, scripts=window != NARROW) as reader:
        signed_in(reader)
        for page in (
            "/attributions",
            f"/attributions/{ALLOCATION}",
            f"/attributions/{ALLOCATION}/resultat?mode=FIRST_COME",
            "/demandes/attente",
            f"/demandes/{OF_MARTIN}/lignes/1",
            f"/familles/{MARTIN}/guichet",
        ):
            reader.open(page)


def test_errors_lead_to_their_field(browser: Browser, site: str) -> None:
    with Reader(browser, site) as reader:
        reader.open("/connexion").press("Se connecter")

        assert reader.title.startswith("Erreur :")
        assert reader.page.evaluate("document.activeElement.className") == "errors"
        reader.page.get_by_role("link", name="Écrivez votre mot de passe").click()
        assert reader.page.evaluate("document.activeElement.id") == "password"


def test_the_message_follows_the_reason_until_it_is_edited(browser: Browser, site: str) -> None:
    with Reader(browser, site) as reader:
        signed_in(reader).open(f"/dossiers/{MARTIN}?piece={INSURANCE}")
        message = reader.page.get_by_label("Message à la famille")
        assert not message.is_visible()

        reader.choose("Demander une correction")
        reader.select("Motif", "Illisible ou coupée")
        assert "n’est pas lisible en entier" in message.input_value()

        message.fill("La photo est floue.")
        reader.select("Motif", "Mauvais document")
        assert message.input_value() == "La photo est floue."


def test_without_a_script_the_message_is_read_before_it_leaves(
    browser: Browser, site: str, services: Services
) -> None:
    verification = f"/files/{MARTIN}/documents/{INSURANCE}/verification"
    with Reader(browser, site, scripts=False) as reader:
        signed_in(reader).open(f"/dossiers/{MARTIN}?piece={INSURANCE}")
        reader.choose("Demander une correction")
        reader.select("Motif", "Illisible ou coupée").press("Enregistrer")
        reader.reads("Rien n’est encore envoyé.")
        assert services.asked("POST", verification) == []

        reader.press("Enregistrer")
        (call,) = services.asked("POST", verification)
        assert call.json["reason"] == "UNREADABLE"
        assert "n’est pas lisible en entier" in call.json["message"]


def test_a_verified_file_shows_its_next_step_at_once(
    browser: Browser, site: str, services: Services
) -> None:
    file = file_of_the_martins()
    for document in file["documents"]:
        document["status"] = "VERIFIED"
    services.answer("households", "GET", f"/files/{MARTIN}", file)

    with Reader(browser, site, PHONE) as reader:
        signed_in(reader).open(f"/dossiers/{MARTIN}")

        button = reader.page.get_by_role("button", name="Valider le dossier").bounding_box()
        assert button and button["y"] + button["height"] < PHONE[1]
