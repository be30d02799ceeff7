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
