"""What notifier asks of accounts and households, asked of the real ones, over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from werkzeug.serving import make_server

from services.notifier.clients.accounts import Accounts
from services.notifier.clients.households import Households
from services.notifier.domain.letter import ContactPoint, RejectedDocument
from tests.households.api.martins import CAMILLE, INSURANCE, LEO, Martins
from tests.support.service import ServiceUnderTest

NOBODY = UUID(int=404)


@contextmanager
def served(service: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = make_server("127.0.0.1", 0, service.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    monkeypatch.setenv(
        f"PORTAIL_{service.name.upper()}_URL", f"http://127.0.0.1:{server.server_port}"
    )
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAIL_PASSWORD_PROFILE", "test")


def test_accounts_tells_where_to_write_and_makes_links_that_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceUnderTest("accounts", tmp_path)
    public = service.client("public")
    public.post(
        "/registrations",
        json={
            "account_id": str(CAMILLE),
            "email": "camille@exemple.fr",
            "password": "un bon mot de passe",
            "language": "en",
        },
    )
    with served(service, monkeypatch):
        accounts = Accounts(ServiceUnderTest("notifier", tmp_path).settings)

        assert accounts.contact_points({CAMILLE, NOBODY}) == {
            CAMILLE: ContactPoint(email="camille@exemple.fr", language="en")
        }
        link = accounts.link(CAMILLE, "confirm")
        reset = accounts.link(CAMILLE, "reset")

    assert public.post("/confirmations", json={"token": link.token}).status_code == 200
    assert reset.expires_at < link.expires_at


def test_households_tells_first_names_and_why_a_file_came_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceUnderTest("households", tmp_path)
    martins = Martins(service)
    martins.configure()
    with served(service, monkeypatch):
        households = Households(ServiceUnderTest("notifier", tmp_path).settings)
        household_id = UUID(martins.household_id)
        assert households.names({CAMILLE}, set()).accounts == {}
        assert households.return_message(household_id) is None

        martins.tell_everything()
        names = households.names({CAMILLE, NOBODY}, {LEO, NOBODY})
        assert names.accounts == {CAMILLE: "Camille"}
        assert names.children == {CAMILLE: {LEO: "Léo"}}

        martins.submit()
        martins.reject(INSURANCE, reason="OUT_OF_DATE", message="Elle s’arrête en août.")
        martins.send_back(reason="DOCUMENTS", message="Encore une pièce, et c’est bon.")
        returned = households.return_message(household_id)

    assert returned is not None
    assert returned.message == "Encore une pièce, et c’est bon."
    assert returned.documents == (
        RejectedDocument(
            label="Assurance scolaire",
            child="Léo",
            reason="OUT_OF_DATE",
            message="Elle s’arrête en août.",
        ),
    )
