import json
import logging

import pytest
import structlog

from shared.web import logs


@pytest.fixture(autouse=True)
def unconfigured():
    yield
    structlog.contextvars.clear_contextvars()
    logs.set_up("tests")  # as before, and not into what this test captured


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


def test_what_a_library_says_comes_out_in_the_same_form_with_the_number_of_the_request(
    monkeypatch, capsys
):
    monkeypatch.setenv("PORTAIL_LOG", "json")
    logs.set_up("accounts")

    with structlog.contextvars.bound_contextvars(correlation_id="click-1"):
        logging.getLogger("kombu.connection").warning("broker %s away", "rabbit")

    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"]) == ("broker rabbit away", "warning")
    assert (line["process"], line["correlation_id"]) == ("accounts", "click-1")
