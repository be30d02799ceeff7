"""The year after is proposed, looked at and begun; a list says what is still to do."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import Refusal, Unavailable
from tests.backoffice.prepared import OPENINGS, YEAR, openings, prepared, who
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import Services

NEXT = f"/school-years/{YEAR}/next"
TYPED = {
    "annee": YEAR,
    "zone": "B",
    "alsace": "yes",
    "debut": "2027-09-01",
    "fin": "2028-07-06",
    "limite": "2027-12-16",
    "limite-heure": "23:59",
    "vacances-nom": ["Noël"],
    "vacances-premier": ["2027-12-18"],
    "vacances-dernier": ["2028-01-02"],
    "ferie-nom": ["Vendredi saint"],
    "ferie-jour": ["2028-04-14"],
    "ouvertures": "yes",
}


@pytest.fixture(autouse=True)
def a_year_to_prepare(services: Services) -> None:
    prepared(services)


def proposed(**changes: Any) -> dict[str, Any]:
    return {
        "school_year": "2027-2028",
        "exists": False,
        "known": True,
        "starts_on": "2027-09-01",
        "ends_on": "2028-07-06",
        "regular_cutoff_at": "2027-12-16T22:59:00Z",
        "holidays": [{"name": "Noël", "first": "2027-12-18", "last": "2028-01-02"}],
        "public_holidays": [{"name": "Vendredi saint", "day": "2028-04-14"}],
        "doubts": ["2028-05-26"],
        "openings": [
            {"wave_id": "a", "opens_at": "2027-12-03T18:00:00Z", "who": who("MATERNELLE")}
        ],
        "left_out": 1,
        **changes,
    }


def test_the_list_says_what_is_ready_and_what_is_missing(
    nadia: FlaskClient, services: Services
) -> None:
    page = words_of(nadia.get("/annee"))

    assert "1 jour d’accueil, 1 période de vacances, 1 jour férié Prêt" in page
    assert "La première : lundi 2 novembre 2026 à 19 h 00 2 points à regarder" in page
    assert "vaut depuis le 1er septembre 2025 À confirmer" in page
    assert "dossiers à vérifier" in page


def test_a_year_without_openings_or_prices_is_not_ready(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", OPENINGS, openings(waves=[], concerns=[]))
    services.answer("billing", "GET", "/rate-tables", {"rate_tables": []})

    page = words_of(nadia.get("/annee"))

    assert "Sans ouverture, aucune famille ne peut réserver cette année. À faire" in page
    assert "Aucun barème ne vaut au premier jour" in page


def test_regular_bookings_that_end_before_they_open_are_told(
    nadia: FlaskClient, services: Services
) -> None:
    early = openings(regular_cutoff_at="2026-10-01T22:00:00Z")
    services.answer("bookings", "GET", OPENINGS, early)

    page = words_of(nadia.get("/annee"))

    assert "Les réservations à l’année se terminent avant la première ouverture." in page


def test_the_list_serves_without_what_cannot_be_asked(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("billing", "GET", "/rate-tables", Unavailable("billing"))

    page = words_of(nadia.get("/annee"))

    assert "Calendrier" in page and "Aucun barème" not in page


def test_the_year_after_is_proposed_for_the_zone_with_its_doubts(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", NEXT, proposed())

    page = words_of(nadia.get("/annee/suivante?zone=B&alsace=yes"))

    (asked,) = services.asked("GET", NEXT)
    assert asked.asked["params"] == {"zone": "B", "alsace_moselle": "true"}
    assert "pas d’accord sur le vendredi 26 mai 2028" in page
    assert "Maternelle Vendredi 3 décembre 2027 à 19 h 00" in page
    assert "Zone des vacances scolaires" in words_of(nadia.get("/annee/suivante"))


def test_the_year_after_is_begun_with_what_was_looked_at(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "POST", NEXT, {"school_year": "2027-2028"})

    done = nadia.post("/annee/suivante", data=TYPED)

    (sent,) = services.asked("POST", NEXT)
    assert sent.json == {
        "starts_on": "2027-09-01",
        "ends_on": "2028-07-06",
        "regular_cutoff_at": "2027-12-16T22:59:00+00:00",
        "holidays": [{"name": "Noël", "first": "2027-12-18", "last": "2028-01-02"}],
        "public_holidays": [{"name": "Vendredi saint", "day": "2028-04-14"}],
        "with_openings": True,
    }
    assert done.headers["Location"] == "/annee?annee=2027-2028&fait=creee"


def test_a_year_that_somebody_began_meanwhile_keeps_what_was_typed(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", NEXT, proposed())
    services.answer("bookings", "POST", NEXT, Refusal("year_exists", {}))

    answer = nadia.post("/annee/suivante", data=TYPED | {"vacances-nom": ["Fêtes"]})

    assert answer.status_code == 422
    assert "Cette année existe déjà : rien n’a été créé." in words_of(answer)
    assert 'value="Fêtes"' in answer.text
