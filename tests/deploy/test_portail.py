"""The `portail` command beside a running portal, in both shapes."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.published import CONTRACTS, load_data
from tests.support.booking import account_of
from tests.support.portal import Portal, get, wait_for
from tests.support.servers import free_base_port
from tests.support.visitor import Visitor

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module", params=["embedded", "served"])
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    urls: dict[str, str] = {}
    if request.param == "served":
        urls = {
            "database_url": request.getfixturevalue("postgres").url,
            "broker_url": request.getfixturevalue("rabbitmq").url,
        }
    portal = Portal(tmp_path_factory.mktemp(str(request.param)), **urls)
    portal.env["PORTAIL_LOG_LEVEL"] = "INFO"
    with portal as running:
        yield running


def seen(portal: Portal) -> list[dict[str, Any]]:
    """Everything in the one feed so far."""
    client = portal.client("portail", "integrations")
    answer = client.get("/events", scope="operator", params={"after": 0, "limit": 1000}, raw=True)
    return [json.loads(line) for line in answer.text.splitlines()]


def test_tail_prints_public_events_live_as_cloudevents(portal: Portal) -> None:
    tail = subprocess.Popen(
        [sys.executable, "-m", "deploy.cli", "events", "tail", "--all"],
        env=portal.env,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert tail.stdout is not None
    try:
        first = json.loads(tail.stdout.readline())
        accounts = portal.client("gateway", "accounts")
        body = {"email": "paul@exemple.fr"}
        accounts.post("/password-resets", scope="public", json=body)
        types = {first["type"]}
        while "accounts.password_reset_requested" not in types:
            event = json.loads(tail.stdout.readline())
            assert event["specversion"] == "1.0"
            version = int(event["dataschema"].rsplit(":", 1)[1])
            assert load_data(event["type"], version, event["data"])
            types.add(event["type"])
    finally:
        tail.kill()
        tail.wait()
    assert types <= set(CONTRACTS)
    assert {"households.household_file_approved", "bookings.booking_decided"} <= types


def test_show_prints_a_stream_with_who_and_when(portal: Portal) -> None:
    shown = portal.run("events", "show", f"account-{account_of('camille@exemple.fr')}")

    assert shown.returncode == 0, shown.stderr
    assert "camille@exemple.fr" in shown.stdout
    assert portal.run("events", "show", "account-nobody").returncode == 1


def test_a_read_model_is_replayed_while_the_portal_answers(portal: Portal) -> None:
    bookings = portal.client("backoffice", "bookings")

    def queue() -> Any:
        claims = {"roles": ["bookings"]}
        account = account_of("staff")
        return bookings.get("/decisions", scope="staff", account_id=account, claims=claims)

    before = queue()
    done = portal.run("replay", "bookings", "booking_requests")

    assert done.returncode == 0, done.stderr
    assert queue() == before
    assert done.stdout.startswith("bookings booking_requests: built from ")
    assert "it has:" in portal.run("replay", "bookings", "nothing").stderr
    # Who is signed in is nobody's history.
    assert "no read model 'sessions'" in portal.run("replay", "accounts", "sessions").stderr


def test_loading_the_same_operator_again_says_nothing_new(portal: Portal) -> None:
    wait_for(lambda: seen(portal), 30, "the feed has events")
    before = [event["id"] for event in seen(portal) if event["source"] == "/bookings"]

    again = portal.run("load", str(Path(__file__).parents[2] / "deploy" / "demo" / "operator.yaml"))

    assert again.returncode == 0, again.stderr
    assert [event["id"] for event in seen(portal) if event["source"] == "/bookings"] == before


def test_one_number_leads_from_the_click_to_the_mail(portal: Portal) -> None:
    number = str(uuid4())
    elena = Visitor(portal.url)
    elena.http.headers["X-Correlation-Id"] = number

    elena.open("/mot-de-passe").send("Recevoir le lien", email="elena@exemple.fr")

    def said(type_: str) -> Any:
        found = [it for it in seen(portal) if it["correlationid"] == number and it["type"] == type_]
        return found and found[0]

    mail = wait_for(lambda: said("notifier.mail_sent"), 30, "the mail is sent")
    asked = said("accounts.password_reset_requested")
    assert asked["data"]["account_id"] == mail["data"]["account_id"]
    account = portal.run("events", "show", asked["subject"], "--service", "accounts").stdout
    assert [line for line in account.splitlines() if number in line and "PasswordReset" in line]
    record = portal.run("events", "show", mail["subject"], "--service", "notifier").stdout
    assert all(number in line for line in record.splitlines()) and "MailComposed" in record

    def lines() -> set[tuple[str, str]]:
        told = portal.log.read_text().splitlines()
        ours = [json.loads(line) for line in told if number in line]
        return {(it.get("service", ""), it["event"]) for it in ours}

    expected = {("gateway", "answered"), ("accounts", "answered"), ("", "mail sent")}
    wait_for(lambda: lines() >= expected, 10, "gateway, accounts and notifier logged it")


def test_every_process_tells_prometheus_how_it_is(portal: Portal) -> None:
    """Each of its own in the served shape, all together in the embedded one."""
    get(portal.url)
    workers = 100 if not portal.embedded else 0
    bookings = get(f"http://127.0.0.1:{portal.base + 103 + workers}/metrics").text
    site = get(f"{portal.url}/metrics").text
    notifier = get(f"http://127.0.0.1:{portal.base + 105 + workers}/metrics").text

    assert 'http_requests_total{route="/",service="gateway",status="200"}' in site
    assert 'portail_events_total{service="bookings"}' in bookings
    assert 'portail_outbox_waiting{service="bookings"} 0.0' in bookings
    assert 'portail_heard_seconds_count{service="bookings",source="households"}' in bookings
    assert 'portail_mails_waiting{service="notifier"}' in notifier
    if not portal.embedded:
        ready = get(f"http://127.0.0.1:{portal.base + 203}/health/ready").json()
        assert ready == {"status": "ok", "service": "bookings", "warnings": []}


def test_the_doctor_finds_a_running_portal_well(portal: Portal) -> None:
    def well() -> bool:
        told = portal.run("doctor")
        return told.returncode == 0 and "bookings: answers" in told.stdout

    assert wait_for(well, 30, "the doctor is content")


def test_a_wrong_file_stops_the_loading_with_its_line(portal: Portal, tmp_path: Path) -> None:
    wrong = tmp_path / "mine.yaml"
    wrong.write_text("staff:\n  - email: pas une adresse\n")

    told = portal.run("load", str(wrong))

    assert told.returncode == 1
    assert told.stderr.startswith("Error: mine.yaml, line 2: staff.0.")


def test_a_port_in_use_is_told_in_one_line(portal: Portal) -> None:
    told = portal.run("up")

    assert told.returncode == 1
    assert "is in use: stop who listens there, or set PORTAIL_PORT" in told.stderr


def test_a_server_that_is_away_is_named_with_how_to_start_it(portal: Portal) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        for variable, url, words in [
            ("PORTAIL_DATABASE_URL", f"postgresql://a:b@127.0.0.1:{port}/c", "PostgreSQL does not"),
            ("PORTAIL_BROKER_URL", f"amqp://a:b@127.0.0.1:{port}//", "RabbitMQ does not answer"),
        ]:
            env = {**portal.env, "PORTAIL_PORT": str(free_base_port()), variable: url}
            env.pop({"PORTAIL_BROKER_URL": "PORTAIL_DATABASE_URL"}.get(variable, ""), None)
            told = subprocess.run(
                [sys.executable, "-m", "deploy.cli", "up"],
                env=env,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert told.returncode == 1
            assert words in told.stderr and "start it" in told.stderr
