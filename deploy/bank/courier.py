"""Brings the bank's notifications to the portal, again and again until they are answered."""

import threading
from collections.abc import Sequence

import requests
import structlog

from deploy.bank.ledger import Ledger, Letter
from deploy.bank.signing import sign_notification

log = structlog.get_logger()

SIGNATURE = "X-Bank-Signature"
TIMEOUT = (1, 5)  # seconds: connect, read; together less than ledger.FIRST_TRY
LOOKS_EVERY = 1.0


class Courier:
    def __init__(self, ledger: Ledger, secret: bytes) -> None:
        self._ledger = ledger
        self._secret = secret

    def start(self) -> None:
        """What was not answered before the last stop is brought again now."""
        threading.Thread(target=self._forever, name="bank courier", daemon=True).start()

    def deliver(self, letters: Sequence[Letter] | None = None) -> None:
        """Tries these, or everything that is due, once."""
        for letter in self._ledger.due() if letters is None else letters:
            self._try(letter)

    def _forever(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self.deliver()
            except Exception:
                log.exception("bank courier stumbled")
            pause.wait(LOOKS_EVERY)

    def _try(self, letter: Letter) -> None:
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: sign_notification(self._secret, letter.body),
        }
        try:
            with requests.Session() as http:
                http.trust_env = False  # no proxy between the bank and the portal
                answer = http.post(
                    letter.notify_url,
                    data=letter.body,
                    headers=headers,
                    timeout=TIMEOUT,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            log.warning("notification not delivered", tries=letter.tries + 1, error=str(error))
            self._ledger.not_answered(letter)
            return
        if answer.status_code // 100 in (2, 4) and answer.status_code not in (408, 429):
            log.info("notification answered", status=answer.status_code)
            self._ledger.answered(letter, answer.status_code)
        else:
            log.warning("notification not taken", status=answer.status_code)
            self._ledger.not_answered(letter)
