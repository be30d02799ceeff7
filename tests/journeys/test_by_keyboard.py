"""Booking with the keyboard alone: every step is reached, and the focus is always in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.reader import DESK, PHONE, Reader
from tests.support.portal import Portal

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("portal", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    ("window", "day", "weekdays"),
    [
        pytest.param(PHONE, "lundi 30 novembre", "lundis", id="phone"),
        pytest.param(DESK, "vendredi 27 novembre", "vendredis", id="desk"),
    ],
)
def test_a_weekday_is_booked_by_keyboard(
    portal: Portal, browser: Browser, window: tuple[int, int], day: str, weekdays: str
) -> None:
    """By Camille, of the demonstration, whose file is approved."""
    with Reader(browser, portal.url, window) as reader:
        reader.open("/connexion").tab_to("Adresse e-mail")
        reader.page.keyboard.type("camille@exemple.fr")
        reader.tab_to("Mot de passe")
        reader.page.keyboard.type("demonstration")
        reader.strike("Enter").reads("Bonjour Camille")

        reader.open("/planning").tab_to("Réserver").strike("Enter").reads("Choisissez l’établiss")
        reader.tab_to("Maternelle Les Tilleuls").page.keyboard.press("Space")
        reader.tab_to("Suivant").strike("Enter").reads("Choisissez un jour")
        reader.tab_to(f"Choisir le {day}").strike("Enter").reads(f"Tous les {weekdays}")
        reader.tab_to("Midi (cantine)").page.keyboard.press("Space")
        reader.tab_to("Valider").strike("Enter").reads(f"Tous les {weekdays} : midi")
        reader.tab_to("Suivant").strike("Enter").reads("Vérifiez, puis envoyez")
        reader.tab_to("J’accepte le règlement").page.keyboard.press("Space")
        reader.tab_to("Valider ma demande").strike("Enter").reads("Demande bien reçue")
