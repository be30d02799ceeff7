"""A wire between a process and its server that a test may cut, at the worst instant if it likes."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

At = Callable[[bytes], bool]

# What travels when a transaction is committed, and when a message is published.
COMMIT: At = lambda sent: b"COMMIT" in sent  # noqa: E731  # a word
PUBLISH: At = lambda sent: b"\x00\x3c\x00\x28" in sent  # noqa: E731  # class and method of AMQP

ARRIVES = 0.3  # seconds for what was sent to have its effect before the server's end is cut too


@dataclass(eq=False)
class _Wire:
    client: socket.socket
    server: socket.socket
    deaf: bool = False
    answered: bool = True


class Proxy:
    """`with Proxy(port_of_the_server) as proxy:` and give `proxy.port` to the client."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._wires: set[_Wire] = set()
        self._lock = threading.Lock()
        self._trap: At | None = None
        self.sprung = threading.Event()
        self.round_trips = 0  # how often a client said something after it had heard something
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> int:
        """Cuts every connection without a goodbye; how many."""
        with self._lock:
            wires = list(self._wires)
        for wire in wires:
            self._drop(wire)
        return len(wires)

    def cut_unanswered(self, at: At) -> None:
        """The next time a client sends that, the server gets it and the client hears nothing more.

        Sets `sprung`.
        """
        self.sprung.clear()
        self._trap = at

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire = _Wire(client, server)
            with self._lock:
                self._wires.add(wire)
            for pump in (self._to_server, self._to_client):
                threading.Thread(target=self._until_cut, args=(pump, wire), daemon=True).start()

    def _until_cut(self, pump: Callable[[_Wire], None], wire: _Wire) -> None:
        with contextlib.suppress(OSError):
            pump(wire)
        self._drop(wire)

    def _to_server(self, wire: _Wire) -> None:
        while sent := wire.client.recv(65536):
            self.round_trips += wire.answered
            wire.answered = False
            if (trap := self._trap) is not None and trap(sent):
                self._trap = None
                wire.deaf = True
                wire.server.sendall(sent)
                time.sleep(ARRIVES)
                self._drop(wire)
                self.sprung.set()
                return
            wire.server.sendall(sent)

    def _to_client(self, wire: _Wire) -> None:
        while answer := wire.server.recv(65536):
            wire.answered = True
            if not wire.deaf:
                wire.client.sendall(answer)

    def _drop(self, wire: _Wire) -> None:
        with self._lock:
            if wire not in self._wires:
                return
            self._wires.discard(wire)
        for end in (wire.client, wire.server):
            with contextlib.suppress(OSError):
                # Reset, as a cable does: no orderly end that somebody could be waiting for.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            end.close()
