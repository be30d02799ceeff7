"""Many families at once ask the services, as the sites do, and note what they were answered."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any, Protocol
from uuid import UUID, uuid4

import requests

from deploy import loading
from shared.web.settings import Settings
from shared.web.tokens import Signer

PATIENCE = 75.0  # seconds in which what failed must have succeeded
STAFF = UUID("9b3f9a52-0000-4000-8000-0000000000ff")
MONDAY = date(2026, 11, 2)
TOWN = Path(__file__).parent / "town.yaml"


class Shape(Protocol):
    """A running portal, whatever its shape."""

    def settings(self, name: str) -> Settings: ...

    def environment(self) -> Any: ...


class Verdict(Enum):
    DONE = "answered with success"
    NOTHING = "answered with an error: nothing may have happened"
    UNKNOWN = "never answered: everything or nothing"
    BROKEN = "answered with a failure of ours: must not be"


@dataclass(frozen=True)
class Attempt:
    """`id` is the correlation id, which every event that follows bears."""

    id: str
    verdict: Verdict
    said: str


@dataclass
class Command:
    """What a family wants once, however often it has to ask."""

    name: str
    service: str
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    attempt: Attempt
    json: Any

    @property
    def done(self) -> bool:
        return self.attempt.verdict is Verdict.DONE


class Door:
    """Asks the services in the name of a site, with its signed tokens."""

    def __init__(self, shape: Shape) -> None:
        self._urls = dict(shape.settings("portail").urls)
        self._signers = {
            name: Signer(shape.settings(name)) for name in ("gateway", "backoffice", "portail")
        }
        self._shape = shape
        self._local = threading.local()

    def ask(
        self,
        method: str,
        service: str,
        path: str,
        *,
        scope: str,
        account_id: UUID | None = None,
        json: Any = None,
    ) -> Answer:
        speaker = {"staff": "backoffice", "internal": "portail"}.get(scope, "gateway")
        claims = (
            {"name": "Nadia Keller", "roles": ["files", "bookings"]} if scope == "staff" else None
        )
        signed = self._signers[speaker].token(service, scope, account_id, claims)
        correlation_id = str(uuid4())
        try:
            response = self._session().request(
                method,
                f"{self._urls[service]}{path}",
                json=json,
                headers={"Authorization": f"Bearer {signed}", "X-Correlation-Id": correlation_id},
                timeout=(3, 20),
            )
            body = response.json() if response.content else None
        except (requests.RequestException, ValueError) as error:
            return Answer(Attempt(correlation_id, Verdict.UNKNOWN, type(error).__name__), None)
        said = f"{method} {service}{path} {response.status_code} {response.text[:300]}"
        return Answer(Attempt(correlation_id, _verdict(response.status_code, body), said), body)

    def read(self, service: str, path: str) -> bytes:
        """As a neighbour does, e.g. the feed. Raises when it does not answer with success."""
        signed = self._signers["portail"].token(service, "internal", None, None)
        answer = self._session().get(
            f"{self._urls[service]}{path}",
            headers={"Authorization": f"Bearer {signed}"},
            timeout=(3, 20),
        )
        answer.raise_for_status()
        return answer.content

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
        session = self._local.session
        assert isinstance(session, requests.Session)
        return session


def _verdict(status: int, body: Any) -> Verdict:
    if status < 400:
        return Verdict.DONE
    if status < 500:
        return Verdict.NOTHING
    code = body.get("code") if isinstance(body, dict) else None
    if status == 503 and body.get("correlation_id"):
        return {"unavailable": Verdict.NOTHING, "outcome_unknown": Verdict.UNKNOWN}[str(code)]
    return Verdict.BROKEN


class Load:
    def __init__(self, door: Door) -> None:
        self.door = door
        self.commands: list[Command] = []
        self.passing = threading.Event()

    def unavailable(self) -> int:
        """How often a service answered so far that it could not keep anything just now."""
        said = [attempt.said for command in self.commands for attempt in command.attempts]
        return sum(" 503 " in each for each in said)

    @contextmanager
    def running(self, seed: int, families: int, passers_by: int) -> Iterator[None]:
        """`families` go the whole way; others register, one after the other, until the block ends.

        Raises what a family could not get done.
        """
        self.passing.set()
        with ThreadPoolExecutor(families + passers_by) as people:
            whole: list[Future[None]] = [
                people.submit(Family(self, Random(seed * 1000 + n)).goes_all_the_way)
                for n in range(families)
            ]
            passing = [
                people.submit(self._pass_by, Random(seed * 1000 + 500 + n))
                for n in range(passers_by)
            ]
            try:
                yield
                self.passing.clear()
                for family in whole:
                    family.result(PATIENCE + 60)
            finally:
                self.passing.clear()
            for each in passing:
                each.result(PATIENCE + 60)

    def _pass_by(self, chance: Random) -> None:
        last: Family | None = None
        while self.passing.is_set():
            family = Family(self, chance)
            family.registers()
            if last is not None and chance.random() < 0.3:
                family.asks_for_the_address_of(last)
            last = family
            time.sleep(chance.uniform(0.1, 0.3))


class Family:
    """What one family does, each step until it is answered with success."""

    def __init__(self, load: Load, chance: Random) -> None:
        self._load = load
        self._chance = chance
        self.account_id = uuid4()  # not of the seed: a round may be repeated in the same portal
        self.email = f"famille-{self.account_id.hex}@exemple.fr"
        self.child_id = uuid4()

    def goes_all_the_way(self) -> None:
        """From the account to the places that staff gave: twenty commands in three services."""
        self.registers()
        self.confirms()
        self.fills_its_file()
        self.books_lunches()

    def registers(self) -> None:
        body = {"account_id": str(self.account_id), "email": self.email, "password": "tilleul-2026"}
        self._public("register", "accounts", "/registrations", body)

    def asks_for_the_address_of(self, other: "Family") -> None:
        """Which is refused: it is taken."""
        command = self._command("register with a taken address", "accounts")
        body = {"account_id": str(uuid4()), "email": other.email, "password": "platane-2026"}
        answer = self._load.door.ask(
            "POST", "accounts", "/registrations", scope="public", json=body
        )
        command.attempts.append(answer.attempt)
        assert not answer.done

    def confirms(self) -> None:
        link = self._until_done(
            None,  # whoever asks again gets another one
            lambda: self._load.door.ask(
                "POST",
                "accounts",
                "/links",
                scope="internal",
                json={"account_id": str(self.account_id), "purpose": "confirm"},
            ),
        )
        self._public("confirm", "accounts", "/confirmations", {"token": link["token"]})

    def fills_its_file(self) -> None:
        name = {"given_name": "Camille", "family_name": "Martin"}
        address = {"line1": "12 rue des Lilas", "postcode": "67000", "town": "Strasbourg"}
        me = {**name, "relationship": "MOTHER", "mobile": "06 12 34 56 10"}
        for section, values in [
            ("address", address),
            ("me", me),
            ("work", {"situation": "EMPLOYED"}),
            ("other_guardian", {"alone": True}),
            ("complementary", {"quotient_choice": "DECLARED", "quotient": 820}),
        ]:
            self._fill(f"sections/{section}", values)
        child = {
            "child_id": str(self.child_id),
            "given_name": "Léo",
            "family_name": "Martin",
            "birth_date": "2018-05-14",
            "school_id": "la-fontaine",
            "class_name": "CE1",
        }
        self._family("register a child", "POST", "households", "/household/children", child)
        health = {"diet": "STANDARD", "doctor_name": "Dr Roth", "doctor_phone": "03 88 00 00 10"}
        contact = {"emergency_name": "Denise", "emergency_phone": "06 12 34 56 70", "pickups": []}
        for section, values in [
            ("health", health),
            ("contacts", contact),
            ("consents", {"outings": "YES", "photos": "NO"}),
        ]:
            self._fill(f"children/{self.child_id}/{section}", values)
        self._family("submit the file", "POST", "households", "/household/submission", {})
        household_id = self._file()["household_id"]
        path = f"/files/{household_id}/approval"
        self._staff("approve the file", "households", path, {})

    def books_lunches(self) -> None:
        self._until(lambda: self._read("bookings", "/eligibility")["children"], "bookings knows")
        self._until(
            lambda: all(
                child["can_book"] for child in self._read("bookings", "/eligibility")["children"]
            ),
            "the child can book",
        )
        asked = {"request_id": str(uuid4()), "facility_id": "la-fontaine"}
        request_id = self._family("start a request", "POST", "bookings", "/requests", asked)[
            "request_id"
        ]
        day = MONDAY + timedelta(days=self._chance.choice([0, 1, 3, 4]))
        path = f"/requests/{request_id}/days/{day}"
        body = {
            "seen": self._read("bookings", path)["seen"],
            "choices": [{"child_id": str(self.child_id), "slot_type": "LUNCH"}],
        }
        self._family("choose", "PUT", "bookings", path, body)
        seen = self._read("bookings", f"/requests/{request_id}")["seen"]
        body = {"seen": seen, "accept_rules": True}
        self._family("submit", "POST", "bookings", f"/requests/{request_id}/submission", body)
        lines = self._read("bookings", f"/requests/{request_id}")["lines"]
        verdicts = [
            {"request_id": request_id, "line_id": line["line_id"], "decision": "ACCEPT"}
            for line in lines
        ]
        self._staff("decide", "bookings", "/decisions", {"lines": verdicts})

    # How it asks

    def _fill(self, place: str, values: dict[str, Any]) -> None:
        seen = self._file()["version"]
        body = {"seen": seen, **values}
        self._family(
            f"fill {place.split('/')[-1]}", "PUT", "households", f"/household/{place}", body
        )

    def _file(self) -> Any:
        return self._read("households", "/household")

    def _read(self, service: str, path: str) -> Any:
        return self._until_done(
            None,
            lambda: self._load.door.ask(
                "GET", service, path, scope="family", account_id=self.account_id
            ),
        )

    def _family(self, name: str, method: str, service: str, path: str, body: Any) -> Any:
        return self._until_done(
            self._command(name, service),
            lambda: self._load.door.ask(
                method, service, path, scope="family", account_id=self.account_id, json=body
            ),
        )

    def _staff(self, name: str, service: str, path: str, body: Any) -> Any:
        return self._until_done(
            self._command(name, service),
            lambda: self._load.door.ask(
                "POST", service, path, scope="staff", account_id=STAFF, json=body
            ),
        )

    def _public(self, name: str, service: str, path: str, body: Any) -> Any:
        return self._until_done(
            self._command(name, service),
            lambda: self._load.door.ask("POST", service, path, scope="public", json=body),
        )

    def _command(self, name: str, service: str) -> Command:
        command = Command(name, service)
        self._load.commands.append(command)
        return command

    def _until_done(self, command: Command | None, ask: Callable[[], Answer]) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            answer = ask()
            if command is not None:
                command.attempts.append(answer.attempt)
            if answer.done:
                return answer.json
            assert answer.attempt.verdict is not Verdict.BROKEN, answer.attempt.said
            what = command.name if command else "read"
            assert time.monotonic() < until, f"{what}: not within {PATIENCE} s: {answer.attempt}"
            time.sleep(self._chance.uniform(0.05, 0.25))

    def _until(self, holds: Callable[[], Any], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < until, f"not within {PATIENCE} s: {what}"
            time.sleep(0.1)


def open_the_town(shape: Shape) -> None:
    """What the families of the load can book; once, before anything fails."""
    settings = shape.settings("portail")
    with shape.environment():
        loading.load(settings, [TOWN], lambda _said: None)


def instant(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
