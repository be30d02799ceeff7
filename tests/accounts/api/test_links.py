from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.accounts import (
    AccountCreated,
    ConfirmationRequested,
    EmailConfirmed,
    PasswordResetRequested,
)
from tests.accounts.api.conftest import CAMILLE, EMAIL, PASSWORD, SACHA, code, wrong_fields

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_the_link_of_the_mail_confirms_the_address_on_every_device(accounts):
    phone = accounts.register().json["session"]

    answer = accounts.confirm(accounts.mailed_token("confirm"))

    assert answer.status_code == 200
    assert answer.json == {"account_id": str(CAMILLE), "first_time": True}
    assert accounts.look_up(phone).json["confirmed"] is True
    assert accounts.service.published(EmailConfirmed) == [EmailConfirmed(account_id=CAMILLE)]


def test_following_the_link_again_confirms_nothing_more(accounts):
    accounts.register()
    token = accounts.mailed_token("confirm")
    accounts.confirm(token)

    again = accounts.confirm(token)

    assert again.status_code == 200
    assert again.json == {"account_id": str(CAMILLE), "first_time": False}
    assert len(accounts.service.published(EmailConfirmed)) == 1


def test_a_confirmation_link_works_for_a_day(accounts, move_clock):
    move_clock(NOON)
    accounts.register()
    token = accounts.mailed_token("confirm")

    move_clock(NOON + 24 * HOUR + MINUTE)

    assert code(accounts.confirm(token)) == (409, "link_expired")
    assert accounts.confirm(accounts.mailed_token("confirm")).json["first_time"] is True


def test_an_invented_link_is_unknown(accounts):
    accounts.register()

    assert code(accounts.confirm("invented")) == (409, "link_unknown")
    assert code(accounts.reset("invented", PASSWORD)) == (409, "link_unknown")


def test_a_link_does_only_what_it_was_mailed_for(accounts):
    accounts.register()

    assert code(accounts.confirm(accounts.mailed_token("reset"))) == (409, "link_unknown")
    assert code(accounts.reset(accounts.mailed_token("confirm"), PASSWORD)) == (409, "link_unknown")


def test_a_link_tells_when_it_expires(accounts, move_clock):
    move_clock(NOON)
    accounts.register()

    for purpose, lasts in (("confirm", 24 * HOUR), ("reset", HOUR)):
        asked = {"account_id": str(CAMILLE), "purpose": purpose}
        answer = accounts.internal.post("/links", json=asked)
        expires_at = datetime.fromisoformat(answer.json["expires_at"])
        assert timedelta() <= expires_at - (NOON + lasts) < MINUTE


def test_links_are_made_for_accounts_that_exist(accounts):
    asked = {"account_id": str(SACHA), "purpose": "confirm"}

    assert code(accounts.internal.post("/links", json=asked)) == (409, "unknown_account")


def test_only_services_make_links(accounts):
    accounts.register()
    asked = {"account_id": str(CAMILLE), "purpose": "reset"}

    assert accounts.public.post("/links", json=asked).status_code == 403
    assert accounts.family().post("/links", json=asked).status_code == 403
    assert accounts.operator.post("/links", json=asked).status_code == 403


def test_what_is_wrong_with_a_link_is_told_by_field(accounts):
    assert wrong_fields(accounts.internal.post("/links", json={"purpose": "other"})) == {
        "account_id": "required",
        "purpose": "not_a_choice",
    }
    assert wrong_fields(accounts.public.post("/confirmations", json={})) == {"token": "required"}
    assert wrong_fields(accounts.reset("", "court")) == {
        "token": "too_short",
        "password": "too_short",
    }


def test_the_confirmation_can_be_sent_again_after_a_minute(accounts, move_clock):
    move_clock(NOON)
    accounts.register()

    def send_again():
        return accounts.family().post("/confirmation-requests", json={})

    assert send_again().status_code == 202
    too_soon = send_again()
    assert code(too_soon) == (409, "too_soon")
    assert datetime.fromisoformat(too_soon.json["facts"]["retry_at"]) > NOON
    move_clock(NOON + 2 * MINUTE)
    assert send_again().status_code == 202
    assert len(accounts.service.published(ConfirmationRequested)) == 2


