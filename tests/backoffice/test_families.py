"""Families by name, their sheet, and the mails that left."""

from flask.testing import FlaskClient

from shared.web.client import Unavailable
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import KLEIN, MARTIN, Services


def test_the_search_finds_a_family(nadia: FlaskClient, services: Services) -> None:
    page = words_of(nadia.get("/familles?q=martin"))

    assert "1 réponse pour « martin »" in page
    assert "Famille Martin Léo, Mia" in page
    assert services.asked("GET", "/search")[0].asked["params"] == {"q": "martin"}


def test_a_search_without_an_answer_helps(nadia: FlaskClient, services: Services) -> None:
    services.answer("households", "GET", "/search", {"families": []})

    page = words_of(nadia.get("/familles?q=<zut>"))

    assert "Aucune famille pour « <zut> »" in page
    assert "Essayez le nom de famille seul" in page


def test_an_empty_search_asks_nothing(nadia: FlaskClient, services: Services) -> None:
    assert "Cherchez par un nom" in words_of(nadia.get("/familles?q= "))
    assert services.asked("GET", "/search") == []


def test_the_sheet_gathers_what_one_asks_on_the_phone(nadia: FlaskClient) -> None:
    page = words_of(nadia.get(f"/familles/{MARTIN}"))

    assert "D-2026-0213 À l’année · 20 novembre 2026, 19 h 06" in page
    assert "Septembre 2026 N° 2026-00012 · échéance 31 octobre 2026 À payer 97,20 €" in page
    assert "Demande reçue 20 novembre 2026, 19 h 06 Envoyé" in page
    assert "Téléphone mobile 06 12 34 56 10" in page
    assert "Léo Martin CE1 · École Jean-de-La-Fontaine" in page


def test_mails_say_to_whom_and_what_became_of_them(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/mails"))

    assert "Demande reçue Famille Martin · 20 novembre 2026, 19 h 06 Envoyé" in page
    assert "Adresse refusée par le serveur de mail : appelez la famille Non remis" in page


def test_an_erased_family_keeps_its_place_without_a_name(
    nadia: FlaskClient, services: Services
) -> None:
    nobody: dict[str, dict[str, str]] = {"households": {}, "children": {}, "accounts": {}}
    services.answer("households", "POST", "/names", nobody)

    page = nadia.get("/mails")

    assert "Compte sans nom" in words_of(page)
    assert f'href="/familles/{KLEIN}"' in page.text


def test_lists_stand_without_names_while_households_is_down(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("households", "POST", "/names", Unavailable("households does not answer"))

    page = words_of(nadia.get("/demandes"))

    assert "213 20 novembre 2026" in page
    assert "Famille sans nom" in page
