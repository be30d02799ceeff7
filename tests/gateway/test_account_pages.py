"""« Mon profil », « Plus », and the mailbox of a demonstration."""

from flask import Flask
from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.gateway.reading import read
from tests.gateway.recorded import MAIL, Services

WISH = {"current": "une phrase courte", "new": "une autre phrase"}


def test_changing_the_password_keeps_this_device_signed_in(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "PUT", "/password", {"session": "another"})

    answer = camille.post("/profil/mot-de-passe", data=WISH)

    assert services.asked("PUT", "/password")[0].json == WISH
    assert "another" in answer.headers["Set-Cookie"]
    assert answer.location == "/profil?change"


def test_a_wrong_current_password_is_told_at_its_field(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "PUT", "/password", Refusal("wrong_password", {}))

    answer = camille.post("/profil/mot-de-passe", data=WISH)

    assert answer.status_code == 422
    assert read(answer).link("Ce n’est pas votre mot de passe actuel") == "#current"


def test_the_menu_leads_everywhere_else(camille: FlaskClient) -> None:
    page = read(camille.get("/plus"))

    assert page.link("Mon profil") == "/profil"
    assert page.link("Mon dossier") == "/dossier"
    assert page.link("Messages de démonstration") == "/mails"


def test_mails_of_a_demonstration_say_that_they_never_left(visitor: FlaskClient) -> None:
    page = read(visitor.get("/mails"))

    assert "Rien de ceci n’est parti." in page.words
    assert page.link("Confirmez votre adresse e-mail") == f"/mails/{MAIL}"


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing(visitor: FlaskClient) -> None:
    page = visitor.get(f"/mails/{MAIL}")
    content = visitor.get(f"/mails/{MAIL}/contenu")

    assert f'src="/mails/{MAIL}/contenu"' in page.text
    assert read(page).link("confirmation/jeton") == "http://127.0.0.1:8000/confirmation/jeton"
    policy = content.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy
    assert "allow-scripts" not in policy
    assert '<base target="_top">' in content.text


def test_where_mails_really_leave_there_is_no_mailbox(app: Flask, camille: FlaskClient) -> None:
    app.config["SHOWS_MAILS"] = False

    assert camille.get("/mails").status_code == 404
    assert "Messages de démonstration" not in read(camille.get("/plus")).words
