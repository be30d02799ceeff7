import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.accounts.api.conftest import CAMILLE, DOMINIQUE, EMAIL, PASSWORD, code, wrong_fields

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STAFF = {"email": "dominique@exemple.fr", "password": "un mot de passe d’agent", "kind": "STAFF"}


def test_a_parent_signs_in(accounts):
    accounts.register()

    answer = accounts.sign_in()

    assert answer.status_code == 201
    assert answer.json["account_id"] == str(CAMILLE)
    assert accounts.look_up(answer.json["session"]).json["email"] == EMAIL


def test_a_member_of_the_staff_signs_in_with_name_and_roles(accounts):
    accounts.describe_staff(roles=["files", "decisions"], facilities=["rhin"])

    answer = accounts.sign_in(**STAFF)

    assert accounts.look_up(answer.json["session"]).json == {
        "account_id": str(DOMINIQUE),
        "kind": "STAFF",
        "confirmed": True,
        "email": "dominique@exemple.fr",
        "name": "Dominique Weber",
        "language": "fr",
        "roles": ["files", "decisions"],
        "facilities": ["rhin"],
    }


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(accounts):
    accounts.register()

    wrong = accounts.sign_in(password="un autre mot de passe")
    unknown = accounts.sign_in(email="personne@exemple.fr")

    assert code(wrong) == code(unknown) == (409, "wrong_credentials")
    assert wrong.json == unknown.json


def test_staff_do_not_sign_in_as_a_family_nor_families_as_staff(accounts):
    accounts.register()
    accounts.describe_staff()

    assert code(accounts.sign_in(kind="STAFF")) == (409, "wrong_credentials")
    assert code(accounts.sign_in(**{**STAFF, "kind": "FAMILY"})) == (409, "wrong_credentials")


def test_with_one_address_for_both_each_password_opens_its_own_account(accounts):
    accounts.register()
    accounts.describe_staff(email=EMAIL)

    assert accounts.sign_in().json["account_id"] == str(CAMILLE)
    assert code(accounts.sign_in(kind="STAFF")) == (409, "wrong_credentials")
    as_staff = accounts.sign_in(password=STAFF["password"], kind="STAFF")
    assert as_staff.json["account_id"] == str(DOMINIQUE)


def test_a_site_is_not_given_the_sessions_of_the_other_site(accounts):
    session = accounts.register().json["session"]

    assert accounts.look_up(session, kind="FAMILY").status_code == 200
    assert code(accounts.look_up(session, kind="STAFF")) == (404, "not_found")


def test_an_invented_session_is_nobodys(accounts):
    accounts.register()

    assert code(accounts.look_up("invented")) == (404, "not_found")


def test_a_session_ends_by_signing_out_on_that_device_only(accounts):
    phone = accounts.register().json["session"]
    laptop = accounts.sign_in().json["session"]

    assert accounts.public.post("/sessions/end", json={"session": phone}).status_code == 204

    assert accounts.look_up(phone).status_code == 404
    assert accounts.look_up(laptop).status_code == 200


def test_signing_out_twice_is_no_error(accounts):
    session = accounts.register().json["session"]

    for _ in range(2):
        assert accounts.public.post("/sessions/end", json={"session": session}).status_code == 204


def test_a_session_ends_after_twelve_hours_without_use(accounts, move_clock):
    move_clock(NOON)
    session = accounts.register().json["session"]

    move_clock(NOON + 12 * HOUR + MINUTE)

    assert accounts.look_up(session).status_code == 404


def test_a_session_in_use_goes_on(accounts, move_clock):
    move_clock(NOON)
    session = accounts.register().json["session"]

    for hours in (11, 22, 33):
        move_clock(NOON + hours * HOUR)
        assert accounts.look_up(session).status_code == 200


def test_no_session_lasts_longer_than_thirty_days(accounts, move_clock):
    move_clock(NOON)
    session = accounts.register().json["session"]
    for hours in range(11, 30 * 24, 11):
        move_clock(NOON + hours * HOUR)
        assert accounts.look_up(session).status_code == 200

    move_clock(NOON + 30 * DAY + MINUTE)

    assert accounts.look_up(session).status_code == 404


def test_after_eight_wrong_passwords_even_the_right_one_has_to_wait(accounts, move_clock):
    move_clock(NOON)
    accounts.register()
    for _ in range(8):
        wrong = accounts.sign_in(password="un autre mot de passe")
        assert code(wrong) == (409, "wrong_credentials")

    locked = accounts.sign_in()

    assert code(locked) == (409, "too_many_attempts")
    retry_at = datetime.fromisoformat(locked.json["facts"]["retry_at"])
    assert NOON + 14 * MINUTE < retry_at < NOON + 16 * MINUTE
    move_clock(retry_at + MINUTE)
    assert accounts.sign_in().status_code == 201


