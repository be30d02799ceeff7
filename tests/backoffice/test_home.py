"""What presses comes first."""

from flask.testing import FlaskClient

from shared.web.client import NotAllowed, Unavailable
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import (
    LEO,
    Services,
    files,
    line,
    occupancy_of,
    requests,
    session_of_nadia,
)


def test_the_morning_starts_with_what_waits_longest(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/"))

    assert "Jeudi 12 novembre 2026, 8 h 15 Bonjour Nadia, 3 choses pressent" in page
    assert "2 dossiers à vérifier Le plus ancien, Famille Martin, attend depuis 2 jours" in page
    assert "Factures d’octobre 2026 à émettre 2 familles ont des accueils à facturer" in page


def test_a_day_asked_for_tomorrow_presses(nadia: FlaskClient, services: Services) -> None:
    tomorrow = {"first_day": "2026-11-13", "last_day": "2026-11-13", "days": 1}
    lunch = line("1", LEO, "LUNCH", None, **tomorrow)
    urgent = requests()[1] | {"kind": "ONE_OFF", "lines": [lunch]}
    services.answer("bookings", "GET", "/decisions", {"pending": 1, "requests": [urgent]})

    page = words_of(nadia.get("/"))

    assert "1 demande pour aujourd’hui ou demain à décider Il y a de la place pour toutes." in page
    assert "dont une pour demain au plus tard" in page


def test_when_all_is_done_nothing_presses(nadia: FlaskClient, services: Services) -> None:
    none = {"counts": dict.fromkeys(files({"params": {}})["counts"], 0), "files": []}
    services.answer("households", "GET", "/files", none)
    services.answer("bookings", "GET", "/decisions", {"pending": 0, "requests": []})
    services.answer("billing", "GET", "/months", [])
    services.answer("bookings", "GET", "/certificates", {"absences": []})

    answer = nadia.get("/")

    assert "Bonjour Nadia, rien ne presse" in words_of(answer)
    assert "btn-primary" not in answer.text


def test_the_bars_show_today_in_numbers_and_words(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/"))

    assert "Remplissage aujourd’hui" in page
    assert "Midi Maternelle Les Tilleuls 188 / 240 · 52 places libres" in page
    assert "Soir Maternelle Les Tilleuls 56 / 56 · Complet" in page


def test_on_a_closed_day_the_bars_are_those_of_the_next_open_one(
    nadia: FlaskClient, services: Services
) -> None:
    open_day, closed = occupancy_of("2026-11-12"), occupancy_of("2026-11-13")
    services.answer("bookings", "GET", "/occupancy/2026-11-12", closed)
    services.answer("bookings", "GET", "/occupancy/2026-11-16", open_day)

    assert "Remplissage lundi 16 novembre" in words_of(nadia.get("/"))


def test_a_holiday_week_says_so(nadia: FlaskClient, services: Services) -> None:
    services.answer("bookings", "GET", "/occupancy/2026-11-12", occupancy_of("2026-11-13"))

    assert "Aucun jour ouvert dans la semaine qui vient" in words_of(nadia.get("/"))
    day = words_of(nadia.get("/occupation?jour=2026-11-13"))
    assert "Vendredi 13 novembre 2026" in day
    assert "Vacances de la Toussaint Aucun accueil n’ouvre ce jour-là." in day


def test_a_date_that_is_none_shows_today(nadia: FlaskClient) -> None:
    assert nadia.get("/occupation?jour=demain").location == "/occupation"


def test_a_service_that_is_down_leaves_the_pages_of_the_others(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", "/decisions", Unavailable("bookings does not answer"))

    assert nadia.get("/dossiers").status_code == 200
    answer = nadia.get("/demandes")
    assert answer.status_code == 503
    assert "Une partie du portail ne répond pas" in words_of(answer)


def test_a_page_that_does_not_exist_says_where_to_go(nadia: FlaskClient) -> None:
    answer = nadia.get("/nulle-part")

    assert answer.status_code == 404
    assert "Cette page n’existe pas" in words_of(answer)
    assert "Aller à l’accueil" in words_of(answer)


def test_each_member_of_the_staff_finds_only_their_own_doors(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/sessions/lookup", session_of_nadia("billing"))

    page = words_of(nadia.get("/"))

    assert "Bonjour Nadia, une chose presse" in page
    assert "Facturation 2" in page
    assert "Dossiers" not in page and "Demandes" not in page and "Chercher" not in page
    assert services.asked("GET", "/files") == services.asked("GET", "/decisions") == []


def test_a_closed_door_says_whom_to_ask(nadia: FlaskClient, services: Services) -> None:
    services.answer("households", "GET", "/files", NotAllowed("forbidden"))

    answer = nadia.get("/dossiers")

    assert answer.status_code == 403
    assert "Demandez à la direction d’ajouter ce droit à votre compte." in words_of(answer)
