"""When something goes wrong, the page says what to do next, and never shows a trace."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.web.client import NotAllowed, NotThere, Refusal, Unavailable
from tests.gateway.reading import read
from tests.gateway.recorded import Services


def test_a_service_that_is_down_is_told_with_the_number_of_its_log(
    camille: FlaskClient, services: Services
) -> None:
    down = Unavailable("households answered 500", "4f3a9c21-0000-4000-8000-000000000000")
    services.answer("households", "GET", "/household", down)

    answer = camille.get("/dossier")

    assert answer.status_code == 503
    assert "ne répond pas en ce moment" in read(answer).words
    assert "donnez ce numéro : 4f3a9c21" in read(answer).words


def test_the_page_of_an_error_needs_no_service(camille: FlaskClient, services: Services) -> None:
    for service in ("accounts", "households", "bookings"):
        services.falls_silent(service, Unavailable("all is dark"))

    assert camille.get("/dossier").status_code == 503
    assert camille.get("/nulle-part").status_code == 404
    assert camille.get("/").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotThere("no"), 404), (NotAllowed("no"), 403), (Refusal("busy", {}), 409)],
)
def test_what_a_service_says_no_to_keeps_its_meaning(
    camille: FlaskClient, services: Services, error: Exception, status: int
) -> None:
    services.answer("households", "GET", "/household", error)

    assert camille.get("/dossier").status_code == status


def test_a_fault_of_ours_is_called_ours(camille: FlaskClient, services: Services) -> None:
    services.answer("households", "GET", "/household", KeyError("a bug"))

    answer = camille.get("/dossier")

    assert answer.status_code == 500
    assert "C’est de notre fait, pas du vôtre." in read(answer).words
    assert "KeyError" not in answer.text


def test_a_form_without_its_token_is_asked_to_start_again(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = app.test_client().post("/connexion", data={"email": "camille@exemple.fr"})

    assert answer.status_code == 400
    assert "Cette page a attendu trop longtemps" in read(answer).words


def test_pages_forbid_everything_they_do_not_need(visitor: FlaskClient) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
