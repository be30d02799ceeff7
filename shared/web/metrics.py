"""What Prometheus is told about HTTP: answers by service and route, never by address.

A process has its own registry. Several processes behind one port share theirs through files in
`PROMETHEUS_MULTIPROC_DIR`, which `portail serve --processes` sets.
"""

import os

from flask import Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from werkzeug.exceptions import NotFound

REQUESTS = Counter("http_requests_total", "Answers by route.", ["service", "route", "status"])
SECONDS = Histogram("http_request_seconds", "Time to answer by route.", ["service", "route"])


def answered(service: str, route: str, status: int, seconds: float) -> None:
    SECONDS.labels(service, route).observe(seconds)
    REQUESTS.labels(service, route, status).inc()


def text() -> bytes:
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client's has no types
    return generate_latest(registry)


def exposition() -> Response:
    return Response(text(), content_type=CONTENT_TYPE_LATEST)


def exposition_of_a_site() -> Response:
    """A site stands behind a proxy that everybody can ask: who comes through it is not told."""
    if {"X-Forwarded-For", "Forwarded", "Via"} & set(request.headers.keys()):
        raise NotFound
    return exposition()
