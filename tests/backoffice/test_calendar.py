"""The calendar of the year: days are closed and reopened only after seeing what it changes."""

import re
from typing import Any

from flask.testing import FlaskClient

from tests.backoffice.reading import words_of
from tests.backoffice.recorded import Services, school_year

YEAR = "2026-2027"
STRIKE = {
    "name": "Grève nationale",
    "first": "2026-11-20",
    "last": "2026-11-20",
    "facility_id": None,
    "kind": "STRIKE",
}
TYPED = {
    "annee": YEAR,
    "nature": "STRIKE",
    "nom": "Grève nationale",
    "premier": "2026-11-20",
    "dernier": "",
    "site": "",
}


def year_of(services: Services, **changes: Any) -> None:
    told = school_year(**{"closures": []} | changes)
    services.answer("bookings", "GET", f"/school-years/{YEAR}/calendar", told)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_the_year_shows_everything_that_closes_care(nadia: FlaskClient, services: Services) -> None:
    year_of(services, closures=[STRIKE])

    page = words_of(nadia.get("/calendrier"))

    assert "Grève nationale Vendredi 20 novembre" in page
    assert "Noël Du" in page and "Vendredi saint Vendredi 26 mars" in page
    assert "Novembre 2026 1 jour" in page


def test_a_strike_is_declared_after_seeing_how_many_it_touches(
    nadia: FlaskClient, services: Services
) -> None:
    year_of(services)
    counted = {"families": 42, "gone": 118, "added": 0}
    services.answer("bookings", "POST", f"/school-years/{YEAR}/closures/preview", counted)
    services.answer("bookings", "POST", f"/school-years/{YEAR}/closures", counted)

    preview = nadia.post("/calendrier/apercu", data=TYPED)
    done = nadia.post("/calendrier/fermer", data=hidden(preview.text))
    after = words_of(nadia.get(done.headers["Location"]))

    assert "Familles concernées 42 Accueils annulés 118" in words_of(preview)
    (sent,) = services.asked("POST", f"/school-years/{YEAR}/closures")
    assert sent.json == STRIKE
    assert "Les jours sont fermés. 42 familles sont prévenues par e-mail." in after


def test_a_closure_is_taken_back_the_same_way(nadia: FlaskClient, services: Services) -> None:
    year_of(services, closures=[STRIKE])
    counted = {"families": 2, "gone": 0, "added": 3}
    services.answer("bookings", "POST", f"/school-years/{YEAR}/reopenings/preview", counted)
    services.answer("bookings", "POST", f"/school-years/{YEAR}/reopenings", counted)

    form = hidden(nadia.get("/calendrier").text) | {"premier": "2026-11-20"}
    form |= {"dernier": "2026-11-20", "nom": STRIKE["name"], "nature": "STRIKE", "site": ""}
    preview = nadia.post("/calendrier/rouvrir/apercu", data=form)
    nadia.post("/calendrier/rouvrir", data=hidden(preview.text))

    assert "Accueils à rétablir, s’il reste des places 3" in words_of(preview)
    (sent,) = services.asked("POST", f"/school-years/{YEAR}/reopenings")
    assert sent.json == STRIKE


def test_a_form_without_day_or_reason_closes_nothing(
    nadia: FlaskClient, services: Services
) -> None:
    year_of(services)

    answer = nadia.post("/calendrier/apercu", data=TYPED | {"premier": "", "nom": " "})

    assert answer.status_code == 422
    assert "Écrivez un motif" in words_of(answer)
    assert services.asked("POST", f"/school-years/{YEAR}/closures/preview") == []


BRIDGE = {"name": "Pont", "first": "2027-05-07", "last": "2027-05-07", "facility_id": None}
TYPED_BRIDGE = {"annee": YEAR, "nom": "Pont", "premier": "2027-05-07", "dernier": "", "site": ""}


