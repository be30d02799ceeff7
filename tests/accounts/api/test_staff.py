from tests.accounts.api.conftest import CAMILLE, DOMINIQUE, SACHA, code, wrong_fields

STAFF = {"email": "dominique@exemple.fr", "password": "un mot de passe d’agent", "kind": "STAFF"}


def test_the_operator_describes_who_works_here(accounts):
    assert accounts.describe_staff().status_code == 204
    assert accounts.sign_in(**STAFF).json["account_id"] == str(DOMINIQUE)


def test_nobody_outside_hears_of_staff(accounts):
    accounts.describe_staff()

    assert accounts.service.published() == []


def test_loading_the_same_list_again_changes_nothing(accounts):
    accounts.describe_staff()
    session = accounts.sign_in(**STAFF).json["session"]
    before = accounts.service.store.history(f"staff-{DOMINIQUE}")

    assert accounts.describe_staff().status_code == 204

    assert accounts.service.store.history(f"staff-{DOMINIQUE}") == before
    assert accounts.look_up(session).status_code == 200


def test_new_roles_hold_at_once_for_who_is_signed_in(accounts):
    accounts.describe_staff()
    session = accounts.sign_in(**STAFF).json["session"]

    accounts.describe_staff(roles=["files", "billing"], facilities=["rhin"])

    known = accounts.look_up(session).json
    assert (known["roles"], known["facilities"]) == (["files", "billing"], ["rhin"])


def test_a_new_password_signs_the_member_out(accounts):
    accounts.describe_staff()
    session = accounts.sign_in(**STAFF).json["session"]

    accounts.describe_staff(password="un autre mot de passe")

    assert accounts.look_up(session).status_code == 404
    assert code(accounts.sign_in(**STAFF)) == (409, "wrong_credentials")
    assert accounts.sign_in(**{**STAFF, "password": "un autre mot de passe"}).status_code == 201


def test_a_new_address_frees_the_old_one(accounts):
    accounts.describe_staff()

    accounts.describe_staff(email="d.weber@exemple.fr")

    assert code(accounts.sign_in(**STAFF)) == (409, "wrong_credentials")
    assert accounts.sign_in(**{**STAFF, "email": "d.weber@exemple.fr"}).status_code == 201
    assert accounts.describe_staff(SACHA).status_code == 204


def test_two_members_of_the_staff_do_not_share_an_address(accounts):
    accounts.describe_staff()

    assert code(accounts.describe_staff(SACHA)) == (409, "email_taken")


def test_the_account_of_a_family_does_not_become_staff(accounts):
    accounts.register()

    assert code(accounts.describe_staff(CAMILLE)) == (409, "already_registered")


def test_everything_about_a_member_of_the_staff_is_asked_for(accounts):
    answer = accounts.operator.put(f"/staff/{DOMINIQUE}", json={})

    assert wrong_fields(answer) == {
        "email": "required",
        "password": "required",
        "name": "required",
        "roles": "required",
    }


def test_what_is_wrong_with_a_member_of_the_staff_is_told_by_field(accounts):
    answer = accounts.describe_staff(
        email="dominique", password="court", name="", roles="files", facilities=[12]
    )

    assert wrong_fields(answer) == {
        "email": "not_an_email",
        "password": "too_short",
        "name": "too_short",
        "roles": "not_a_list",
        "facilities.0": "not_a_text",
    }


def test_only_the_operator_says_who_works_here(accounts):
    staff = accounts.service.client("staff", DOMINIQUE)

    for client in (accounts.public, accounts.family(), accounts.internal, staff):
        assert client.put(f"/staff/{DOMINIQUE}", json={}).status_code == 403


def test_staff_read_the_names_of_colleagues_and_of_nobody_else(accounts):
    accounts.describe_staff()
    accounts.register()
    colleague = accounts.service.client("staff", DOMINIQUE, {"roles": ["files"]})
    asked = {"account_ids": [str(DOMINIQUE), str(CAMILLE)]}

    answer = colleague.post("/staff/names", json=asked)

    assert answer.json == {"names": {str(DOMINIQUE): "Dominique Weber"}}
