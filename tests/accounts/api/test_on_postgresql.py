"""What SQLite gives by letting one write at a time must hold where everybody writes at once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from shared.contracts.accounts import AccountCreated
from shared.eventstore import clock
from tests.accounts.api.conftest import CAMILLE, Accounts, code

pytestmark = pytest.mark.servers


@pytest.fixture
def accounts(postgres, tmp_path):
    name = f"test_{clock.new_id().hex[:12]}"
    url = make_url(postgres.url).set(database=name).render_as_string(hide_password=False)
    return Accounts(tmp_path, url)


def test_of_twelve_who_register_the_same_address_at_once_one_gets_it(accounts):
    with ThreadPoolExecutor(12) as threads:
        ids = [UUID(int=100 + number) for number in range(12)]
        answers = list(threads.map(accounts.register, ids))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 11
    assert {code(each) for each in answers if each.status_code == 409} == {(409, "email_taken")}
    assert len(accounts.service.published(AccountCreated)) == 1


def test_a_link_followed_twelve_times_at_once_confirms_once(accounts):
    accounts.register()
    token = accounts.mailed_token("confirm")

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(accounts.confirm, [token] * 12))

    assert [answer.status_code for answer in answers] == [200] * 12
    assert [answer.json["first_time"] for answer in answers].count(True) == 1


def test_guessing_many_passwords_at_once_gets_no_more_than_eight(accounts):
    accounts.register()

    def guess(number: int) -> tuple[int, str]:
        return code(accounts.sign_in(password=f"devine numéro {number}"))

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(guess, range(20)))

    assert answers.count((409, "wrong_credentials")) <= 8
    assert code(accounts.sign_in()) == (409, "too_many_attempts")


def test_a_parent_lives_there_as_on_sqlite(accounts):
    phone = accounts.register().json["session"]
    accounts.confirm(accounts.mailed_token("confirm"))
    accounts.describe_staff(roles=["files"], facilities=["rhin"])

    assert accounts.look_up(phone).json["confirmed"] is True
    accounts.reset(accounts.mailed_token("reset"), "un tout nouveau mot")
    assert accounts.look_up(phone).status_code == 404
    assert accounts.sign_in(password="un tout nouveau mot").status_code == 201
    assert accounts.family(CAMILLE).get("/me").json["created_at"].endswith("+00:00")
