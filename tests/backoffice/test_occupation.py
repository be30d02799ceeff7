"""How full the days are."""

from flask.testing import FlaskClient

from tests.backoffice.reading import words_of


def test_a_week_shows_every_slot_and_every_shared_pool(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/occupation/semaine"))

    assert "Semaine du 9 novembre 2026" in page
    assert "Mercredi 11 novembre Armistice 1918" in page
    assert "Soir 56 / 60 4 places libres 56 / 60 4 places libres Armistice 1918 56 / 56" in page
    assert "Encadrement 56 / 70 14 places libres" in page


def test_an_address_with_no_day_shows_this_week(nadia: FlaskClient) -> None:
    for wrong in ("someday", "9999-12-31", "2026-02-30"):
        answer = nadia.get(f"/occupation/semaine?jour={wrong}")

        assert answer.headers["Location"] == "/occupation/semaine"