def test_a_bridge_day_is_opened_after_seeing_how_many_it_touches(
    nadia: FlaskClient, services: Services
) -> None:
    year_of(services, extra=[BRIDGE])
    counted = {"families": 12, "gone": 0, "added": 19}
    services.answer("bookings", "POST", f"/school-years/{YEAR}/extra-days/preview", counted)
    services.answer("bookings", "POST", f"/school-years/{YEAR}/extra-days", counted)

    preview = nadia.post("/calendrier/ouvrir/apercu", data=TYPED_BRIDGE)
    done = nadia.post("/calendrier/ouvrir", data=hidden(preview.text))
    after = words_of(nadia.get(done.headers["Location"]))

    assert "Familles concernées 12 Accueils ajoutés, s’il reste des places 19" in words_of(preview)
    (sent,) = services.asked("POST", f"/school-years/{YEAR}/extra-days")
    assert sent.json == BRIDGE
    assert "Les jours sont ouverts en plus. 12 familles sont prévenues par e-mail." in after
    assert "Pont Vendredi 7 mai 2027 · Tous les établissements Ouvert en plus Ne plus" in after


def test_an_extra_day_without_its_date_leads_to_its_own_field(
    nadia: FlaskClient, services: Services
) -> None:
    year_of(services)

    answer = nadia.post("/calendrier/ouvrir/apercu", data=TYPED_BRIDGE | {"premier": ""})

    assert answer.status_code == 422
    assert 'href="#ouvrir-premier"' in answer.text


def dates(**changes: Any) -> dict[str, Any]:
    return {
        "annee": YEAR,
        "vu": "4",
        "debut": "2026-09-01",
        "fin": "2027-07-02",
        "limite": "2026-12-17",
        "limite-heure": "23:59",
        "vacances-nom": ["Noël", "", "Pont"],
        "vacances-premier": ["2026-12-19", "", "2027-05-07"],
        "vacances-dernier": ["2027-01-03", "", ""],
        "ferie-nom": [""],
        "ferie-jour": [""],
        **changes,
    }


def test_the_dates_of_a_year_are_written_line_by_line_and_seen_before_they_hold(
    nadia: FlaskClient, services: Services
) -> None:
    year_of(services)
    counted = {"families": 3, "gone": 7, "added": 2}
    services.answer("bookings", "POST", f"/school-years/{YEAR}/revision/preview", counted)
    services.answer("bookings", "POST", f"/school-years/{YEAR}/revision", counted)

    form = words_of(nadia.get("/calendrier/annee"))
    preview = nadia.post("/calendrier/annee/apercu", data=dates())
    nadia.post("/calendrier/annee", data=dates())

    assert "Vacances scolaires" in form
    assert "Accueils annulés 7 Accueils ajoutés, s’il reste des places 2" in words_of(preview)
    assert preview.text.count('name="vacances-nom"') == 3
    (sent,) = services.asked("POST", f"/school-years/{YEAR}/revision")
    assert sent.json == {
        "starts_on": "2026-09-01",
        "ends_on": "2027-07-02",
        "regular_cutoff_at": "2026-12-17T22:59:00+00:00",
        "holidays": [
            {"name": "Noël", "first": "2026-12-19", "last": "2027-01-03"},
            {"name": "Pont", "first": "2027-05-07", "last": "2027-05-07"},
        ],
        "public_holidays": [],
        "seen": 4,
    }


def test_a_line_that_is_half_written_is_not_guessed(nadia: FlaskClient, services: Services) -> None:
    year_of(services)
    half = dates(**{"ferie-nom": ["Ascension"], "ferie-jour": [""], "fin": "demain"})

    answer = nadia.post("/calendrier/annee/apercu", data=half)

    assert answer.status_code == 422
    assert 'href="#ferie-jour-1"' in answer.text and 'href="#fin"' in answer.text
    assert services.asked("POST", f"/school-years/{YEAR}/revision/preview") == []
