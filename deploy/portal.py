"""Which processes the portal is made of."""

import importlib
import os
import socket
import threading
from typing import Final

from environs import Env
from flask import Flask
from marshmallow import validate

from shared.eventstore import tracing
from shared.eventstore.tables import Behind
from shared.messaging.worker import Worker
from shared.web.settings import SERVICES, SITES, Settings

SERVED: Final = (*SERVICES, *SITES)
WORKING: Final = tuple(SERVICES)

# What they do may come a few seconds later, a page may not.
PATIENT: Final = frozenset({"notifier", "integrations"})

# The parents' site mostly waits for services, and must answer who stands in line meanwhile.
THREADS: Final = {"gateway": 32}


def application(name: str) -> Flask:
    """The HTTP side of a service, a site or the demonstration bank."""
    settings = Settings.read(name)
    tracing.set_up(name)
    if name == "bank":
        bank = importlib.import_module("deploy.bank").create_bank(settings)
        assert isinstance(bank, Flask)
        return bank
    create_app = importlib.import_module(f"services.{name}.app").create_app
    try:
        app = create_app(settings)
    except Behind:  # only the bus side of a service can replay what it heard
        worker(name).create_tables()
        app = create_app(settings)
    assert isinstance(app, Flask)
    return app


def worker(name: str) -> Worker:
    """The bus side of a service."""
    made = importlib.import_module(f"services.{name}.worker").create_worker(Settings.read(name))
    assert isinstance(made, Worker)
    return made


def step_back(name: str) -> int:
    """Lets pages come first, in the process of a worker that may wait; how nice it is now."""
    by = Env().int("PORTAIL_WORKER_NICE", 10, validate=validate.Range(min=0, max=19))
    return os.nice(by if name in PATIENT else 0)


def ports() -> dict[str, int]:
    return {name: Settings.read(name).port for name in SERVED}


def taken_ports() -> dict[str, int]:
    """Ports of ours where somebody already listens."""
    host, taken = Settings.read("portail").host, {}
    for name, port in ports().items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                taken[name] = port
    return taken


class Stopping:
    """Set by SIGINT or SIGTERM; a second signal ends the process at once."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def __call__(self, *_signal: object) -> None:
        if self.event.is_set():
            os._exit(1)
        self.event.set()
