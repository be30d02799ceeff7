"""Signing in and out, and a new password."""

import pytest
from flask.testing import FlaskClient

from shared.web.client import NotThere, Refusal, Unavailable
from tests.gateway.reading import read
from tests.gateway.recorded import Services

KEY = {"email": "camille@exemple.fr", "password": "une phrase courte"}


def test_signing_in_leads_home(visitor: FlaskClient, services: Services) -> None:
    answer = visitor.post("/connexion", data=KEY)

    assert answer.location == "/accueil"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert services.asked("POST", "/sessions")[0].json == KEY | {"kind": "FAMILY"}


def test_a_page_that_needs_it_comes_back_after_the_sign_in(visitor: FlaskClient) -> None:
    asked = visitor.get("/dossier/moi")
    page = read(visitor.get(asked.location))

    assert asked.location == "/connexion?suite=%2Fdossier%2Fmoi"
    answer = visitor.post("/connexion", data=KEY | {"suite": page.hidden["suite"]})
    assert answer.location == "/dossier/moi"


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.fr", "//ailleurs.fr", "/\\ailleurs.fr", "x"]
)
def test_the_sign_in_leads_to_no_other_site(visitor: FlaskClient, elsewhere: str) -> None:
    assert visitor.post("/connexion", data=KEY | {"suite": elsewhere}).location == "/accueil"


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(
    visitor: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/sessions", Refusal("wrong_credentials", {}))

    answer = visitor.post("/connexion", data=KEY)
    page = read(answer)

    assert answer.status_code == 409
    assert "ne correspond pas" in page.words
    assert (page.values["email"], page.values["password"]) == ("camille@exemple.fr", "")
    assert page.title.startswith("Erreur :")


def test_too_many_attempts_says_until_when(visitor: FlaskClient, services: Services) -> None:
    locked = Refusal("too_many_attempts", {"retry_at": "2026-03-30T15:15:00Z"})
    services.answer("accounts", "POST", "/sessions", locked)

    page = read(visitor.post("/connexion", data=KEY))

    assert "attendez jusqu’à lundi 30 mars à 17 h 15" in page.words


def test_an_empty_form_asks_for_both(visitor: FlaskClient) -> None:
    answer = visitor.post("/connexion", data={})

    assert answer.status_code == 422
    assert "Il y a 2 points à corriger" in read(answer).words


def test_a_session_that_is_over_asks_to_sign_in(camille: FlaskClient, services: Services) -> None:
    services.answer("accounts", "POST", "/sessions/lookup", NotThere("over"))

    assert camille.get("/accueil").location == "/connexion"


def test_signing_out_ends_the_session_and_takes_the_cookie(
    camille: FlaskClient, services: Services
) -> None:
    answer = camille.post("/deconnexion")

    assert answer.location == "/"
    assert services.asked("POST", "/sessions/end")[0].json == {"session": "opaque"}
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]


def test_signing_out_works_although_accounts_is_silent(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/sessions/end", Unavailable("down"))

    assert "Expires=Thu, 01 Jan 1970" in camille.post("/deconnexion").headers["Set-Cookie"]


def test_signing_out_is_never_a_link(camille: FlaskClient) -> None:
    assert camille.get("/deconnexion").status_code == 405


def test_a_forgotten_password_gets_the_same_answer_whoever_asks(
    visitor: FlaskClient, services: Services
) -> None:
    answer = visitor.post(
        "/mot-de-passe", data={"email": "inconnu@exemple.fr"}, follow_redirects=True
    )

    assert services.asked("POST", "/password-resets")[0].json == {"email": "inconnu@exemple.fr"}
    assert "Si un compte existe pour inconnu@exemple.fr" in read(answer).words


def test_the_mailed_link_sets_a_new_password(visitor: FlaskClient, services: Services) -> None:
    services.answer("accounts", "POST", "/password-resets/completion", {})

    answer = visitor.post("/mot-de-passe/jeton", data={"password": "une autre phrase"})

    asked = services.asked("POST", "/password-resets/completion")[0].json
    assert asked == {"token": "jeton", "password": "une autre phrase"}
    assert "Mot de passe changé" in read(visitor.get(answer.location)).words


def test_a_new_password_that_is_too_short_is_not_sent(
    visitor: FlaskClient, services: Services
) -> None:
    answer = visitor.post("/mot-de-passe/jeton", data={"password": "court"})

    assert answer.status_code == 422
    assert services.asked("POST", "/password-resets/completion") == []


def test_a_link_that_served_leads_to_a_new_one(visitor: FlaskClient, services: Services) -> None:
    refused = Refusal("link_used", {})
    services.answer("accounts", "POST", "/password-resets/completion", refused)

    answer = visitor.post("/mot-de-passe/jeton", data={"password": "une autre phrase"})

    assert answer.status_code == 410
    assert "Ce lien a déjà servi." in read(answer).words
    assert read(answer).link("Demander un nouveau lien") == "/mot-de-passe"
