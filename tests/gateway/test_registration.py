"""Creating an account: four parts, each saved; a mailed link; nothing entered is lost."""

import pytest
from flask.testing import FlaskClient

from shared.web.client import Invalid, Refusal, Unavailable
from tests.gateway.reading import read
from tests.gateway.recorded import CAMILLE, Services, household, section, signed_in

COORDINATES = {
    "account_id": CAMILLE,
    "email": "camille@exemple.fr",
    "password": "une phrase courte",
    "line1": "12 rue des Lilas",
    "line2": "",
    "postcode": "67000",
    "town": "Strasbourg",
}
ME = {
    "seen": "7",
    "given_name": "Camille",
    "family_name": "Martin",
    "mobile": "06 12 34 56 78",
    "relationship": "MOTHER",
}


def unconfirmed(services: Services) -> None:
    services.answer("accounts", "POST", "/sessions/lookup", signed_in(confirmed=False))


def test_the_first_part_makes_the_account_signs_in_and_keeps_the_address(
    visitor: FlaskClient, services: Services
) -> None:
    answer = visitor.post("/inscription", data=COORDINATES)

    assert answer.location == "/inscription/personnelles"
    assert "opaque" in answer.headers["Set-Cookie"]
    assert services.asked("POST", "/registrations")[0].json == {
        "account_id": CAMILLE,
        "email": "camille@exemple.fr",
        "password": "une phrase courte",
        "language": "fr",
    }
    assert services.asked("PUT", "/household/sections/address")[0].json == {
        "seen": 7,
        "line1": "12 rue des Lilas",
        "line2": None,
        "postcode": "67000",
        "town": "Strasbourg",
    }


def test_the_account_is_named_by_the_form_so_that_two_clicks_make_one(
    visitor: FlaskClient, services: Services
) -> None:
    form = read(visitor.get("/inscription"))

    visitor.post("/inscription", data=COORDINATES | {"account_id": form.hidden["account_id"]})

    asked = services.asked("POST", "/registrations")[0].json
    assert asked["account_id"] == form.hidden["account_id"]


def test_digits_may_be_grouped_as_people_write_them(
    visitor: FlaskClient, services: Services
) -> None:
    visitor.post("/inscription", data=COORDINATES | {"postcode": " 67\u00a0000 "})

    assert services.asked("PUT", "/household/sections/address")[0].json["postcode"] == "67000"


def test_a_first_part_in_error_keeps_what_was_typed_but_the_password(visitor: FlaskClient) -> None:
    answer = visitor.post(
        "/inscription", data=COORDINATES | {"postcode": "670", "password": "court"}
    )
    page = read(answer)

    assert answer.status_code == 422
    assert page.title.startswith("Erreur :")
    assert page.link("Écrivez un code postal à 5 chiffres") == "#postcode"
    assert page.link("Choisissez un mot de passe de 10 caractères au moins") == "#password"
    assert page.values["line1"] == "12 rue des Lilas"
    assert page.values["password"] == ""
    assert page.hidden["account_id"] == CAMILLE


