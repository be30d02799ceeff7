"""Sends letters to a mail server.

An attempt is recorded before the server is called and the success after it answered, so a mail is
never lost. Killed in between, the attempt is made again when its lease is over, with the same
Message-ID, by which mail programs drop the second copy.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from services.notifier.domain.letter import Letter
from services.notifier.domain.mail import Trouble
from services.notifier.senders import NotSent

TIMEOUT: Final = 8.0  # seconds for each answer of the server; a session has about eight


class Smtp:
    lease: Final = timedelta(seconds=150)
    together: Final = 1

    def __init__(self, url: str, mail_from: str) -> None:
        """`smtp://user:password@host:port`, or `smtps://` where TLS is spoken from the start."""
        where = urlsplit(url)
        if where.scheme not in {"smtp", "smtps"} or not where.hostname:
            raise ValueError("PORTAIL_SMTP_URL must look like smtp://user:password@host:port")
        self._tls = where.scheme == "smtps"
        self._host = where.hostname
        self._port = where.port or (465 if self._tls else 587)
        self._user = unquote(where.username or "")
        self._password = unquote(where.password or "")
        self._from = mail_from

    def send(self, letter: Letter) -> None:
        message = as_message(letter, self._from)
        try:
            with self._session() as server:
                server.send_message(message, from_addr=self._from, to_addrs=[letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise NotSent(_trouble(code), _text(said)) from error
        except smtplib.SMTPDataError as error:
            raise NotSent(_trouble(error.smtp_code), _text(error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            # A wrong password or sender too: ours to mend, and no fault of this mail.
            raise NotSent(Trouble.SERVER_AWAY, str(error)) from error

    def keep(self, tx: sa.Connection, letter: Letter) -> None:
        """The server has it: nothing is kept here."""

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        trust = ssl.create_default_context()
        server: smtplib.SMTP
        if self._tls:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=trust)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        try:
            self._greet(server, trust)
            yield server
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # a server that took the letter may hang up as it likes
            server.close()

    def _greet(self, server: smtplib.SMTP, trust: ssl.SSLContext) -> None:
        server.ehlo()
        private = self._tls
        if not private and server.has_extn("starttls"):
            server.starttls(context=trust)
            server.ehlo()
            private = True
        if self._user:
            if not private and not _is_this_machine(self._host):
                raise smtplib.SMTPNotSupportedError("no TLS is offered: the password stays here")
            server.login(self._user, self._password)


def as_message(letter: Letter, mail_from: str) -> EmailMessage:
    """Text and HTML, with a Message-ID that is the same at each attempt."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["Subject"] = letter.subject
    message["From"] = Address(letter.sender_name, addr_spec=mail_from)
    message["To"] = Address(addr_spec=letter.to)
    if letter.reply_to:
        message["Reply-To"] = Address(letter.sender_name, addr_spec=letter.reply_to)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.mail_id}@{mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language  # last: new content clears it
    return message


def _trouble(code: int) -> Trouble:
    return Trouble.REJECTED if 500 <= code < 600 else Trouble.PUT_OFF


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