def test_a_confirmed_parent_needs_no_other_mail(accounts):
    accounts.register()
    accounts.confirm(accounts.mailed_token("confirm"))

    answer = accounts.family().post("/confirmation-requests", json={})

    assert code(answer) == (409, "already_confirmed")


def test_both_links_of_two_mails_work(accounts):
    accounts.register()
    first, second = accounts.mailed_token("confirm"), accounts.mailed_token("confirm")

    assert accounts.confirm(first).json["first_time"] is True
    assert accounts.confirm(second).json["first_time"] is False


def test_who_forgot_the_password_gets_a_mail(accounts):
    accounts.register()

    answer = accounts.public.post("/password-resets", json={"email": EMAIL.upper()})

    assert answer.status_code == 202
    assert accounts.service.published(PasswordResetRequested) == [
        PasswordResetRequested(account_id=CAMILLE)
    ]


def test_asking_for_an_unknown_address_gets_the_same_answer_and_no_mail(accounts):
    accounts.register()
    accounts.describe_staff()
    known = accounts.public.post("/password-resets", json={"email": EMAIL})

    for email in ("personne@exemple.fr", "dominique@exemple.fr"):
        answer = accounts.public.post("/password-resets", json={"email": email})
        assert (answer.status_code, answer.data) == (known.status_code, known.data)

    assert len(accounts.service.published(PasswordResetRequested)) == 1


def test_asking_again_at_once_sends_no_second_mail(accounts):
    accounts.register()

    for _ in range(3):
        answer = accounts.public.post("/password-resets", json={"email": EMAIL})
        assert answer.status_code == 202

    assert len(accounts.service.published(PasswordResetRequested)) == 1


def test_a_reset_asks_for_an_address(accounts):
    answer = accounts.public.post("/password-resets", json={"email": "camille"})

    assert wrong_fields(answer) == {"email": "not_an_email"}


def test_the_reset_link_sets_a_new_password_and_signs_every_device_out(accounts):
    phone = accounts.register().json["session"]
    accounts.confirm(accounts.mailed_token("confirm"))

    answer = accounts.reset(accounts.mailed_token("reset"), "un tout nouveau mot")

    assert answer.status_code == 200
    assert answer.json == {"account_id": str(CAMILLE)}
    assert accounts.look_up(phone).status_code == 404
    assert code(accounts.sign_in()) == (409, "wrong_credentials")
    assert accounts.sign_in(password="un tout nouveau mot").status_code == 201


def test_who_resets_by_mail_has_confirmed_the_address(accounts):
    accounts.register()

    accounts.reset(accounts.mailed_token("reset"), "un tout nouveau mot")

    assert accounts.family().get("/me").json["confirmed"] is True
    assert [type(each) for each in accounts.service.published()] == [AccountCreated, EmailConfirmed]


def test_a_reset_ends_a_lock_out(accounts):
    accounts.register()
    for _ in range(9):
        accounts.sign_in(password="un autre mot de passe")

    accounts.reset(accounts.mailed_token("reset"), "un tout nouveau mot")

    assert accounts.sign_in(password="un tout nouveau mot").status_code == 201


def test_a_reset_link_works_once(accounts):
    accounts.register()
    token = accounts.mailed_token("reset")
    accounts.reset(token, "un tout nouveau mot")

    assert code(accounts.reset(token, "encore un autre mot")) == (409, "link_used")
    assert accounts.sign_in(password="un tout nouveau mot").status_code == 201


def test_a_reset_link_works_for_an_hour(accounts, move_clock):
    move_clock(NOON)
    accounts.register()
    token = accounts.mailed_token("reset")

    move_clock(NOON + HOUR + MINUTE)

    assert code(accounts.reset(token, "un tout nouveau mot")) == (409, "link_expired")
    assert accounts.sign_in().status_code == 201


@pytest.mark.parametrize("path", ["/confirmations", "/password-resets"])
def test_reading_a_link_does_nothing(accounts, path):
    assert accounts.public.get(path).status_code == 405
