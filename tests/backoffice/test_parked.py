"""Messages that wait for a person: seen from the first page, tried again, or given up."""

from flask.testing import FlaskClient

from shared.web.client import Unavailable
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import PARKED, Services, parked, session_of_nadia

ONE = f"/messages/billing/{PARKED}"


def waiting(services: Services, *messages: dict[str, object]) -> None:
    answer = {"count": len(messages), "messages": list(messages)}
    services.answer("billing", "GET", "/parked", answer)


def test_the_first_page_says_when_something_waits(nadia: FlaskClient, services: Services) -> None:
    assert "en attente Un service" not in words_of(nadia.get("/"))
    waiting(services, parked(), parked(attempts=0))

    answer = nadia.get("/")

    assert "2 messages en attente Un service n’a pas pu les traiter" in words_of(answer)
    assert 'href="/messages"' in answer.text


def test_who_does_not_run_the_portal_is_not_asked_to(
    nadia: FlaskClient, services: Services
) -> None:
    waiting(services, parked())
    services.answer("accounts", "POST", "/sessions/lookup", session_of_nadia("files"))

    assert "en attente Un service" not in words_of(nadia.get("/"))


def test_each_is_listed_with_who_waits_for_it_and_since_when(
    nadia: FlaskClient, services: Services
) -> None:
    waiting(services, parked(), parked(attempts=0))

    page = words_of(nadia.get("/messages"))

    assert "Quotient familial enregistré Facturation, depuis 30 minutes Échec, 3 essais" in page
    assert "Attend le précédent" in page


def test_a_service_that_is_down_hides_nobody_else_s(nadia: FlaskClient, services: Services) -> None:
    waiting(services, parked())
    services.answer("notifier", "GET", "/parked", Unavailable("away"))

    assert "Quotient familial enregistré" in words_of(nadia.get("/messages"))


def test_nothing_parked_is_said_in_words(nadia: FlaskClient) -> None:
    assert "Aucun message en attente" in words_of(nadia.get("/messages"))


def test_one_is_shown_with_its_error_and_what_it_says(nadia: FlaskClient) -> None:
    page = words_of(nadia.get(ONE))

    assert "« Facturation » n’a pas pu traiter ce que « Familles » lui annonçait" in page
    assert "OperationalError: no such table: quotients" in page
    assert '"quotient": 700' in page


def test_trying_again_says_that_it_went_through(nadia: FlaskClient, services: Services) -> None:
    services.answer(
        "billing", "POST", f"/parked/{PARKED}/retry", {"heard": 2, "still_parked": False}
    )

    page = words_of(nadia.post(f"/messages/reessayer/billing/{PARKED}"))

    assert "Le message a été traité" in page
    assert "Plus rien n’attend." in page


def test_trying_again_in_vain_says_so(nadia: FlaskClient, services: Services) -> None:
    services.answer(
        "billing", "POST", f"/parked/{PARKED}/retry", {"heard": 0, "still_parked": True}
    )

    answer = nadia.post(f"/messages/reessayer/billing/{PARKED}", follow_redirects=True)

    assert "Nouvel essai, nouvel échec" in words_of(answer)


def test_giving_up_is_asked_twice(nadia: FlaskClient, services: Services) -> None:
    services.answer(
        "billing", "POST", f"/parked/{PARKED}/skip", {"heard": 1, "still_parked": False}
    )

    asked = nadia.get(f"/messages/ignorer/billing/{PARKED}")
    assert "On ne peut pas revenir en arrière" in words_of(asked)
    assert not services.asked("POST", f"/parked/{PARKED}/skip")

    done = nadia.post(f"/messages/ignorer/billing/{PARKED}")
    assert "Message ignoré" in words_of(done)


def test_what_nobody_could_read_is_shown_as_it_came(nadia: FlaskClient, services: Services) -> None:
    broken = {**parked(), "id": "households/9", "type": "unknown", "message": "{"}
    services.answer("billing", "GET", "/parked/households/9", broken)

    page = words_of(nadia.get("/messages/billing/households/9"))

    assert "Message illisible" in page
