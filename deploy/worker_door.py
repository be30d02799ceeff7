"""Where a worker tells how it is: /metrics, /health/live and /health/ready, for machines alone."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY

from shared.messaging.metrics import BusMetrics
from shared.messaging.worker import Worker
from shared.web import health, metrics
from shared.web.settings import Settings

log = structlog.get_logger()

Answer = tuple[str, str, bytes]


class _Silent(WSGIRequestHandler):
    def log_message(self, *_about: Any) -> None:
        """Nobody reads that a machine asked again."""


@contextmanager
def door(settings: Settings, worker: Worker) -> Iterator[None]:
    """Open while the block runs. A second worker of the service at this machine has none."""
    REGISTRY.register(BusMetrics(worker))
    try:
        server = make_server(
            settings.host, settings.worker_port, _answering(settings, worker), handler_class=_Silent
        )
    except OSError as taken:
        log.warning("no door for metrics", port=settings.worker_port, error=str(taken))
        yield
        return
    thread = threading.Thread(target=server.serve_forever, name="door", daemon=True)
    thread.start()
    try:
        yield
    finally:
        _close(server)


def _answering(settings: Settings, worker: Worker) -> Callable[[Any, Any], list[bytes]]:
    def ready() -> Answer:
        found = health.of_service(settings, worker.store.engine)
        status = "200 OK" if found["status"] == "ok" else "503 Service Unavailable"
        return status, "application/json", json.dumps(found).encode()

    answers: dict[str, Callable[[], Answer]] = {
        "/metrics": lambda: ("200 OK", CONTENT_TYPE_LATEST, metrics.text()),
        "/health/live": lambda: ("200 OK", "application/json", b'{"status": "ok"}'),
        "/health/ready": ready,
    }

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        nothing: Callable[[], Answer] = lambda: ("404 Not Found", "text/plain", b"")  # noqa: E731
        status, kind, body = answers.get(environ["PATH_INFO"], nothing)()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def _close(server: WSGIServer) -> None:
    server.shutdown()
    server.server_close()
