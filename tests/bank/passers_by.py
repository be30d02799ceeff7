"""Who comes to the bank: a portal that listens on a real port, and a family's browser."""

import re
import threading
from html import unescape
from typing import Self
from uuid import UUID

from flask import Flask, request
from werkzeug.serving import make_server

from deploy.bank import create_bank
from services.billing.clients.payment_page import DemonstrationBank

PAYMENT = UUID(int=12)


class Served:
    """An application on a free port of this machine."""

    def __init__(self, app: Flask) -> None:
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Portal(Served):
    """Keeps what the bank tells, and answers as it is told to."""

    def __init__(self) -> None:
        self.answers = 204
        self.heard: list[tuple[bytes, str]] = []
        app = Flask("portal")
        app.add_url_rule("/notification", "hear", self._hear, methods=["POST"])
        super().__init__(app)

    def _hear(self) -> tuple[str, int]:
        self.heard.append((request.get_data(), request.headers["X-Bank-Signature"]))
        return "", self.answers


class Visitor:
    def __init__(self, settings, portal) -> None:
        self.settings = settings
        self.portal = portal
        self.secret = settings.secret("demo-bank")
        self.pays_at = DemonstrationBank(self.secret, "")
        self.bank = create_bank(settings, courier_runs=False)
        self.client = self.bank.test_client()

    def order(self, payment_id=PAYMENT, amount_cents=12760, notify_url=None) -> str:
        return self.pays_at.create(
            payment_id,
            amount_cents,
            "Facture 2026-00001",
            "http://127.0.0.1:8000/factures/1?paiement=12",
            notify_url or f"{self.portal.url}/notification",
        )

    def opens(self, address: str):
        return self.client.get(address)

    def presses(self, page, choice: str):
        """The form of the page, as a browser without JavaScript sends it."""
        (text,) = re.findall(r'name="ordre" value="([^"]+)"', page.text)
        assert f'name="choix" value="{choice}"' in page.text
        return self.client.post("/paiement", data={"ordre": unescape(text), "choix": choice})

    def brings_what_is_due(self) -> None:
        self.bank.extensions["courier"].deliver()
