"""What anybody reads: the openings, help, and how the site copes when a service is silent."""

from flask.testing import FlaskClient

from shared.web.client import Unavailable
from tests.gateway.reading import read
from tests.gateway.recorded import Services, openings, wave


def test_the_home_page_counts_down_to_each_opening(visitor: FlaskClient) -> None:
    page = read(visitor.get("/"))

    assert "Enfants en maternelle Vendredi 3 avril à 19 h dans 4 jours et 2 heures" in page.words
    assert "Enfants en élémentaire Samedi 4 avril à 19 h dans 5 jours et 2 heures" in page.words
    assert "Fin des réservations à l’année Jeudi 30 avril à 23 h 59" in page.words
    assert "Heure du serveur, à Paris : lundi 30 mars 2026, 17 h 00" in page.words
    assert page.link("Créer mon compte") == "/inscription"
    assert page.link("Se connecter") == "/connexion"


def test_an_opening_that_has_come_says_so(visitor: FlaskClient, services: Services) -> None:
    open_now = wave("MATERNELLE", "2026-03-29T17:00:00Z", is_open=True)
    services.answer("bookings", "GET", "/openings", openings() | {"waves": [open_now]})

    assert "Dimanche 29 mars à 19 h C’est ouvert" in read(visitor.get("/")).words


def test_the_operator_is_named_as_its_data_say(visitor: FlaskClient) -> None:
    page = read(visitor.get("/"))

    assert "Association Grandir Ensemble · 03 88 00 00 00, du lundi au vendredi" in page.words
    assert page.link("03 88 00 00 00") == "tel:+33388000000"


def test_the_home_page_opens_although_bookings_is_silent(
    visitor: FlaskClient, services: Services
) -> None:
    services.falls_silent("bookings", Unavailable("bookings does not answer"))

    answer = visitor.get("/")

    assert answer.status_code == 200
    assert "Les dates ne peuvent pas être affichées en ce moment." in read(answer).words


def test_who_is_signed_in_goes_to_their_own_page(camille: FlaskClient) -> None:
    assert read(camille.get("/")).link("Ouvrir mon espace") == "/accueil"


def test_help_data_and_accessibility_are_told_to_everybody(visitor: FlaskClient) -> None:
    for path, title in (
        ("/aide", "Comment ça se passe"),
        ("/vos-donnees", "Vos données"),
        ("/accessibilite", "Accessibilité"),
    ):
        answer = visitor.get(path)

        assert answer.status_code == 200
        assert title in read(answer).words


def test_an_unknown_address_gets_a_page_with_a_way_back(visitor: FlaskClient) -> None:
    answer = visitor.get("/nulle-part")

    assert answer.status_code == 404
    assert read(answer).title == "Cette page n’existe pas – Portail Familles"
    assert read(answer).link("Revenir à l’accueil") == "/"


def test_the_language_is_chosen_on_any_page_and_stays_on_it(visitor: FlaskClient) -> None:
    english = read(visitor.get("/aide?d=1")).link("English")

    answer = visitor.get(english)

    assert answer.location == "/aide?d=1"
    page = visitor.get("/aide?d=1")
    assert '<html lang="en">' in page.text
    assert visitor.get(read(page).link("Français")).location == "/aide?d=1"