def test_an_address_that_has_an_account_is_shown_the_way_in(
    visitor: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/registrations", Refusal("email_taken", {}))

    answer = visitor.post("/inscription", data=COORDINATES)

    assert answer.status_code == 409
    assert read(answer).link("Un compte existe déjà") == "#email"
    assert read(answer).link("Mot de passe oublié") == "/mot-de-passe"


def test_what_accounts_finds_stands_at_its_field(visitor: FlaskClient, services: Services) -> None:
    found = Invalid([{"field": "email", "code": "not_an_email"}])
    services.answer("accounts", "POST", "/registrations", found)

    answer = visitor.post("/inscription", data=COORDINATES)

    assert answer.status_code == 422
    assert read(answer).link("Écrivez une adresse e-mail complète") == "#email"


def test_the_account_stays_when_its_address_cannot_be_kept(
    visitor: FlaskClient, services: Services
) -> None:
    services.answer("households", "PUT", "/household/sections/address", Unavailable("down"))

    answer = visitor.post("/inscription", data=COORDINATES)

    assert answer.status_code == 503
    assert "opaque" in answer.headers["Set-Cookie"]


def test_coming_back_to_the_first_part_shows_the_address_and_makes_no_second_account(
    camille: FlaskClient, services: Services
) -> None:
    unconfirmed(services)

    page = read(camille.get("/inscription"))
    answer = camille.post("/inscription", data=COORDINATES | {"seen": page.hidden["seen"]})

    assert page.values["line1"] == "12 rue des Lilas"
    assert "camille@exemple.fr" in page.words
    assert "password" not in page.values
    assert answer.location == "/inscription/personnelles"
    assert services.asked("POST", "/registrations") == []


def test_each_part_is_saved_at_next(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)

    answer = camille.post("/inscription/personnelles", data=ME)

    assert answer.location == "/inscription/professionnelles"
    assert services.asked("PUT", "/household/sections/me")[0].json == {
        "seen": 7,
        "given_name": "Camille",
        "family_name": "Martin",
        "mobile": "06 12 34 56 78",
        "relationship": "MOTHER",
        "sms": False,
    }


def test_a_part_in_error_is_not_saved(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)

    answer = camille.post(
        "/inscription/personnelles", data=ME | {"mobile": "06 12 34 5", "relationship": ""}
    )
    page = read(answer)

    assert answer.status_code == 422
    assert "Il y a 2 points à corriger" in page.words
    assert page.link("Écrivez un numéro de mobile à 10 chiffres") == "#mobile"
    assert page.link("Choisissez le lien avec les enfants") == "#relationship"
    assert page.values["mobile"] == "06 12 34 5"
    assert services.asked("PUT", "/household/sections/me") == []


def test_previous_shows_what_was_saved(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)

    page = read(camille.get("/inscription/personnelles"))

    assert page.values["given_name"] == "Camille"
    assert page.values["mobile"] == "06 12 34 56 78"
    assert ("relationship", "MOTHER") in page.ticked


def test_previous_saves_a_good_part(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)

    answer = camille.post("/inscription/personnelles", data=ME | {"vers": "precedent"})

    assert answer.location == "/inscription"
    assert services.asked("PUT", "/household/sections/me")[0].json["given_name"] == "Camille"


@pytest.mark.parametrize(
    ("way", "leads_to"), [("precedent", "/inscription"), ("plus-tard", "/inscription/plus-tard")]
)
def test_a_part_that_cannot_be_saved_yet_is_found_again_as_it_was_left(
    camille: FlaskClient, services: Services, way: str, leads_to: str
) -> None:
    unconfirmed(services)
    typed = ME | {"given_name": "Cami", "mobile": "06 12", "vers": way}

    answer = camille.post("/inscription/personnelles", data=typed)
    page = read(camille.get("/inscription/personnelles"))

    assert answer.location == leads_to
    assert services.asked("PUT", "/household/sections/me") == []
    assert (page.values["given_name"], page.values["mobile"]) == ("Cami", "06 12")
    assert "à corriger" not in page.words


def test_what_was_left_is_forgotten_once_saved_or_signed_out(
    camille: FlaskClient, services: Services
) -> None:
    unconfirmed(services)
    left = ME | {"mobile": "06 12", "vers": "precedent"}

    camille.post("/inscription/personnelles", data=left)
    camille.post("/inscription/personnelles", data=ME)
    assert read(camille.get("/inscription/personnelles")).values["mobile"] == "06 12 34 56 78"

    camille.post("/inscription/personnelles", data=left)
    camille.post("/deconnexion")
    with camille.session_transaction() as kept:
        assert "unsent" not in kept


def test_what_was_left_is_shown_to_nobody_else(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)
    camille.post("/inscription/personnelles", data=ME | {"mobile": "06 12", "vers": "precedent"})

    somebody = signed_in(confirmed=False) | {"account_id": "11111111-0000-4000-8000-000000000000"}
    services.answer("accounts", "POST", "/sessions/lookup", somebody)

    page = read(camille.get("/inscription/personnelles"))
    assert page.values["mobile"] == "06 12 34 56 78"


def test_a_quotient_may_be_grouped_as_people_write_it(
    camille: FlaskClient, services: Services
) -> None:
    unconfirmed(services)
    form = {"seen": "7", "quotient_choice": "DECLARED", "quotient": "1\u00a0250"}

    camille.post("/inscription/complementaires", data=form)

    asked = services.asked("PUT", "/household/sections/complementary")[0].json
    assert asked["quotient"] == 1250


def test_the_last_part_leads_to_the_mail(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)
    form = {"seen": "7", "quotient_choice": "DECLARED", "quotient": "820"}

    assert camille.post("/inscription/complementaires", data=form).location == "/confirmez"
    asked = services.asked("PUT", "/household/sections/complementary")[0].json
    assert (asked["quotient"], asked["caf_number"]) == (820, None)


def test_until_the_address_is_confirmed_every_other_page_says_so(
    camille: FlaskClient, services: Services
) -> None:
    unconfirmed(services)

    for path in ("/accueil", "/dossier", "/dossier/moi", "/profil", "/plus"):
        assert camille.get(path).location == "/confirmez"

    page = read(camille.get("/confirmez"))
    assert "Un message est parti à camille@exemple.fr" in page.words


def test_parts_left_open_are_offered_on_the_next_device(
    camille: FlaskClient, services: Services
) -> None:
    unconfirmed(services)
    file = household()
    file["sections"]["work"] = section(["situation"])
    services.answer("households", "GET", "/household", file)

    page = read(camille.get("/inscription/plus-tard"))

    assert page.link("Informations professionnelles") == "/inscription/professionnelles"
    assert page.link("Continuer maintenant") == "/inscription/professionnelles"


def test_the_link_is_sent_again(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)

    answer = camille.post("/confirmez/renvoyer", follow_redirects=True)

    assert len(services.asked("POST", "/confirmation-requests")) == 1
    assert "Un nouveau lien vient de partir." in read(answer).words


def test_the_link_is_not_sent_twice_in_a_minute(camille: FlaskClient, services: Services) -> None:
    unconfirmed(services)
    services.answer("accounts", "POST", "/confirmation-requests", Refusal("too_soon", {}))

    answer = camille.post("/confirmez/renvoyer")

    assert answer.status_code == 409
    assert "Attendez une minute" in read(answer).words


def test_following_the_mailed_link_does_nothing_pressing_the_button_confirms(
    visitor: FlaskClient, services: Services
) -> None:
    answer = {"account_id": CAMILLE, "first_time": True}
    services.answer("accounts", "POST", "/confirmations", answer)

    assert visitor.get("/confirmation/jeton").status_code == 200
    assert services.asked("POST", "/confirmations") == []

    confirmed = visitor.post("/confirmation/jeton", follow_redirects=True)
    assert services.asked("POST", "/confirmations")[0].json == {"token": "jeton"}
    assert "Votre adresse est confirmée" in read(confirmed).words
    assert read(confirmed).link("Se connecter") == "/connexion"


def test_after_confirming_the_next_part_is_offered(
    camille: FlaskClient, services: Services
) -> None:
    file = household()
    file["sections"]["complementary"] = section(["quotient_choice"])
    services.answer("households", "GET", "/household", file)

    assert read(camille.get("/confirmation")).link("Continuer") == "/inscription/complementaires"


def test_a_dead_link_says_why_and_where_to_get_another(
    visitor: FlaskClient, services: Services
) -> None:
    services.answer("accounts", "POST", "/confirmations", Refusal("link_expired", {}))

    answer = visitor.post("/confirmation/jeton")

    assert answer.status_code == 410
    assert "il a expiré" in read(answer).words
    assert read(answer).link("Se connecter") == "/connexion"
