import pytest
import structlog

from shared.web import logs


@pytest.fixture(autouse=True)
def unconfigured():
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_log_of_a_failure_shows_where_but_not_what_was_in_hand(monkeypatch, capsys, form):
    monkeypatch.setenv("PORTAIL_LOG", form)
    logs.set_up("accounts")
    password = "un bon " + "mot de passe"  # in one piece only while running

    try:
        len(password) // 0
    except ZeroDivisionError:
        structlog.get_logger().exception("our fault")

    said = capsys.readouterr().err
    assert "our fault" in said
    assert "test_logs.py" in said
    assert "un bon mot de passe" not in said
