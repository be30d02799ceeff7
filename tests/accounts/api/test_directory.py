from tests.accounts.api.conftest import CAMILLE, DOMINIQUE, EMAIL, SACHA, wrong_fields


def test_who_writes_learns_where_to_and_in_which_language(accounts):
    accounts.register()
    accounts.register(SACHA, email="sacha@exemple.fr", language="en")
    accounts.describe_staff()
    asked = {"accounts": [str(CAMILLE), str(SACHA), str(DOMINIQUE)]}

    answer = accounts.internal.post("/contact-points", json=asked)

    assert answer.json == {
        "accounts": {
            str(CAMILLE): {"email": EMAIL, "language": "fr"},
            str(SACHA): {"email": "sacha@exemple.fr", "language": "en"},
            str(DOMINIQUE): {"email": "dominique@exemple.fr", "language": "fr"},
        }
    }


def test_unknown_accounts_are_left_out(accounts):
    answer = accounts.internal.post("/contact-points", json={"accounts": [str(SACHA)]})

    assert answer.json == {"accounts": {}}


def test_erased_accounts_are_left_out_and_sign_in_no_more(accounts):
    session = accounts.register().json["session"]
    accounts.service.app.extensions["keyring"].vault.forget(CAMILLE)

    answer = accounts.internal.post("/contact-points", json={"accounts": [str(CAMILLE)]})

    assert answer.json == {"accounts": {}}
    assert accounts.sign_in().status_code == 409
    assert accounts.look_up(session).status_code == 404


def test_what_is_wrong_with_the_question_is_told_by_field(accounts):
    missing = accounts.internal.post("/contact-points", json={})
    no_id = accounts.internal.post("/contact-points", json={"accounts": ["douze"]})
    too_many = accounts.internal.post("/contact-points", json={"accounts": [str(SACHA)] * 501})

    assert wrong_fields(missing) == {"accounts": "required"}
    assert wrong_fields(no_id) == {"accounts.0": "not_an_id"}
    assert wrong_fields(too_many) == {"accounts": "too_long"}


def test_addresses_are_for_services_alone(accounts):
    asked = {"accounts": [str(CAMILLE)]}

    for client in (accounts.public, accounts.family(), accounts.operator):
        assert client.post("/contact-points", json=asked).status_code == 403
    staff = accounts.service.client("staff", DOMINIQUE)
    assert staff.post("/contact-points", json=asked).status_code == 403
