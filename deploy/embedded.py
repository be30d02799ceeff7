"""The whole portal in one process: nothing but Python, and nothing lost when it is killed."""

import threading
from collections.abc import Callable

import structlog
import waitress
from prometheus_client import REGISTRY
from waitress.server import BaseWSGIServer

from deploy import portal
from shared.messaging.metrics import BusMetrics
from shared.messaging.worker import Worker
from shared.web.settings import SITES, Settings

log = structlog.get_logger()

THREADS = {**dict.fromkeys(SITES, 12), "integrations": 8}


class Embedded:
    """Every application in threads of this process, every worker beside it."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._servers: list[BaseWSGIServer] = []
        self._workers: list[threading.Thread] = []

    def start(self) -> None:
        workers = [portal.worker(name) for name in portal.WORKING]
        for each in workers:
            each.create_tables()
            REGISTRY.register(BusMetrics(each))
        for name in portal.SERVED:
            self._serve(name)
        for each in workers:
            self._work(each)

    def wait(self, stopping: threading.Event) -> None:
        stopping.wait()

    def stop(self) -> None:
        """Answers what was asked, ends what the workers have begun, then returns."""
        self._stop.set()
        for server in self._servers:
            server.task_dispatcher.shutdown(cancel_pending=False, timeout=5)
        for thread in self._workers:
            thread.join(timeout=10)

    def _serve(self, name: str) -> None:
        settings = Settings.read(name)
        server = waitress.create_server(
            portal.application(name),
            host=settings.host,
            port=settings.port,
            threads=THREADS.get(name, 8),
            map={},
            ident=None,
            clear_untrusted_proxy_headers=False,  # who came through a proxy must be seen
            max_request_body_size=64 * 1024 * 1024,  # over 12 MB the site says so itself
        )
        assert isinstance(server, BaseWSGIServer)
        self._servers.append(server)
        _thread(f"{name} http", server.run)

    def _work(self, worker: Worker) -> None:
        thread = _thread(f"{worker.service} worker", lambda: worker.run(self._stop))
        self._workers.append(thread)


def _thread(name: str, run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread
