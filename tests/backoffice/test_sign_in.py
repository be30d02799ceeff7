"""The staff's own door."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.web.client import NotThere, Refusal
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import ROLES, Services

NADIAS = {"email": "nadia@exemple.fr", "password": "demonstration"}


def test_a_stranger_is_led_to_the_door_and_then_to_the_page_wanted(visitor: FlaskClient) -> None:
    answer = visitor.get("/dossiers?etat=RETURNED")

    assert answer.location == "/connexion?suite=/dossiers?etat%3DRETURNED"
    assert "Espace de gestion" in words_of(visitor.get(answer.location))
    entered = visitor.post("/connexion", data={**NADIAS, "suite": "/dossiers?etat=RETURNED"})
    assert entered.location == "/dossiers?etat=RETURNED"
    assert visitor.get(entered.location).status_code == 200


@pytest.mark.parametrize("suite", ["https://ailleurs.fr", "//ailleurs.fr", "/\\ailleurs.fr", ""])
def test_nobody_is_led_out_of_the_site(visitor: FlaskClient, suite: str) -> None:
    assert visitor.post("/connexion", data={**NADIAS, "suite": suite}).location == "/"


def test_a_wrong_password_is_told_and_the_address_kept(
    visitor: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/sessions", Refusal("wrong_credentials", {}))

    answer = visitor.post("/connexion", data=NADIAS)

    assert answer.status_code == 409
    assert "L’adresse e-mail ou le mot de passe ne convient pas." in words_of(answer)
    assert 'value="nadia@exemple.fr"' in answer.text
    assert "demonstration" not in answer.text


def test_after_too_many_attempts_the_page_says_until_when(
    visitor: FlaskClient, services: Services
) -> None:
    refusal = Refusal("too_many_attempts", {"retry_at": "2026-11-12T07:30:00+00:00"})
    services.answer("accounts", "POST", "/sessions", refusal)

    assert "Réessayez à 8 h 30." in words_of(visitor.post("/connexion", data=NADIAS))


def test_an_empty_form_leads_to_both_fields(visitor: FlaskClient) -> None:
    answer = visitor.post("/connexion", data={"email": " ", "password": ""})

    assert answer.status_code == 422
    assert "Il y a 2 points à corriger" in words_of(answer)
    assert 'href="#email"' in answer.text and 'href="#password"' in answer.text
    assert "<title>Erreur\xa0: Connexion" in answer.text


def test_only_the_session_of_a_staff_member_opens_a_page(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/sessions/lookup", NotThere("a family's session"))

    assert nadia.get("/").location == "/connexion?suite=/"
    (call,) = services.asked("POST", "/sessions/lookup")
    assert call.json == {"session": "opaque", "kind": "STAFF"}


def test_signing_out_ends_the_session_everywhere(nadia: FlaskClient, services: Services) -> None:
    answer = nadia.post("/deconnexion")

    assert answer.location == "/connexion"
    assert services.asked("POST", "/sessions/end")[0].json == {"session": "opaque"}
    assert nadia.get("/").location == "/connexion?suite=/"


def test_a_form_without_its_token_is_sent_back(app: Flask, services: Services) -> None:
    answer = app.test_client().post("/connexion", data=NADIAS)

    assert answer.status_code == 400
    assert "Rien n’a été enregistré" in words_of(answer)
    assert services.calls == []


def test_every_call_says_who_asks_and_with_which_rights(
    nadia: FlaskClient, services: Services
) -> None:
    nadia.get("/dossiers")

    asked = services.asked("GET", "/files")[0].asked
    assert asked["scope"] == "staff"
    assert asked["claims"] == {"name": "Nadia Keller", "roles": list(ROLES)}


def test_the_site_speaks_english_to_who_asks_for_it(nadia: FlaskClient) -> None:
    chosen = nadia.get("/langue/en?suite=/compte")

    assert chosen.location == "/compte"
    page = words_of(nadia.get("/compte"))
    assert "My account" in page and "Sign out" in page
    assert "Invoices for October 2026" in words_of(nadia.get("/facturation/2026-10"))
    assert "Lundi midi" not in words_of(nadia.get("/demandes"))
