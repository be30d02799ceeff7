"""A real mail server (aiosmtpd) at the other end."""

import email
import email.policy
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from structlog.testing import capture_logs

from services.notifier.domain.letter import Letter
from services.notifier.domain.mail import PATIENCE, Template, Trouble
from services.notifier.handlers import send_due
from services.notifier.senders import NotSent
from services.notifier.senders.smtp import Smtp
from shared.contracts import accounts
from shared.contracts import notifier as said
from tests.notifier.conftest import Notifier
from tests.notifier.letters import CAMILLE, MAIL, letter
from tests.support.servers import free_port

FROM = "portail@exemple.fr"
CREATED = accounts.AccountCreated(account_id=CAMILLE, language="fr")


class Killed(BaseException):
    """What `kill -9` looks like to the code under test."""


class MailServer:
    """Keeps what it accepts; answers what it is told to."""

    def __init__(self, **options: Any) -> None:
        self.received: list[EmailMessage] = []
        self.private: list[bool] = []
        self.refuse_recipient = self.refuse_data = ""
        self.hangs_up = False
        self.port = free_port()
        self._options = options
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def up(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **self._options)
        self._controller.start()

    def down(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.private.append(session.ssl is not None)
        return "250 Kept"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "421 Whatever" if self.hangs_up else "221 Bye"


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    server.up()
    yield server
    server.down()


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    return text.get_content(), html.get_content()


def test_a_letter_arrives_whole(server: MailServer) -> None:
    sent = letter(Template.REQUEST_DECIDED)

    Smtp(server.url, FROM).send(sent)

    (message,) = server.received
    text, html = parts(message)
    assert message.get_content_type() == "multipart/alternative"
    assert text.splitlines() == sent.text.splitlines()
    assert html.splitlines() == sent.html.splitlines()
    assert message["Subject"] == "Réponse à votre demande D-2026-4127 pour Mia"
    assert message["To"] == "camille@exemple.fr"
    assert message["From"] == f"Grandir Ensemble <{FROM}>"
    assert message["Reply-To"] == "Grandir Ensemble <bonjour@exemple.fr>"
    assert message["Message-ID"] == f"<{MAIL}@exemple.fr>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime == sent.at.replace(microsecond=0)


def test_no_line_is_longer_than_mail_allows(server: MailServer) -> None:
    Smtp(server.url, FROM).send(letter(Template.REQUEST_DECIDED))

    raw = server.received[0].as_bytes()
    assert max(map(len, raw.splitlines())) <= 998


def test_a_server_that_hangs_up_after_taking_the_letter_has_it(server: MailServer) -> None:
    server.hangs_up = True

    Smtp(server.url, FROM).send(letter(Template.FILE_APPROVED))

    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("550 No such person", Trouble.REJECTED),
        ("450 Mailbox busy", Trouble.PUT_OFF),
    ],
)
def test_a_refused_recipient(server: MailServer, answer: str, trouble: Trouble) -> None:
    server.refuse_recipient = answer

    with pytest.raises(NotSent) as refused:
        Smtp(server.url, FROM).send(letter(Template.FILE_APPROVED))

    assert refused.value.trouble is trouble


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [("554 Not here", Trouble.REJECTED), ("451 Try later", Trouble.PUT_OFF)],
)
def test_a_refused_letter(server: MailServer, answer: str, trouble: Trouble) -> None:
    server.refuse_data = answer

    with pytest.raises(NotSent) as refused:
        Smtp(server.url, FROM).send(letter(Template.FILE_APPROVED))

    assert refused.value.trouble is trouble


def test_a_server_that_is_away(server: MailServer) -> None:
    server.down()

    with pytest.raises(NotSent) as refused:
        Smtp(server.url, FROM).send(letter(Template.FILE_APPROVED))

    assert refused.value.trouble is Trouble.SERVER_AWAY


@pytest.mark.parametrize("url", ["mail.exemple.fr", "http://mail.exemple.fr", "smtp://"])
def test_an_address_that_is_none_is_told_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="PORTAIL_SMTP_URL"):
        Smtp(url, FROM)


# With a password and TLS


def authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (
        b"portail",
        b"mot:de/passe",
    )
    return AuthResult(success=good, handled=False)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a mail server that this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    return context


@pytest.fixture
def private_server(certificate: ssl.SSLContext) -> Iterator[MailServer]:
    server = MailServer(
        tls_context=certificate,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    )
    server.up()
    yield server
    server.down()


def url_of(server: MailServer, password: str, host: str = "localhost") -> str:
    return f"smtp://portail:{password}@{host}:{server.port}"


def test_tls_is_spoken_when_offered_and_the_password_is_right(private_server: MailServer) -> None:
    Smtp(url_of(private_server, "mot%3Ade%2Fpasse"), FROM).send(letter(Template.FILE_APPROVED))

    assert len(private_server.received) == 1
    assert private_server.private == [True]


