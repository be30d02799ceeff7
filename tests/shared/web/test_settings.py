"""Where processes listen, and what follows from it."""

import pytest
from environs import EnvError

from shared.web.settings import Settings


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORTAIL_HOST", "PORTAIL_PUBLIC_URL", "PORTAIL_SMTP_URL", "PORTAIL_BOOKINGS_URL"):
        monkeypatch.delenv(name, raising=False)


def test_processes_listen_to_this_machine_alone_unless_the_operator_says_where() -> None:
    settings = Settings.read("notifier")

    assert (settings.host, settings.shows_mails) == ("127.0.0.1", True)


def test_mails_with_their_links_are_not_shown_where_others_can_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAIL_HOST", "0.0.0.0")

    assert not Settings.read("notifier").shows_mails


@pytest.mark.parametrize(
    ("host", "here"), [("0.0.0.0", "127.0.0.1"), ("10.0.0.5", "10.0.0.5"), ("pod-1", "pod-1")]
)
def test_who_listens_elsewhere_is_found_there(
    monkeypatch: pytest.MonkeyPatch, host: str, here: str
) -> None:
    monkeypatch.setenv("PORTAIL_HOST", host)

    settings = Settings.read("bookings")

    assert settings.urls["bookings"] == f"http://{here}:{settings.port}"


@pytest.mark.parametrize("host", ["", "::", "10.0.0.5:80", "http://here"])
def test_what_is_no_address_to_listen_at_is_refused(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("PORTAIL_HOST", host)

    with pytest.raises(EnvError, match="PORTAIL_HOST"):
        Settings.read("bookings")
