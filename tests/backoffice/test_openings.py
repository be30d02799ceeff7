"""The openings of a year: who books from when, changed only after seeing what it does."""

import re

import pytest
from flask.testing import FlaskClient

from services.backoffice.web.openings import _instant
from shared.web.client import Refusal
from tests.backoffice.prepared import OPENINGS, YEAR, prepared
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import Services

TYPED = {
    "annee": YEAR,
    "id": "grands",
    "vu": "1",
    "jour": "2026-12-07",
    "heure": "19:00",
    "niveau": ["ELEMENTAIRE"],
    "commune": "INSIDE",
    "forme": "",
    "accueil": ["LUNCH"],
}
MOVED = {
    "children": 312,
    "child": {"school_level": "ELEMENTAIRE", "resident": True, "sibling": False},
    "before": "2026-12-05T18:00:00Z",
    "after": None,
}


@pytest.fixture(autouse=True)
def a_year_to_prepare(services: Services) -> None:
    prepared(services)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_each_opening_says_for_whom_from_when_and_what_is_odd(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/ouvertures"))

    assert "Maternelle Lundi 2 novembre 2026 à 19 h 00, heure de Paris Ouverte" in page
    assert "Élémentaire, habitants de la commune Samedi 5 décembre 2026 à 19 h 00" in page
    assert "Ce jour-là est un week-end" in page
    assert "Aucune ouverture pour : tous les enfants, hors de la commune." in page


def test_it_says_who_changed_what(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/ouvertures"))

    assert "Retirée : Tous les enfants, frère ou sœur déjà inscrit · Karim Belkacem" in page
    assert "30 novembre 2026 à 19 h 00 · vous" in page
    assert "2 novembre 2026 à 19 h 00 · l’installation du portail" in page


def test_a_child_finds_its_date_for_each_care(nadia: FlaskClient, services: Services) -> None:
    page = words_of(nadia.get("/ouvertures?niveau=ELEMENTAIRE&commune=oui&fratrie=non"))

    (asked,) = services.asked("GET", f"{OPENINGS}/first")
    assert asked.asked["params"] == {
        "school_level": "ELEMENTAIRE",
        "resident": "true",
        "sibling": "false",
    }
    assert "Réservations à l’année Midi Samedi 5 décembre 2026 à 19 h 00" in page
    assert "Mercredi Aucune ouverture" in page
    assert "Jours un par un Tous les accueils Samedi 5 décembre" in page


def test_an_opening_is_moved_after_seeing_whom_it_touches(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "POST", f"{OPENINGS}/preview", {"concerns": [], "moved": [MOVED]})
    services.answer("bookings", "POST", f"{OPENINGS}/grands", None)

    preview = nadia.post("/ouvertures/apercu", data=TYPED)
    done = nadia.post("/ouvertures/enregistrer", data=hidden(preview.text))

    assert "312 enfants (élémentaire, dans la commune) : samedi 5 décembre" in words_of(preview)
    (sent,) = services.asked("POST", f"{OPENINGS}/grands")
    assert sent.json == {
        "opens_at": "2026-12-07T18:00:00+00:00",
        "seen": 1,
        "school_levels": ["ELEMENTAIRE"],
        "residence": "INSIDE",
        "sibling": False,
        "kinds": [],
        "slot_types": ["LUNCH"],
    }
    assert "L’ouverture est enregistrée." in words_of(nadia.get(done.headers["Location"]))


def test_an_opening_is_withdrawn_the_same_way(nadia: FlaskClient, services: Services) -> None:
    services.answer("bookings", "POST", f"{OPENINGS}/preview", {"concerns": [], "moved": [MOVED]})
    services.answer("bookings", "POST", f"{OPENINGS}/grands/withdrawal", None)

    preview = nadia.post("/ouvertures/retrait/apercu", data=TYPED)
    nadia.post("/ouvertures/retrait", data=hidden(preview.text))

    assert "→ jamais" in words_of(preview)
    (sent,) = services.asked("POST", f"{OPENINGS}/grands/withdrawal")
    assert sent.json == {"seen": 1}


def test_what_has_opened_has_no_form(nadia: FlaskClient) -> None:
    assert nadia.get("/ouvertures/petits").status_code == 303
    assert "Modifier une ouverture" in words_of(nadia.get("/ouvertures/grands"))


def test_a_colleague_who_was_faster_is_told(nadia: FlaskClient, services: Services) -> None:
    services.answer("bookings", "POST", f"{OPENINGS}/grands", Refusal("changed_elsewhere", {}))

    answer = nadia.post("/ouvertures/enregistrer", data=TYPED)

    assert answer.status_code == 409
    assert "Cela a changé pendant que vous lisiez" in words_of(answer)


def test_a_form_without_day_or_hour_plans_nothing(nadia: FlaskClient, services: Services) -> None:
    answer = nadia.post("/ouvertures/apercu", data=TYPED | {"jour": "", "heure": "sept heures"})

    assert answer.status_code == 422
    assert "Écrivez la date" in words_of(answer) and "Écrivez l’heure" in words_of(answer)
    assert services.asked("POST", f"{OPENINGS}/preview") == []


def test_an_hour_that_the_clocks_leap_over_is_none(app) -> None:
    with app.test_request_context():
        instant, errors = _instant({"jour": "2027-03-28", "heure": "02:30"})

    assert instant is None and "heure" in errors


def test_a_year_that_is_an_address_leads_nowhere(nadia: FlaskClient, services: Services) -> None:
    for year in ("//evil.example", "..", ""):
        answer = nadia.post("/ouvertures/retrait", data={"annee": year, "id": "x", "vu": "1"})

        assert answer.status_code == 404
    assert not [it for it in services.calls if it.path.startswith("/school-years")]