def test_a_wrong_password_is_no_fault_of_the_mail(private_server: MailServer) -> None:
    """It is tried again once somebody has mended the settings."""
    with pytest.raises(NotSent) as refused:
        Smtp(url_of(private_server, "faux"), FROM).send(letter(Template.FILE_APPROVED))

    assert refused.value.trouble is Trouble.SERVER_AWAY


def test_a_server_nobody_vouches_for_gets_neither_password_nor_letter(
    private_server: MailServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "none.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))

    with pytest.raises(NotSent):
        Smtp(url_of(private_server, "mot%3Ade%2Fpasse"), FROM).send(letter(Template.FILE_APPROVED))

    assert private_server.received == []


# The whole way, from the event to the server


def office_with(notifier: Notifier, server: MailServer, kind: type[Smtp] = Smtp) -> Any:
    return notifier.new_office(kind(server.url, FROM))


def test_an_event_becomes_a_mail_on_the_server(notifier: Notifier, server: MailServer) -> None:
    notifier.hear(CREATED)

    assert send_due(office_with(notifier, server)) == 1

    (message,) = server.received
    assert message["To"] == "camille@exemple.fr"
    assert "/confirmation/token-1" in parts(message)[0]
    assert [told.template for told in notifier.service.published(said.MailSent)] == [
        "confirm_email"
    ]
    assert notifier.mailbox() == []


def test_a_server_away_for_a_while_loses_nothing(notifier: Notifier, server: MailServer) -> None:
    server.down()
    notifier.hear(CREATED)
    office = office_with(notifier, server)
    assert send_due(office) == 0
    assert notifier.mails()[0]["trouble"] == "server_away"

    server.up()
    assert send_due(office) == 0
    notifier.later(PATIENCE[0])
    assert send_due(office) == 1

    assert len(server.received) == 1


def test_an_address_the_server_rejects_is_given_up_and_staff_see_it(
    notifier: Notifier, server: MailServer
) -> None:
    server.refuse_recipient = "550 No such person"
    notifier.hear(CREATED)
    office = office_with(notifier, server)
    send_due(office)
    notifier.later(timedelta(days=2))
    send_due(office)

    (mail,) = notifier.mails()
    assert (mail["state"], mail["trouble"]) == ("FAILED", "rejected")
    assert notifier.service.published(said.MailSent) == []


def test_what_a_server_says_of_an_address_does_not_name_it_in_the_log(
    notifier: Notifier, server: MailServer
) -> None:
    """Servers repeat the address they refuse; logs name nobody."""
    server.refuse_recipient = "550 5.1.1 <Camille@exemple.fr>: user camille@exemple.fr unknown"
    notifier.hear(CREATED)

    with capture_logs() as logs:
        send_due(office_with(notifier, server))

    (line,) = [each for each in logs if each["event"] == "mail not sent"]
    assert "5.1.1" in line["why"]
    assert "camille" not in str(logs).casefold()


class DiesBeforeSending(Smtp):
    def send(self, letter: Letter) -> None:
        raise Killed


class DiesAfterSending(Smtp):
    def send(self, letter: Letter) -> None:
        super().send(letter)
        raise Killed


def test_killed_before_the_server_was_called_the_mail_leaves_once(
    notifier: Notifier, server: MailServer
) -> None:
    notifier.hear(CREATED)
    with pytest.raises(Killed):
        send_due(office_with(notifier, server, DiesBeforeSending))

    notifier.later(Smtp.lease)
    send_due(office_with(notifier, server))
    notifier.later(timedelta(days=2))
    send_due(office_with(notifier, server))

    assert len(server.received) == 1


def test_killed_after_the_server_took_it_the_copy_bears_the_same_id(
    notifier: Notifier, server: MailServer
) -> None:
    """The one window that no sender can close: mail programs drop the second by its id."""
    notifier.hear(CREATED)
    with pytest.raises(Killed):
        send_due(office_with(notifier, server, DiesAfterSending))

    assert send_due(office_with(notifier, server)) == 0  # not while the first may still be at it
    notifier.later(Smtp.lease)
    send_due(office_with(notifier, server))
    notifier.later(timedelta(days=2))
    send_due(office_with(notifier, server))

    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]


def test_two_workers_never_hand_over_one_mail_twice(notifier: Notifier, server: MailServer) -> None:
    people = [UUID(int=2000 + number) for number in range(10)]
    for person in people:
        notifier.accounts.people[person] = {"email": f"{person.int}@exemple.fr", "language": "fr"}
        notifier.hear(accounts.AccountCreated(account_id=person, language="fr"))

    offices = [office_with(notifier, server) for _ in range(2)]
    workers = [threading.Thread(target=send_due, args=(office,)) for office in offices]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(message["To"] for message in server.received) == sorted(
        f"{person.int}@exemple.fr" for person in people
    )
