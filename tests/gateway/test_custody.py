"""« Garde alternée »: told on one page, and followed by the year's booking."""

from typing import Any

from flask.testing import FlaskClient

from shared.web.client import NotThere, Refusal
from tests.gateway.reading import read
from tests.gateway.recorded import LEO, Services

PAGE, OWNER = f"/garde/{LEO}", f"/custody/{LEO}"


def custody(**changes: Any) -> dict[str, Any]:
    exception = {"first": "2026-12-24", "last": "2026-12-25", "here": False}
    calendar = {"weeks": "ODD", "first_halves": "EVEN", "exceptions": [exception]}
    weeks = [
        {"monday": "2026-11-09", "here": 0, "of": 5},
        {"monday": "2026-11-16", "here": 5, "of": 5},
        {"monday": "2026-12-21", "here": 3, "of": 5},
    ]
    return {"calendar": calendar, "weeks": weeks, "homes": None} | changes


def test_the_page_shows_what_was_told_and_the_weeks_to_come(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", OWNER, custody())

    page = read(camille.get(PAGE))

    assert "Semaine du 9 novembre Chez l’autre parent" in page.words
    assert "Semaine du 16 novembre Chez moi" in page.words
    assert "Semaine du 21 décembre 3 jours chez moi" in page.words
    assert 'value="2026-12-24"' in camille.get(PAGE).text


def test_what_is_typed_is_sent_whole_and_what_it_moved_is_said(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", OWNER, custody())
    services.answer("bookings", "PUT", OWNER, {"gone": 4, "added": 3})

    typed = {"semaines": "EVEN", "vacances": "", "du-0": "2026-12-24", "chez-0": "moi", "au-1": ""}
    sent = camille.post(PAGE, data=typed)

    (call,) = services.asked("PUT", OWNER)
    day = "2026-12-24"
    assert call.asked["json"] == {
        "weeks": "EVEN",
        "first_halves": None,
        "exceptions": [{"first": day, "last": day, "here": True}],
        "give_back": False,
    }
    page = read(camille.get(sent.location))
    assert "Jours annulés : 4" in page.words.replace("\u00a0", " ")


def test_what_is_wrong_is_said_and_nothing_is_sent(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", OWNER, custody(calendar=None, weeks=[]))
    services.answer("bookings", "PUT", OWNER, Refusal("period_reversed", {}))
    empty = camille.post(PAGE, data={"du-0": "demain"})
    backwards = {"semaines": "ODD", "du-0": "2026-12-25", "au-0": "2026-12-24"}

    assert empty.status_code == 422 and services.asked("PUT", OWNER) == []
    answer = camille.post(PAGE, data=backwards)
    assert "Une période finit avant de commencer." in read(answer).words
    assert camille.get("/garde/5eed0000-0000-4000-8000-0000000000ff").status_code == 404
    services.answer("bookings", "GET", OWNER, NotThere())
    assert camille.get(PAGE).status_code == 404
