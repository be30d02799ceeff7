"""What Prometheus is told about the bus side of a service. Names of services, lanes and policies
are its only labels: no person is counted by itself."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

import sqlalchemy as sa
import structlog
from prometheus_client import Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.eventstore import clock
from shared.messaging.condition import Condition
from shared.messaging.envelope import Envelope

log = structlog.get_logger()

HEARD = Histogram(
    "portail_heard_seconds",
    "From an event to its effect in a service that listens.",
    ["service", "source"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600, 3600),
)


def observe(service: str, heard: Sequence[Envelope]) -> None:
    now = clock.now()
    for message in heard:
        with suppress(ValueError):  # a time that is none hurts nobody but this figure
            seconds = (now - message.at).total_seconds()
            HEARD.labels(service, message.source).observe(max(0.0, seconds))


class Observed(Protocol):
    @property
    def service(self) -> str: ...

    def condition(self) -> Condition: ...


class BusMetrics(Collector):
    """Reads the database each time it is asked; without it only `portail_database_up` is told."""

    def __init__(self, worker: Observed) -> None:
        self._worker = worker

    def describe(self) -> list[Metric]:
        return []  # asked at registration, where no database shall be needed

    def collect(self) -> Iterator[Metric]:
        service = self._worker.service
        up = GaugeMetricFamily("portail_database_up", "1 when it answers.", labels=["service"])
        try:
            found = self._worker.condition()
        except sa.exc.SQLAlchemyError as error:
            log.warning("no metrics without a database", service=service, error=str(error))
            up.add_metric([service], 0)
            yield up
            return
        up.add_metric([service], 1)
        yield up
        yield from _told(service, found)


def _told(service: str, found: Condition) -> Iterator[Metric]:
    kept = CounterMetricFamily(
        "portail_events", "Events kept by the service, ever.", labels=["service"]
    )
    kept.add_metric([service], found.events)
    yield kept
    said = GaugeMetricFamily(
        "portail_outbox_position", "Last public event, by lane.", labels=["source", "lane"]
    )
    for lane, position in found.said.items():
        said.add_metric([service, str(lane)], position)
    yield said
    heard = GaugeMetricFamily(
        "portail_heard_position",
        "How far each lane of a publisher was heard.",
        labels=["service", "source", "lane"],
    )
    for source, lanes in found.heard.items():
        for lane, position in lanes.items():
            heard.add_metric([service, source, str(lane)], position)
    yield heard
    late = GaugeMetricFamily(
        "portail_timed_late", "Fell due and was not called.", labels=["service", "policy"]
    )
    for policy, count in found.late.items():
        late.add_metric([service, policy], count)
    yield late
    age = 0.0
    if found.unsent_since is not None:
        age = max(0.0, (clock.now() - found.unsent_since).total_seconds())
    for name, help_, value in (
        ("portail_outbox_waiting", "Messages the broker has not confirmed.", found.unsent),
        ("portail_outbox_oldest_seconds", "How long the first of them waits.", age),
        ("portail_parked", "Messages that need a person.", found.parked),
        *((f"portail_{name}", "Counted by the service.", it) for name, it in found.own.items()),
    ):
        gauge = GaugeMetricFamily(name, help_, labels=["service"])
        gauge.add_metric([service], value)
        yield gauge
