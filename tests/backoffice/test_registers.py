"""The lists of a day: on the page, in a spreadsheet, on paper."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from shared.eventstore import clock
from shared.web.client import Unavailable
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import MARTIN, Services, names

DAY = "/jours/2026-11-12"


def rows_of(answer: TestResponse) -> list[list[str]]:
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def text_of(answer: TestResponse) -> str:
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "\n".join(page.extract_text() for page in pages)


def test_the_register_names_who_is_expected_slot_by_slot(nadia: FlaskClient) -> None:
    page = nadia.get(f"{DAY}/tilleuls")

    assert "Midi de 11 h 45 à 13 h 45 3 enfants" in words_of(page)
    assert (
        "Léo Martin CE1 Sans porc Noé Petit CE1 Standard Enfant sans nom inconnue non renseigné"
        in words_of(page)
    )
    assert "Soir de 16 h 15 à 18 h 30 1 enfant" in words_of(page)
    assert f"/familles/{MARTIN}" in page.text


def test_the_register_opens_in_a_spreadsheet(nadia: FlaskClient) -> None:
    answer = nadia.get(f"{DAY}/tilleuls/liste.csv")

    assert answer.headers["Content-Disposition"].endswith('"liste-tilleuls-2026-11-12.csv"')
    assert rows_of(answer) == [
        ["Accueil", "Classe", "Enfant", "Repas", "Absence"],
        ["Midi", "CE1", "Léo Martin", "Sans porc", ""],
        ["Midi", "CE1", "Noé Petit", "Standard", ""],
        ["Midi", "", "Enfant sans nom", "", ""],
        ["Soir", "CE1", "Noé Petit", "", ""],
        ["Soir", "CE1", "Léo Martin", "", "Absence signalée"],
    ]


def test_a_name_is_never_a_formula(nadia: FlaskClient, services: Services) -> None:
    def clever(asked: dict[str, object]) -> object:
        known = names(asked)
        for child in known["children"].values():
            child["given_name"] = "=HYPERLINK(1)"
        return known

    services.answer("households", "POST", "/names", clever)

    (_header, first, *_rest) = rows_of(nadia.get(f"{DAY}/tilleuls/liste.csv"))

    assert first[2] == "'=HYPERLINK(1) Martin"


def test_the_register_is_printed_with_room_for_the_pen(nadia: FlaskClient) -> None:
    printed = text_of(nadia.get(f"{DAY}/tilleuls/liste.pdf"))

    assert "Feuille d’appel, Maternelle Les Tilleuls" in printed
    assert "Jeudi 12 novembre 2026" in printed
    assert "Léo Martin" in printed
    assert "Arrivée" in printed
    assert "Léo Martin CE1 Absence" in printed.replace("\n", " ")


def test_a_list_is_printed_at_any_instant(
    nadia: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clocks count finer than papers do."""
    now = clock.now().replace(microsecond=674061)
    monkeypatch.setattr(clock, "now", lambda: now)

    assert nadia.get(f"{DAY}/repas.pdf").status_code == 200


def test_meals_are_counted_by_diet_and_the_others_named(nadia: FlaskClient) -> None:
    page = words_of(nadia.get(f"{DAY}/repas"))

    assert "Maternelle Les Tilleuls 3 repas Standard 2 Sans porc 1" in page
    assert "Repas différents Léo Martin , CE1 : sans porc" in page
    assert rows_of(nadia.get(f"{DAY}/repas.csv")) == [
        ["Établissement", "Repas", "Nombre"],
        ["Maternelle Les Tilleuls", "Standard", "2"],
        ["Maternelle Les Tilleuls", "Sans porc", "1"],
    ]
    assert "Sans porc" in text_of(nadia.get(f"{DAY}/repas.pdf"))


def test_a_list_of_meals_is_never_made_without_the_diets(
    nadia: FlaskClient, services: Services
) -> None:
    """A child would get what it must not eat."""
    services.answer("households", "POST", "/diets", Unavailable("households"))

    assert nadia.get(f"{DAY}/repas").status_code == 503
    assert nadia.get(f"{DAY}/repas.csv").status_code == 503


def test_a_day_off_and_a_facility_nobody_knows_say_so(nadia: FlaskClient) -> None:
    assert "Vacances de la Toussaint" in words_of(nadia.get("/jours/2026-11-13/tilleuls"))
    assert "Aucun repas" in words_of(nadia.get("/jours/2026-11-13/repas"))
    assert nadia.get(f"{DAY}/nowhere").status_code == 404
    assert nadia.get("/jours/2026-02-30/repas").status_code == 404
