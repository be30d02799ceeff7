"""A trace goes from the request into the message, and on to whoever hears it, if anybody traces."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.eventstore import tracing
from shared.messaging.envelope import Envelope
from tests.support.service import ServiceUnderTest

ACCOUNT = UUID(int=7)
CAME = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = 0x0AF7651916CD43DD8448EB211C80319C
ELENA = {
    "account_id": str(ACCOUNT),
    "email": "elena@exemple.fr",
    "password": "un bon mot de passe",
    "language": "fr",
}


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.use(provider)
    yield exporter
    tracing.use(None)


def registered(folder: Path, **headers: str) -> list[dict[str, Any]]:
    """What accounts says when Elena comes."""
    accounts = ServiceUnderTest("accounts", folder)
    answer = accounts.client("public").post("/registrations", json=ELENA, headers=headers)
    assert answer.status_code < 300, answer.json
    with accounts.store.engine.connect() as tx:
        return [json.loads(it.text) for it in accounts.store.feed(tx, 0, 10)]


def test_the_trace_of_a_request_goes_along_in_the_message_to_whoever_hears_it(
    tmp_path: Path, spans: InMemorySpanExporter
) -> None:
    (message,) = registered(tmp_path / "accounts", traceparent=CAME)
    households = ServiceUnderTest("households", tmp_path / "households")
    households.worker.inbox.receive([Envelope.read(json.dumps(message))])
    with households.store.engine.connect() as tx:
        (opened,) = [json.loads(it.text) for it in households.store.feed(tx, 0, 10)]

    by_name = {span.name: span for span in spans.get_finished_spans()}
    asked, heard = by_name["POST /registrations"], by_name["hear accounts.account_created"]
    assert {span.context.trace_id for span in (asked, heard)} == {TRACE}
    assert heard.parent is not None and heard.parent.span_id == asked.context.span_id
    assert opened["traceparent"].split("-")[1:3] == [
        f"{TRACE:032x}",
        f"{heard.context.span_id:016x}",
    ]


def test_spans_name_nobody(tmp_path: Path, spans: InMemorySpanExporter) -> None:
    registered(tmp_path)

    told = "".join(span.to_json() for span in spans.get_finished_spans())
    assert "/registrations" in told
    assert "elena" not in told and str(ACCOUNT) not in told


def test_where_nobody_traces_messages_carry_no_trace(tmp_path: Path) -> None:
    (message,) = registered(tmp_path, traceparent=CAME)

    assert "traceparent" not in message


def test_nothing_is_imported_where_nobody_traces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAIL_TRACES", raising=False)
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry", None)  # not installed

    tracing.set_up("accounts")

    with tracing.span("GET /"):
        assert tracing.traceparent() is None


def test_who_asks_for_traces_without_the_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAIL_TRACES", "http://127.0.0.1:4318")
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry", None)

    with pytest.raises(ImportError, match="extra `tracing`"):
        tracing.set_up("accounts")
