from datetime import datetime, timedelta

from shared.eventstore import clock
from tests.accounts.api.conftest import EMAIL, PASSWORD, SACHA, code, wrong_fields

NEW = "un tout nouveau mot"


def test_a_parent_sees_the_own_account(accounts):
    accounts.register()

    answer = accounts.family().get("/me")

    assert answer.status_code == 200
    shown = answer.json
    created_at = datetime.fromisoformat(shown.pop("created_at"))
    assert clock.now() - created_at < timedelta(minutes=1)
    assert shown == {"email": EMAIL, "confirmed": False}


def test_an_account_nobody_registered_is_not_there(accounts):
    accounts.register()

    assert code(accounts.family(SACHA).get("/me")) == (404, "not_found")
    answer = accounts.family(SACHA).post("/confirmation-requests", json={})
    assert code(answer) == (409, "unknown_account")


def test_a_new_password_signs_every_other_device_out(accounts):
    phone = accounts.register().json["session"]
    laptop = accounts.sign_in().json["session"]

    answer = accounts.family().put("/password", json={"current": PASSWORD, "new": NEW})

    assert answer.status_code == 200
    assert accounts.look_up(phone).status_code == 404
    assert accounts.look_up(laptop).status_code == 404
    assert accounts.look_up(answer.json["session"]).status_code == 200
    assert code(accounts.sign_in()) == (409, "wrong_credentials")
    assert accounts.sign_in(password=NEW).status_code == 201


def test_a_new_password_leaves_other_families_signed_in(accounts):
    accounts.register()
    other = accounts.register(SACHA, email="sacha@exemple.fr").json["session"]

    accounts.family().put("/password", json={"current": PASSWORD, "new": NEW})

    assert accounts.look_up(other).status_code == 200


def test_the_current_password_must_be_right(accounts):
    session = accounts.register().json["session"]

    answer = accounts.family().put("/password", json={"current": NEW, "new": NEW})

    assert code(answer) == (409, "wrong_password")
    assert accounts.look_up(session).status_code == 200


def test_guessing_the_current_password_locks_out_too(accounts):
    accounts.register()
    for _ in range(8):
        accounts.family().put("/password", json={"current": NEW, "new": NEW})

    answer = accounts.family().put("/password", json={"current": PASSWORD, "new": NEW})

    assert code(answer) == (409, "too_many_attempts")


def test_a_new_password_voids_the_reset_links_on_their_way(accounts):
    accounts.register()
    token = accounts.mailed_token("reset")

    accounts.family().put("/password", json={"current": PASSWORD, "new": NEW})

    assert code(accounts.reset(token, "encore un autre mot")) == (409, "link_used")


def test_what_is_wrong_with_a_new_password_is_told_by_field(accounts):
    accounts.register()

    missing = accounts.family().put("/password", json={})
    short = accounts.family().put("/password", json={"current": PASSWORD, "new": "court"})

    assert wrong_fields(missing) == {"current": "required", "new": "required"}
    assert wrong_fields(short) == {"new": "too_short"}


def test_only_the_parent_asks_about_the_account(accounts):
    accounts.register()

    assert accounts.public.get("/me").status_code == 403
    assert accounts.internal.get("/me").status_code == 403
    assert accounts.public.put("/password", json={}).status_code == 403
    assert accounts.public.post("/confirmation-requests", json={}).status_code == 403
