"""The servers of the tests start, answer, die and come back with what they had."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from kombu import Connection, Exchange, Queue

from tests.support.servers import Postgres, RabbitMQ, _is_free, free_base_port, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.servers


def test_postgres_keeps_what_it_acknowledged_through_a_kill(postgres: Postgres) -> None:
    engine = sa.create_engine(postgres.url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE kept (word text)"))
        connection.execute(sa.text("INSERT INTO kept VALUES ('here')"))

    postgres.kill()
    with pytest.raises(sa.exc.OperationalError):
        engine.connect()
    postgres.start()

    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT word FROM kept")) == "here"
        assert connection.scalar(sa.text("SHOW fsync")) == "on"


def test_postgres_stops_in_order_and_starts_again(postgres: Postgres) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE TABLE stopped (word text)")

    postgres.stop()
    assert not postgres.running
    postgres.start()

    with postgres.connect() as connection:
        assert connection.execute("SELECT count(*) FROM stopped").fetchone() == (0,)


def test_a_service_may_have_a_database_of_its_own(postgres: Postgres) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE DATABASE bookings")
    with postgres.connect("bookings") as connection:
        connection.execute("CREATE TABLE t (x int)")

    postgres.empty()

    with postgres.connect() as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        assert {name for (name,) in names} == {"portail", "postgres"}


def _queue(name: str) -> Queue:
    return Queue(
        name,
        Exchange("tests.servers", type="topic", durable=True),
        routing_key="#",
        queue_arguments={"x-queue-type": "quorum"},
    )


def _publish(url: str, queue: Queue, body: dict[str, str]) -> None:
    with Connection(url, transport_options={"confirm_publish": True}) as connection:
        producer = connection.Producer()
        producer.publish(
            body,
            exchange=queue.exchange,
            routing_key="tests.said",
            declare=[queue],
            delivery_mode=2,
            mandatory=True,
        )


def _receive(url: str, queue: Queue) -> object:
    with Connection(url) as connection:
        simple = connection.SimpleQueue(queue)
        message = simple.get(timeout=20)
        message.ack()
        simple.close()
        return message.payload


def test_rabbitmq_keeps_what_it_confirmed_through_a_kill(rabbitmq: RabbitMQ) -> None:
    queue = _queue("kept")
    _publish(rabbitmq.url, queue, {"word": "here"})

    rabbitmq.kill()
    with pytest.raises(OSError):
        Connection(rabbitmq.url).connect()
    rabbitmq.start()

    assert _receive(rabbitmq.url, queue) == {"word": "here"}


def test_rabbitmq_stops_in_order_and_starts_again(rabbitmq: RabbitMQ) -> None:
    queue = _queue("stopped")
    _publish(rabbitmq.url, queue, {"word": "still here"})

    rabbitmq.stop()
    assert not rabbitmq.running
    rabbitmq.start()

    assert _receive(rabbitmq.url, queue) == {"word": "still here"}


def test_rabbitmq_can_spread_messages_by_consistent_hash(rabbitmq: RabbitMQ) -> None:
    with Connection(rabbitmq.add_vhost("spread")) as connection:
        Exchange("spread", type="x-consistent-hash", channel=connection.channel()).declare()


def test_a_read_only_user_reads_and_cannot_write(rabbitmq: RabbitMQ) -> None:
    queue = _queue("read-only")
    _publish(rabbitmq.url, queue, {"word": "for you"})
    address = rabbitmq.add_user("reader", "secret", "", "", "read-only")

    with Connection(address) as connection:
        bound = Queue("read-only", channel=connection.channel(), no_declare=True)
        message = bound.get()
        assert message is not None
        assert message.payload == {"word": "for you"}
        with pytest.raises(connection.channel_errors, match="ACCESS_REFUSED"):
            Exchange("tests.servers", type="topic", channel=connection.channel()).delete()


@pytest.mark.browser
def test_chromium_shows_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Bonjour</h1>")

    assert page.get_by_role("heading").inner_text() == "Bonjour"
    page.close()


def test_a_base_port_leaves_room_for_a_whole_portal() -> None:
    base = free_base_port()

    assert base > 10080, "Chromium refuses to open some ports below"
    assert all(_is_free(base + offset) for offset in (0, 1, 2, *range(101, 109)))


def test_nothing_is_left_behind_by_a_test_run_that_was_killed() -> None:
    program = textwrap.dedent(
        """
        from tests.support.servers import Postgres
        server = Postgres()
        server.start()
        print(server.folder, flush=True)
        input()
        """
    )
    run = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert run.stdout is not None
    folder = run.stdout.readline().strip()
    assert _runs_in(folder)

    run.send_signal(signal.SIGKILL)
    run.wait()

    wait_until(lambda: not Path(folder).exists(), seconds=10, what="the folder is gone")
    wait_until(lambda: not _runs_in(folder), seconds=10, what="the server is gone")


def _runs_in(folder: str) -> bool:
    """Asked of the processes, not of the port: another test may have that the next moment."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has just ended
            lines.append(process.read_bytes().split(b"\0"))
    return any(folder.encode() in words for words in lines)