def test_an_address_without_account_has_to_wait_just_the_same(accounts):
    for _ in range(8):
        accounts.sign_in(email="personne@exemple.fr")

    assert code(accounts.sign_in(email="personne@exemple.fr")) == (409, "too_many_attempts")


def test_one_address_locked_out_leaves_the_others_alone(accounts):
    accounts.register()
    for _ in range(9):
        accounts.sign_in(email="personne@exemple.fr")

    assert accounts.sign_in().status_code == 201


def test_the_right_password_forgets_the_wrong_ones(accounts):
    accounts.register()
    for _ in range(3):
        for _ in range(7):
            accounts.sign_in(password="un autre mot de passe")
        assert accounts.sign_in().status_code == 201


def test_everything_about_signing_in_is_asked_for(accounts):
    answer = accounts.public.post("/sessions", json={})

    assert wrong_fields(answer) == {"email": "required", "password": "required", "kind": "required"}


def test_what_is_wrong_with_signing_in_is_told_by_field(accounts):
    answer = accounts.sign_in(email="camille", password="", kind="OPERATOR")

    assert wrong_fields(answer) == {
        "email": "not_an_email",
        "password": "too_short",
        "kind": "not_a_choice",
    }


@pytest.mark.parametrize(
    ("session", "why"),
    [(None, "required"), (12, "not_a_text"), ("", "too_short"), ("x" * 201, "too_long")],
)
@pytest.mark.parametrize("path", ["/sessions/lookup", "/sessions/end"])
def test_a_session_is_a_short_text(accounts, path, session, why):
    answer = accounts.public.post(path, json={"session": session})

    assert wrong_fields(answer) == {"session": why}


@pytest.mark.parametrize("path", ["/sessions", "/sessions/lookup", "/sessions/end"])
def test_only_sites_ask_about_sessions(accounts, path):
    assert accounts.family().post(path, json={}).status_code == 403
    assert accounts.service.app.test_client().post(path, json={}).status_code == 401


def test_a_password_is_hashed_again_when_the_parameters_change(accounts, monkeypatch):
    session = accounts.register().json["session"]
    before = _kept_hash(accounts)
    keyring = accounts.service.app.extensions["keyring"]
    monkeypatch.setattr(keyring, "_passwords", _other_parameters())

    assert accounts.sign_in().status_code == 201

    after = _kept_hash(accounts)
    assert before != after
    assert ",t=2," in after
    assert accounts.sign_in().status_code == 201
    assert _kept_hash(accounts) == after
    assert accounts.look_up(session).status_code == 200


def test_the_password_of_staff_is_hashed_again_too(accounts, monkeypatch):
    accounts.describe_staff()
    keyring = accounts.service.app.extensions["keyring"]
    monkeypatch.setattr(keyring, "_passwords", _other_parameters())

    assert accounts.sign_in(**STAFF).status_code == 201

    events = accounts.service.store.history(f"staff-{DOMINIQUE}")
    assert type(events[-1].event).__name__ == "StaffPasswordRehashed"
    assert accounts.sign_in(**STAFF).status_code == 201


def _kept_hash(accounts):
    events = [each.event for each in accounts.service.store.history(f"account-{CAMILLE}")]
    return [event.password_hash for event in events if hasattr(event, "password_hash")][-1]


def _other_parameters():
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)


def test_tidying_forgets_what_is_over_and_keeps_the_rest(accounts, move_clock):
    move_clock(NOON)
    old = accounts.register().json["session"]
    accounts.sign_in(email="personne@exemple.fr", password=PASSWORD)
    move_clock(NOON + 13 * HOUR)
    new = accounts.sign_in().json["session"]

    (tidy,) = (each for each in accounts.service.worker._tickers if each.name == "tidy")
    tidy.call(threading.Event())

    with accounts.service.store.engine.connect() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1
        assert tx.exec_driver_sql("SELECT count(*) FROM password_tries").scalar() == 0
    assert accounts.look_up(old).status_code == 404
    assert accounts.look_up(new).status_code == 200


def test_guessing_many_passwords_at_once_gets_no_more_than_eight(accounts):
    accounts.register()

    def guess(number: int) -> str:
        return accounts.sign_in(password=f"devine numéro {number}").json["code"]

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(guess, range(20)))

    assert answers.count("wrong_credentials") == 8
    assert answers.count("too_many_attempts") == 12


def test_a_password_changed_while_somebody_signs_in_with_the_old_one_opens_nothing(
    accounts, monkeypatch
):
    accounts.register()
    keyring = accounts.service.app.extensions["keyring"]
    matches = keyring.matches

    def changed_meanwhile(password, password_hash):
        monkeypatch.setattr(keyring, "matches", matches)
        change = {"current": PASSWORD, "new": "un tout nouveau mot"}
        assert accounts.family().put("/password", json=change).status_code == 200
        return matches(password, password_hash)

    monkeypatch.setattr(keyring, "matches", changed_meanwhile)

    assert code(accounts.sign_in()) == (409, "wrong_credentials")
