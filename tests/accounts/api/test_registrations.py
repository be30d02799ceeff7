from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from shared.contracts.accounts import AccountCreated
from tests.accounts.api.conftest import CAMILLE, EMAIL, PASSWORD, SACHA, code, wrong_fields


def test_a_parent_who_registers_is_signed_in_at_once(accounts):
    answer = accounts.register()

    assert answer.status_code == 201
    assert accounts.look_up(answer.json["session"]).json == {
        "account_id": str(CAMILLE),
        "kind": "FAMILY",
        "confirmed": False,
        "email": EMAIL,
        "name": None,
        "language": "fr",
        "roles": [],
        "facilities": [],
    }
    assert accounts.service.published() == [AccountCreated(account_id=CAMILLE, language="fr")]


def test_a_double_click_registers_once(accounts):
    accounts.register()

    again = accounts.register()

    assert again.status_code == 201
    assert accounts.look_up(again.json["session"]).json["account_id"] == str(CAMILLE)
    assert len(accounts.service.published()) == 1


def test_knowing_the_id_of_an_account_does_not_open_it(accounts):
    accounts.register()

    assert code(accounts.register(password="un autre mot de passe")) == (409, "email_taken")


def test_guessing_by_registering_again_locks_out_too(accounts):
    accounts.register()
    for _ in range(8):
        accounts.register(password="un autre mot de passe")

    assert code(accounts.register()) == (409, "too_many_attempts")


def test_an_address_serves_one_account(accounts):
    accounts.register()

    assert code(accounts.register(SACHA)) == (409, "email_taken")
    assert len(accounts.service.published()) == 1


@pytest.mark.parametrize(
    "same",
    ["Camille.Martin@exemple.fr", " camille.martin@EXEMPLE.fr ", "CAMILLE.MARTIN@EXEMPLE.FR"],
)
def test_capitals_and_spaces_make_no_other_address(accounts, same):
    accounts.register()

    assert code(accounts.register(SACHA, email=same)) == (409, "email_taken")
    assert accounts.sign_in(email=same).status_code == 201


def test_the_same_account_does_not_register_with_a_second_address(accounts):
    accounts.register()

    assert code(accounts.register(email="autre@exemple.fr")) == (409, "already_registered")
    assert accounts.register(SACHA, email="autre@exemple.fr").status_code == 201


def test_a_member_of_the_staff_may_also_be_a_parent(accounts):
    accounts.describe_staff(email=EMAIL)

    assert accounts.register().status_code == 201


def test_the_id_of_a_member_of_the_staff_is_taken(accounts):
    accounts.describe_staff(CAMILLE, email="dominique@exemple.fr")

    assert code(accounts.register()) == (409, "already_registered")


def test_of_two_who_register_the_same_address_at_once_one_gets_it(accounts):
    at_once = Barrier(6)

    def register(number: int) -> int:
        at_once.wait()
        return accounts.register(UUID(int=100 + number)).status_code

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(register, range(6)))

    assert sorted(answers) == [201, 409, 409, 409, 409, 409]
    assert len(accounts.service.published(AccountCreated)) == 1


def test_everything_about_a_registration_is_asked_for(accounts):
    answer = accounts.public.post("/registrations", json={})

    assert wrong_fields(answer) == {
        "account_id": "required",
        "email": "required",
        "password": "required",
    }


def test_what_is_wrong_with_a_registration_is_told_by_field(accounts):
    asked = {
        "account_id": "douze",
        "email": "camille.martin",
        "password": "court",
        "language": "de",
        "admin": True,
    }

    assert wrong_fields(accounts.public.post("/registrations", json=asked)) == {
        "account_id": "not_an_id",
        "email": "not_an_email",
        "password": "too_short",
        "language": "not_a_choice",
        "admin": "unknown_field",
    }


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("neuf sign", "too_short"),
        ("x" * 201, "too_long"),
        (12345678901, "not_a_text"),
        (None, "required"),
    ],
)
def test_a_password_has_ten_to_two_hundred_characters(accounts, password, why):
    assert wrong_fields(accounts.register(password=password)) == {"password": why}


@pytest.mark.parametrize("password", ["dix signes", "x" * 200, "é" * 100, PASSWORD])
def test_any_characters_make_a_password(accounts, password):
    assert accounts.register(password=password).status_code == 201
    assert accounts.sign_in(password=password).status_code == 201


def test_an_accent_typed_on_another_machine_is_the_same_password(accounts):
    accounts.register(password="mot de passe composé")

    assert accounts.sign_in(password="mot de passe compose\u0301").status_code == 201


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("", "not_an_email"),
        ("@exemple.fr", "not_an_email"),
        ("camille@", "not_an_email"),
        ("zoé@exemple.fr", "not_an_email"),
        ("camille martin@exemple.fr", "not_an_email"),
        ("camille@exemple.fr\r\nBcc: x@exemple.fr", "not_an_email"),
        ("x" * 300 + "@exemple.fr", "not_an_email"),
        ("cam\x00ille@exemple.fr", "not_a_text"),
        (42, "not_a_text"),
        (["camille@exemple.fr"], "not_a_text"),
    ],
)
def test_what_is_no_address_is_not_registered(accounts, email, why):
    assert wrong_fields(accounts.register(email=email)) == {"email": why}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe"])
def test_what_is_no_json_is_told(accounts, body):
    answer = accounts.public.post("/registrations", data=body, content_type="application/json")

    assert wrong_fields(answer) == {"": "not_json"}


@pytest.mark.parametrize("body", ["[]", '"text"', "1"])
def test_what_is_no_object_is_told(accounts, body):
    answer = accounts.public.post("/registrations", data=body, content_type="application/json")

    assert wrong_fields(answer) == {"": "not_an_object"}


@pytest.mark.parametrize("field", ["email", "password"])
def test_half_a_character_is_no_text(accounts, field):
    asked = {"email": EMAIL, "password": PASSWORD, field: "camille\ud800@exemple.fr"}

    assert wrong_fields(accounts.register(**asked)) == {field: "not_a_text"}


def test_only_a_site_registers_parents(accounts):
    asked = {"account_id": str(CAMILLE), "email": EMAIL, "password": PASSWORD}

    assert accounts.family().post("/registrations", json=asked).status_code == 403
    assert accounts.internal.post("/registrations", json=asked).status_code == 403


def test_a_domain_with_accents_is_kept_as_mail_servers_read_it(accounts):
    session = accounts.register(email="zoe@Écoles.exemple.fr").json["session"]

    assert accounts.look_up(session).json["email"] == "zoe@xn--coles-9ra.exemple.fr"
    assert accounts.sign_in(email="zoe@écoles.exemple.fr").status_code == 201
