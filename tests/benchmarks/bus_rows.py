"""The relay beside raw frames, and the way from a command to another service's read model."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import amqp
import pika
import psycopg
import requests
import sqlalchemy as sa

from shared.eventstore.store import EventStore
from shared.messaging import relay as relays
from shared.messaging.kept import metadata as kept_by_messaging
from shared.messaging.relay import Outbox, Relay, relay_cursor
from shared.messaging.topology import EXCHANGE, lane_key
from shared.web.client import ServiceClient
from shared.web.settings import Settings
from tests.benchmarks.measuring import Figure, Row, percentile, rate, take_turns
from tests.benchmarks.notes import fill
from tests.support.servers import free_base_port, wait_until

ROOT = Path(__file__).parents[2]
QUEUE = "bench.notes"
WINDOW = 2_000  # frames on their way without an answer
ACK = bytes([0, 60, 0, 80])  # class and method of basic.ack


def relay(store: EventStore, broker_url: str, *, messages: int, rounds: int) -> list[Row]:
    """From the outbox in PostgreSQL to a quorum queue, confirmed, beside frames made beforehand."""
    kept_by_messaging.create_all(store.engine)
    with store.engine.connect() as tx:
        already = len(store.feed(tx, 0, messages))
    if already < messages:
        fill(store, (messages - already) // 50 + 1, 50)
    with store.engine.connect() as tx:
        said = store.feed(tx, 0, messages)
        total = store.last_position(tx)
    frames = [_frames(each.type, each.text, lane_key(store.source, each.lane)) for each in said]
    start_after = total - messages

    def ours() -> float:
        with _queue(broker_url), store.engine.begin() as tx:
            tx.execute(sa.delete(relay_cursor))
            tx.execute(sa.insert(relay_cursor).values(id=1, position=start_after))
        with _queue(broker_url):
            return messages / _relay(store, broker_url, total)

    def raw() -> float:
        with _queue(broker_url), _raw_channel(broker_url) as wire:
            return rate(messages, lambda: _send_raw(wire, frames))

    found = take_turns({"ours": ours, "raw": raw}, rounds)
    return [
        Row(
            what="relay: outbox in PostgreSQL to a quorum queue, confirmed",
            ours=found["ours"],
            peer=found["raw"],
            peer_name="raw pre-encoded AMQP frames",
            least=0.35,
        )
    ]


def latency(
    database_url: str, broker_url: str, folder: Path, *, seconds: float, per_second: int = 50
) -> list[Row]:
    """Commands over HTTP to one service, until the row of another service's read model is there.

    A trigger tells when the other service's transaction is committed.
    """
    with _services(database_url, broker_url, folder) as settings:
        took, answered = _commands(settings, database_url, seconds, per_second)
    what = f"command to another service's projection at {per_second}/s"
    in_ms = [1000 * each for each in took]
    return [
        Row(what=f"{what}, half of them within", ours=_spread(in_ms, 0.5), most=10),
        Row(what=f"{what}, 99 % within", ours=_spread(in_ms, 0.99), most=50),
        Row(
            what=f"{what}: of that, until the command was answered",
            ours=_spread([1000 * each for each in answered], 0.5),
        ),
    ]


# The relay


def _relay(store: EventStore, broker_url: str, upto: int) -> float:
    """Seconds until all is confirmed, its start with them.

    It notes twenty times a second how far it is, instead of once: so that the end is seen.
    """
    relays.KEEP_EVERY = 0.05
    started = time.perf_counter()
    stop = threading.Event()
    running = threading.Thread(target=Relay(store, broker_url).run, args=(stop,))
    running.start()
    outbox = Outbox(store)
    try:
        while outbox.confirmed() < upto:
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        stop.set()
        running.join()


def _frames(type_: str, text: str, lane: str) -> bytes:
    """What the relay sends for a message, byte by byte."""
    body = text.encode()
    properties = pika.BasicProperties(
        content_type="application/cloudevents+json",
        content_encoding="utf-8",
        delivery_mode=2,
        headers={"BCC": [lane]},
    )
    publish = pika.spec.Basic.Publish(exchange=EXCHANGE, routing_key=type_, mandatory=True)
    parts = (
        pika.frame.Method(1, publish),
        pika.frame.Header(1, len(body), properties),
        pika.frame.Body(1, body),
    )
    return b"".join(part.marshal() for part in parts)


def _send_raw(wire: socket.socket, frames: list[bytes]) -> None:
    sent = acked = 0
    waiting = b""
    while acked < len(frames):
        if sent < len(frames) and sent - acked < WINDOW:
            upto = min(sent + 100, len(frames))
            wire.sendall(b"".join(frames[sent:upto]))
            sent = upto
            if sent - acked < WINDOW and sent < len(frames):
                continue
        waiting += wire.recv(65536)
        acked, waiting = _answers(acked, waiting)


def _answers(acked: int, data: bytes) -> tuple[int, bytes]:
    """The highest tag confirmed, and what is left of the bytes. Confirms come in order."""
    at = 0
    while len(data) - at >= 8:
        size = int.from_bytes(data[at + 3 : at + 7])
        if len(data) - at < size + 8:
            break
        payload = data[at + 7 : at + 7 + size]
        if data[at] == 1 and payload[:4] == ACK:
            acked = max(acked, int.from_bytes(payload[4:12]))
        at += size + 8
    return acked, data[at:]


@contextmanager
def _raw_channel(broker_url: str) -> Iterator[socket.socket]:
    """A channel with confirms, whose socket is taken over."""
    address = pika.URLParameters(broker_url)
    connection = amqp.Connection(
        host=f"{address.host}:{address.port}",
        userid=address.credentials.username,
        password=address.credentials.password,
        virtual_host="/",
        heartbeat=0,
    )
    connection.connect()
    try:
        connection.channel().confirm_select()
        wire: socket.socket = connection.transport.sock
        wire.setblocking(True)
        yield wire
    finally:
        connection.transport.close()  # no goodbye: answers to the frames would be taken for one


@contextmanager
def _queue(broker_url: str) -> Iterator[None]:
    with pika.BlockingConnection(_parameters(broker_url)) as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True)
        channel.queue_delete(QUEUE)
        channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(QUEUE, EXCHANGE, "notes.#")
    yield


def _parameters(broker_url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(broker_url)
    parameters.virtual_host = "/"
    return parameters


# Latency


@contextmanager
def _services(database_url: str, broker_url: str, folder: Path) -> Iterator[Settings]:
    """bookings is asked and its worker says; billing's worker hears; households' feed is there."""
    base = free_base_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PORTAIL_")},
        "PORTAIL_PORT": str(base),
        "PORTAIL_VAR": str(folder),
        "PORTAIL_LOG_LEVEL": "ERROR",
        "PORTAIL_DATABASE_URL": database_url,
        "PORTAIL_BROKER_URL": broker_url,
    }
    words: list[tuple[str, ...]] = [("migrate",), ("serve", "bookings"), ("serve", "households")]
    words += [("work", "bookings"), ("work", "billing")]
    saved = dict(os.environ)
    os.environ.update(environment)
    try:
        settings = Settings.read("portail")
        urls = settings.urls
    finally:
        os.environ.clear()
        os.environ.update(saved)
    with ExitStack() as stack:
        log = stack.enter_context((folder / "latency.log").open("wb"))
        for each in words:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", *each],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
            if each == ("migrate",):
                assert process.wait(180) == 0, (folder / "latency.log").read_text()
                continue
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
        for name in ("bookings", "households"):
            url = f"{urls[name]}/health/ready"
            wait_until(lambda url=url: _answers_at(url), seconds=90, what=url)
        yield settings


def _answers_at(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def _commands(
    settings: Settings, database_url: str, seconds: float, per_second: int
) -> tuple[list[float], list[float]]:
    """For each command: until the other service had it, and until it was answered; in seconds."""
    client = ServiceClient(settings, "bookings")
    seen: dict[str, float] = {}
    done = threading.Event()
    billing = _database_of(database_url, "billing")
    with psycopg.connect(billing, autocommit=True) as watching:
        watching.execute(
            "CREATE OR REPLACE FUNCTION bench_tells() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN PERFORM pg_notify('bench', NEW.identity->>'name'); RETURN NEW; END $$"
        )
        watching.execute(
            "CREATE OR REPLACE TRIGGER bench_tells AFTER INSERT ON operator"
            " FOR EACH ROW EXECUTE FUNCTION bench_tells()"
        )
        watching.execute("LISTEN bench")

        def watch() -> None:
            while not done.is_set():
                for heard in watching.notifies(timeout=0.5):
                    seen[heard.payload] = time.perf_counter()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            _describe(client, "warm-up 0")
            wait_until(lambda: "warm-up 0" in seen, seconds=60, what="billing has heard")
            for number in range(1, per_second):
                _describe(client, f"warm-up {number}")
            sent, answered = _paced(client, int(seconds * per_second), 1 / per_second)
            wait_until(lambda: sent.keys() <= seen.keys(), seconds=60, what="all were heard")
        finally:
            done.set()
            watcher.join()
    return [seen[name] - started for name, started in sent.items()], answered


def _paced(client: ServiceClient, count: int, every: float) -> tuple[dict[str, float], list[float]]:
    """One at a time, on the beat; who is late does not wait, and counts from when he was due."""
    sent: dict[str, float] = {}
    answered = []
    begin = time.perf_counter()
    for number in range(count):
        due = begin + number * every
        if (early := due - time.perf_counter()) > 0:
            time.sleep(early)
        name = f"Les Tilleuls {number}"
        sent[name] = due
        _describe(client, name)
        answered.append(time.perf_counter() - due)
    return sent, answered


def _describe(client: ServiceClient, name: str) -> None:
    body = {
        "name": name,
        "legal_name": "Association Les Tilleuls",
        "siret": "12345678900011",
        "phone": "03 88 00 00 00",
        "email": "contact@exemple.fr",
        "address": ["1 rue des Tilleuls", "67000 Strasbourg"],
        "opening_hours": "9 h à 17 h",
    }
    client.put("/operator", scope="operator", json=body)


def _database_of(url: str, service: str) -> str:
    address = sa.make_url(url)
    named = address.set(drivername="postgresql", database=f"{address.database}_{service}")
    return named.render_as_string(hide_password=False)


def _spread(values: list[float], share: float) -> Figure:
    """That percentile, with its extremes over ten equal stretches of the run."""
    stretch = max(1, len(values) // 10)
    parts = [
        percentile(values[first : first + stretch], share)
        for first in range(0, len(values) - stretch + 1, stretch)
    ]
    return Figure(
        lowest=min(parts),
        median=percentile(values, share),
        highest=max(parts),
        unit=" ms",
    )
