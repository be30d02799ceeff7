"""« Accueil »: what needs this family first, then the children's week."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import Unavailable
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import (
    LEO,
    MIA,
    Services,
    complete,
    entry,
    household,
    invoice_of_october,
    openings,
    planned,
    todo,
    wave,
)

THURSDAY = datetime(2026, 11, 12, 7, 15, tzinfo=UTC)
SIX = "2026-11-12T17:00:00Z"
THE_DAY_BEFORE = {"until": SIX, "rule": None, "then": "REFUSE", "late": None, "surcharge": None}


@pytest.fixture
def school_week(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """Thursday 12 November 2026, 8 h 15: the year has begun, the file is approved."""
    at(monkeypatch, THURSDAY)
    services.answer(
        "households",
        "GET",
        "/household",
        complete("APPROVED", approved_at="2026-09-08T10:00:00Z"),
    )
    services.answer(
        "bookings",
        "GET",
        "/openings",
        openings() | {"now": "2026-11-12T07:15:00Z", "waves": [], "regular_open": False},
    )
    days = [
        planned("2026-11-09", entry(LEO, "LUNCH"), entry(MIA, "LUNCH")),
        planned("2026-11-10", entry(LEO, "EVENING", "REFUSED")),
        planned("2026-11-11", status="PUBLIC_HOLIDAY"),
        planned("2026-11-12", entry(LEO, "EVENING"), entry(LEO, "LUNCH")),
        planned("2026-11-13", entry(LEO, "LUNCH", cancel_until=SIX, cancel=THE_DAY_BEFORE)),
        planned("2026-11-16", entry(LEO, "LUNCH")),
    ]
    services.answer("bookings", "GET", "/planning/days", {"today": "2026-11-12", "days": days})
    return services


def may_book(child_id: str, opens_at: str | None, **more: Any) -> dict[str, Any]:
    return {
        "child_id": child_id,
        "school_level": "ELEMENTAIRE",
        "can_book": False,
        "can_prepare": True,
        "why": "not_open_yet",
        "opens_at": opens_at,
        **more,
    }


def test_a_short_list_is_shown_a_long_one_is_one_thing(
    camille: FlaskClient, services: Services
) -> None:
    assert "Renvoyer : Justificatif de domicile" in read(camille.get("/accueil")).words

    much = [todo("document", requirement=f"r{n}") for n in range(5)]
    services.answer("households", "GET", "/household", household(todo=much))
    page = read(camille.get("/accueil"))
    assert page.link("Compléter mon dossier 5 points restants") == "/dossier"


def test_a_whole_file_is_to_be_sent(camille: FlaskClient, services: Services) -> None:
    services.answer("households", "GET", "/household", complete())

    assert read(camille.get("/accueil")).link("Envoyer mon dossier") == "/dossier"


def test_the_next_opening_is_that_of_the_children(camille: FlaskClient) -> None:
    page = read(camille.get("/accueil"))

    assert "Ouverture des réservations" in page.words
    assert "Léo Samedi 4 avril 2026 à 19 h dans 5 jours et 2 heures" in page.words
    assert "Mia Vendredi 3 avril 2026 à 19 h dans 4 jours et 2 heures" in page.words


def test_each_child_reads_the_opening_that_is_its_own(
    camille: FlaskClient, services: Services
) -> None:
    """With whom it lives and whose place the family has already, not the first of its level."""
    approved = complete("APPROVED", approved_at="2026-03-29T10:00:00Z")
    services.answer("households", "GET", "/household", approved)
    inside = {"residence": "INSIDE", "sibling": True}
    eligible = [
        may_book(LEO, "2026-04-01T17:00:00Z", because=inside),
        may_book(MIA, None),
    ]
    services.answer("bookings", "GET", "/planning/days", {"today": "2026-03-30", "days": []})
    services.answer("bookings", "GET", "/eligibility", {"kind": "STANDING", "children": eligible})
    sent_by_itself = {
        "request_id": MIA,
        "lines": [{"line_id": "1"}],
        "cancellations": [],
        "automatic": {"since": "2026-03-29T10:00:00Z", "place": 12},
    }
    services.answer("bookings", "GET", "/requests/draft", sent_by_itself)

    page = read(camille.get("/accueil"))

    assert (
        "Léo · habitants de la commune, frère ou sœur avec une place Mercredi 1er avril 2026 à 19 h"
        in page.words
    )
    assert "Mia La date n’est pas encore annoncée" in page.words
    assert "Votre demande est prête et partira toute seule." in page.words


def test_who_has_nothing_to_do_reads_what_comes_next(
    camille: FlaskClient, school_week: Services
) -> None:
    """The answer to a request, else the next day with care; a deadline goes before both."""

    def expects(*days: dict[str, Any]) -> str:
        told = {"today": "2026-11-12", "days": [*days]}
        school_week.answer("bookings", "GET", "/planning/days", told)
        return read(camille.get("/accueil")).words

    booked = planned("2026-11-26", entry(LEO, "LUNCH"), entry(MIA, "EVENING"))
    asked = planned("2026-11-27", entry(MIA, "LUNCH", "REQUESTED", request_id=LEO))

    assert "Prochain accueil Jeudi 26 novembre Pour Léo et Mia." in expects(booked)
    assert "Réponse à venir Votre demande est étudiée" in expects(booked, asked)
    assert "Prochain" not in expects(planned("2026-11-12", entry(LEO, "LUNCH")))


def test_once_it_is_open_the_year_is_to_be_booked(camille: FlaskClient, services: Services) -> None:
    services.answer(
        "households",
        "GET",
        "/household",
        complete("APPROVED", approved_at="2026-03-29T10:00:00Z"),
    )
    services.answer("bookings", "GET", "/planning/days", {"today": "2026-03-29", "days": []})
    services.answer("bookings", "GET", "/requests", {"requests": []})
    services.answer(
        "bookings",
        "GET",
        "/openings",
        openings() | {"waves": [wave("MATERNELLE", "2026-03-29T17:00:00Z", is_open=True)]},
    )
    eligible = [
        {"child_id": MIA, "school_level": "MATERNELLE", "can_book": True, "why": None},
        {"child_id": LEO, "school_level": "ELEMENTAIRE", "can_book": False, "why": "not_open_yet"},
    ]
    answer = {"kind": "STANDING", "children": [each | {"opens_at": None} for each in eligible]}
    services.answer("bookings", "GET", "/eligibility", answer)

    page = read(camille.get("/accueil"))

    assert (
        page.link("Réserver l’année de Mia Avant jeudi 30 avril à 23 h 59") == "/reserver/semaine"
    )


def test_the_week_of_each_child_says_every_state_in_words(
    camille: FlaskClient, school_week: Services
) -> None:
    page = read(camille.get("/accueil"))

    assert "Bonjour Camille" in page.words
    assert "Aujourd’hui : cantine, puis accueil du soir jusqu’à 18 h 30" in page.words
    assert "lun. 9 Midi mar. 10 Soir refusé mer. 11 Férié jeu. 12 Soir Midi ven. 13" in page.words
    assert "Dossier 2026–2027 validé le 8 septembre" in page.words


def test_the_last_moment_to_change_tomorrow_is_told(
    camille: FlaskClient, school_week: Services
) -> None:
    page = read(camille.get("/accueil"))

    assert "Prochaine échéance Ce soir à 18 h" in page.words
    assert "Dernier moment pour changer demain, vendredi 13 novembre." in page.words
    assert "Ensuite, ce jour reste facturé." in page.words


def test_while_the_year_is_booked_no_single_day_has_a_last_moment(
    camille: FlaskClient, school_week: Services
) -> None:
    year = openings() | {"now": "2026-11-12T07:15:00Z", "waves": [], "regular_open": True}
    school_week.answer("bookings", "GET", "/openings", year)

    words = read(camille.get("/accueil")).words

    assert "Fin des réservations à l’année" in words
    assert "Dernier moment pour changer" not in words


def test_an_invoice_to_pay_comes_first(camille: FlaskClient, school_week: Services) -> None:
    school_week.answer("billing", "GET", "/invoices", {"invoices": [invoice_of_october()]})

    page = read(camille.get("/accueil"))

    assert "Payer 127,60 € Facture d’octobre 2026, au plus tard le lundi 30 novembre" in page.words


def test_the_page_opens_although_bookings_and_billing_are_silent(
    camille: FlaskClient, school_week: Services
) -> None:
    for service in ("bookings", "billing"):
        school_week.falls_silent(service, Unavailable("down"))

    answer = camille.get("/accueil")

    assert answer.status_code == 200
    assert "Les réservations ne répondent pas en ce moment." in read(answer).words


def test_on_saturday_the_week_is_the_next_one(
    camille: FlaskClient, school_week: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2026, 11, 14, 9, 0, tzinfo=UTC))

    answer = camille.get("/accueil")

    assert "Semaine du 16 novembre au 20 novembre" in answer.text
    assert "lun. 16 Midi" in read(answer).words


def test_a_request_that_was_not_sent_is_not_taken_for_a_booking(
    camille: FlaskClient, school_week: Services
) -> None:
    draft = {"request_id": MIA, "status": "DRAFT", "lines": [{"line_id": LEO}], "cancellations": []}
    school_week.answer("bookings", "GET", "/requests/draft", draft)

    page = read(camille.get("/accueil"))

    assert page.link("Envoyer la demande en préparation Rien n’est encore envoyé.") == (
        f"/reserver/{MIA}/recapitulatif"
    )
