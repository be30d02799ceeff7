"""docs/how-to/subscribe.md does what it says: its programs and commands are run as they stand."""

import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
import pika
import pytest
import requests
from werkzeug.serving import make_server

from services.integrations.app import create_app
from shared.contracts import accounts
from shared.messaging.relay import Relay
from tests.support.servers import RabbitMQ, free_port, wait_until
from tests.support.service import ServiceUnderTest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "how-to" / "subscribe.md").read_text()
EMAIL, PASSWORD = "camille.martin@exemple.fr", "un bon mot de passe"


def program(name: str) -> str:
    (code,) = re.findall(rf"```python {re.escape(name)}\n(.*?)```", PAGE, re.DOTALL)
    return str(code)


def commands() -> list[list[str]]:
    lines = [
        line
        for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
        for line in block.splitlines()
    ]
    return [shlex.split(line) for line in lines]


def python(code: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Listening:
    """The integrator's program, and the lines it has printed."""

    def __init__(self, url: str) -> None:
        self.lines: list[str] = []
        self._process = python(program("subscribe.py"), AMQP_URL=url)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.lines.extend(iter(self._process.stdout.readline, ""))
        self._process.stdout.close()


@contextmanager
def relaying(service: ServiceUnderTest, url: str) -> Iterator[None]:
    stop = threading.Event()
    relay = threading.Thread(target=Relay(service.store, url).run, args=(stop,))
    relay.start()
    try:
        yield
    finally:
        stop.set()
        relay.join()


def test_the_program_is_as_short_as_promised() -> None:
    assert len([line for line in program("subscribe.py").splitlines() if line.strip()]) <= 25


@pytest.mark.servers
def test_a_public_event_reaches_the_program_of_an_integrator(
    rabbitmq: RabbitMQ, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAIL_PASSWORD_PROFILE", "test")
    publisher = ServiceUnderTest("accounts", tmp_path)
    made = python(program("make_queue.py"), AMQP_ADMIN_URL=rabbitmq.url)
    out, _ = made.communicate(timeout=30)
    assert made.returncode == 0, out
    for command in commands():
        if command[0] == "rabbitmqctl":
            rabbitmq.ctl(*command[1:])
    listening = Listening(rabbitmq.url_of("mairie", "un-mot-de-passe"))
    try:
        as_kombu_writes_it = rabbitmq.url.replace("%2F", "/")
        with relaying(publisher, as_kombu_writes_it):
            publisher.client("public").post(
                "/registrations",
                json={
                    "account_id": str(UUID(int=1)),
                    "email": EMAIL,
                    "password": PASSWORD,
                    "language": "fr",
                },
            )
            wait_until(
                lambda: any("account_created" in line for line in listening.lines),
                seconds=20,
                what="the program prints the event",
            )
    finally:
        listening.stop()

    (line,) = [line for line in listening.lines if "account_created" in line]
    assert line.startswith("/accounts 1 accounts.account_created ")
    assert str(UUID(int=1)) in line
    assert EMAIL not in line

    with pika.BlockingConnection(pika.URLParameters(rabbitmq.url)) as administrator:
        administrator.channel().queue_declare("somebody.else")
    own = pika.URLParameters(rabbitmq.url_of("mairie", "un-mot-de-passe"))
    for forbidden in FORBIDDEN:
        with pika.BlockingConnection(own) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            with pytest.raises(pika.exceptions.ChannelClosedByBroker) as refused:
                forbidden(channel)
            assert refused.value.reply_code == 403


FORBIDDEN = (
    lambda channel: channel.basic_publish("events", "accounts.account_created", b"{}"),
    lambda channel: channel.queue_declare("mine"),
    lambda channel: channel.queue_bind("mairie", "events", "#"),
    lambda channel: channel.queue_delete("mairie"),
    lambda channel: channel.basic_get("somebody.else"),
)


def test_the_operator_gives_out_a_key_and_the_key_reads_the_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceUnderTest("integrations", tmp_path)
    service.hear(accounts.AccountCreated(account_id=UUID(int=1), language="fr"))
    port = free_port()
    server = make_server("127.0.0.1", port, create_app(service.settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        (give,) = [command for command in commands() if command[0] == "python"]
        url = f"http://127.0.0.1:{port}"
        given = python(give[2], PORTAIL_VAR=str(tmp_path), PORTAIL_INTEGRATIONS_URL=url)
        out, _ = given.communicate(timeout=30)
        (key,) = re.findall(r"pf_[\w-]+", out)

        (ask,) = [command for command in commands() if command[0] == "curl"]
        header, address = ask[2], ask[3].replace("http://127.0.0.1:8106", url)
        name, _, _ = header.partition(":")
        answer = requests.get(address, headers={name: key}, timeout=30)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert answer.status_code == 200
    (event,) = map(msgspec.json.decode, answer.text.splitlines())
    assert event["type"] == "accounts.account_created" and event["sequence"] == "1"
