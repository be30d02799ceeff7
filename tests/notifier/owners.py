"""Accounts, households and bookings as notifier meets them: over HTTP, answering, or away.

They answer what their interfaces promise and check the caller's token. `test_real_owners.py` holds
the same questions against the real services.
"""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, abort, request
from werkzeug.serving import BaseWSGIServer, make_server

from shared.web.settings import Settings
from shared.web.tokens import Verifier


class Owner:
    """A small server on a port of its own, which can go away and come back."""

    def __init__(self, name: str, secrets: Path) -> None:
        self.name = name
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self._verifier = Verifier(replace(Settings.read(name), secrets=secrets))
        self._app = Flask(name)
        self._app.before_request(self._check)
        # Held from the start: a port that was only looked up may be another test's by now.
        self._server: BaseWSGIServer | None = self._listening(0)
        self._serving = False
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def _listening(self, port: int) -> BaseWSGIServer:
        return make_server("127.0.0.1", port, self._app, threaded=True)

    def up(self) -> None:
        self._server = self._server or self._listening(self.port)
        self._serving = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            if self._serving:
                self._server.shutdown()
            self._server.server_close()
            self._server, self._serving = None, False

    def _check(self) -> None:
        self.asked.append(request.path)
        token = request.headers["Authorization"].removeprefix("Bearer ")
        assert self._verifier.caller(token).scope == "internal"
        if request.path in self.broken:
            abort(503)


class AccountsOwner(Owner):
    def __init__(self, secrets: Path) -> None:
        super().__init__("accounts", secrets)
        self.people: dict[UUID, dict[str, str]] = {}
        self.links: list[tuple[UUID, str]] = []
        self._app.post("/contact-points")(self.contact_points)
        self._app.post("/links")(self.make_link)

    def contact_points(self) -> dict[str, Any]:
        wanted = [UUID(each) for each in request.get_json()["accounts"]]
        return {"accounts": {str(it): self.people[it] for it in wanted if it in self.people}}

    def make_link(self) -> tuple[dict[str, Any], int]:
        asked = request.get_json()
        self.links.append((UUID(asked["account_id"]), asked["purpose"]))
        token = f"token-{len(self.links)}"
        return {"token": token, "expires_at": "2026-11-24T17:00:00+00:00"}, 201


class HouseholdsOwner(Owner):
    def __init__(self, secrets: Path) -> None:
        super().__init__("households", secrets)
        self.accounts: dict[UUID, str] = {}
        self.children: dict[UUID, str] = {}
        self.returned: dict[UUID, dict[str, Any]] = {}
        self._app.post("/names")(self.names)
        self._app.get("/return-messages/<uuid:household_id>")(self.return_message)

    def names(self) -> dict[str, Any]:
        wanted = request.get_json()
        return {
            "households": {},
            "children": _named(self.children, wanted["children"]),
            "accounts": _named(self.accounts, wanted["accounts"]),
        }

    def return_message(self, household_id: UUID) -> dict[str, Any]:
        if household_id not in self.returned:
            abort(404)
        return self.returned[household_id]


class BookingsOwner(Owner):
    def __init__(self, secrets: Path) -> None:
        super().__init__("bookings", secrets)
        self.refusals: dict[UUID, dict[str, str]] = {}
        self._app.get("/refusal-messages/<uuid:request_id>")(self.refusal_messages)

    def refusal_messages(self, request_id: UUID) -> dict[str, Any]:
        return {"lines": self.refusals.get(request_id, {})}


def _named(names: dict[UUID, str], wanted: list[str]) -> dict[str, Any]:
    home = str(UUID(int=2))
    return {
        each: {
            "given_name": names[UUID(each)],
            "household_id": home,
            "homes": {home: names[UUID(each)]},
        }
        for each in wanted
        if UUID(each) in names
    }
