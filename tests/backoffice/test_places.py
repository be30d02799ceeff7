"""The places of a facility: changed after seeing on which days there would be too few."""

import pytest
from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.backoffice.prepared import prepared
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import Services

TYPED = {
    "vu": "3",
    "accueil-LUNCH": "50",
    "accueil-EVENING": "",
    "partage-1": "4",
    "partage-1-premier": ["2026-12-01", ""],
    "partage-1-dernier": ["", ""],
    "partage-1-taille": ["2", ""],
}
SENT = {
    "seen": 3,
    "slots": [{"slot_type": "LUNCH", "capacity": 50}],
    "pools": [
        {
            "pool_id": "encadrants",
            "size": 4,
            "exceptions": [{"first": "2026-12-01", "last": "2026-12-01", "size": 2}],
        }
    ],
}


@pytest.fixture(autouse=True)
def a_year_to_prepare(services: Services) -> None:
    prepared(services)


def test_each_facility_shows_its_places_and_what_is_shared(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/places"))

    assert "Midi 60 places" in page and "Soir selon les capacités partagées" in page
    assert "Les encadrants 3 encadrants 1 du 4 janvier 2027 au 8 janvier 2027" in page


def test_days_with_too_few_places_are_seen_and_accepted(
    nadia: FlaskClient, services: Services
) -> None:
    over = [{"day": "2026-11-17", "pool": None, "slot_type": "LUNCH", "too_many": 3}]
    services.answer("bookings", "POST", "/facilities/tilleuls/places/preview", {"overfull": over})
    services.answer("bookings", "POST", "/facilities/tilleuls/places", None)

    preview = words_of(nadia.post("/places/tilleuls/apercu", data=TYPED))
    nadia.post("/places/tilleuls", data=TYPED | {"vu-complet": "yes"})

    assert "1 jour trop plein" in preview
    assert "Mardi 17 novembre 2026, midi : 3 enfants de trop" in preview
    (sent,) = services.asked("POST", "/facilities/tilleuls/places")
    assert sent.json == SENT | {"overfull_accepted": True}


def test_days_that_nobody_confirmed_are_told_and_nothing_is_kept(
    nadia: FlaskClient, services: Services
) -> None:
    refusal = Refusal("below_taken", {"days": 2})
    services.answer("bookings", "POST", "/facilities/tilleuls/places", refusal)

    answer = nadia.post("/places/tilleuls", data=TYPED)

    assert "2 jours auraient moins de places que d’enfants" in words_of(answer)


def test_what_is_no_number_leads_to_its_field(nadia: FlaskClient, services: Services) -> None:
    for wrong in ("", "-1", "beaucoup", "100000", "٣"):
        answer = nadia.post("/places/tilleuls/apercu", data=TYPED | {"accueil-LUNCH": wrong})

        assert answer.status_code == 422
        assert 'href="#accueil-LUNCH"' in answer.text
    assert services.asked("POST", "/facilities/tilleuls/places/preview") == []


def test_a_facility_that_is_not_there_has_no_places(nadia: FlaskClient) -> None:
    assert nadia.get("/places/nulle-part").status_code == 404
