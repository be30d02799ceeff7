"""The embedded shape's letters, and what staff see of the mails."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.notifier.app import create_app
from shared.contracts import accounts
from shared.web.tokens import Signer
from tests.notifier.conftest import Notifier
from tests.notifier.letters import CAMILLE

SACHA = UUID(int=50)


@pytest.fixture
def written(notifier: Notifier) -> Notifier:
    """Camille got a mail, then Sacha."""
    notifier.accounts.people[SACHA] = {"email": "sacha@exemple.fr", "language": "fr"}
    for person in (CAMILLE, SACHA):
        notifier.hear(accounts.AccountCreated(account_id=person, language="fr"))
        notifier.send()
    return notifier


def test_letters_are_listed_newest_first(written: Notifier) -> None:
    answer = written.service.client("public").get("/mailbox").json

    assert [mail["to"] for mail in answer["mails"]] == ["sacha@exemple.fr", "camille@exemple.fr"]
    assert answer["mails"][0]["subject"] == "Confirmez votre adresse e-mail"
    assert answer["mails"][0]["sent_at"].startswith("2026-11-23T17:00:")
    assert answer["more"] is False


def test_letters_of_one_account(written: Notifier) -> None:
    answer = written.service.client("public").get(f"/mailbox?account_id={CAMILLE}").json

    assert [mail["to"] for mail in answer["mails"]] == ["camille@exemple.fr"]


def test_a_letter_is_read_with_its_text_and_its_page(written: Notifier) -> None:
    public = written.service.client("public")
    listed = public.get("/mailbox").json["mails"][0]

    mail = public.get(f"/mailbox/{listed['mail_id']}").json

    assert mail["to"] == "sacha@exemple.fr"
    assert "/confirmation/token-2" in mail["text"]
    assert "/confirmation/token-2" in mail["html"]


def test_pages_follow_each_other(written: Notifier) -> None:
    answer = written.service.client("public").get("/mailbox?page=2").json

    assert answer == {"mails": [], "page": 2, "more": False}


def test_there_is_no_letter_of_an_unknown_id(written: Notifier) -> None:
    assert written.service.client("public").get(f"/mailbox/{SACHA}").status_code == 404


@pytest.mark.parametrize("question", ["page=0", "page=x", "account_id=moi", "colour=red"])
def test_a_question_that_makes_no_sense_is_told_so(written: Notifier, question: str) -> None:
    assert written.service.client("public").get(f"/mailbox?{question}").status_code == 422


def test_where_mails_really_leave_there_is_no_mailbox(written: Notifier) -> None:
    settings = replace(written.service.settings, smtp_url="smtp://mail.exemple.fr")
    client = create_app(settings).test_client()
    token = Signer(replace(settings, service="gateway")).token("notifier", "public", None, None)

    answer = client.get("/mailbox", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 404


def test_nobody_reads_letters_without_a_token(written: Notifier) -> None:
    assert written.service.app.test_client().get("/mailbox").status_code == 401


def staff_list(written: Notifier, question: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        written.service.client("staff", claims={"roles": ["files"]})
        .get(f"/mails{question}")
        .json["mails"]
    )
    return found


def test_staff_see_what_was_sent_and_to_whom_but_not_a_word_of_it(written: Notifier) -> None:
    newest, oldest = staff_list(written)

    assert oldest["account_id"] == str(CAMILLE)
    assert oldest["template"] == "confirm_email" and oldest["state"] == "SENT"
    assert oldest["sent_at"].startswith("2026-11-23T17:00:")
    assert newest["account_id"] == str(SACHA)
    assert "exemple.fr" not in str(staff_list(written))


def test_staff_see_the_mails_of_one_account(written: Notifier) -> None:
    (mail,) = staff_list(written, f"?account_id={SACHA}")

    assert mail["about"] == str(SACHA)


@pytest.mark.parametrize("scope", ["family", "public", "operator"])
def test_only_staff_see_the_list(written: Notifier, scope: str) -> None:
    assert written.service.client(scope).get("/mails").status_code == 403
