"""What is wrong with a portal, in words, and what to do about it.

`examine` looks and mends nothing; `sentences` are pure, so each has its test.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import sqlalchemy as sa

from deploy import portal
from shared.eventstore import clock
from shared.messaging.condition import Condition, Lag, lag
from shared.messaging.worker import Worker
from shared.web import health
from shared.web.settings import Settings

Say = Callable[[str], None]

PATIENCE: Final = 3.0  # seconds for a process to answer
WAITS_LONG: Final = timedelta(minutes=1)
MAILS_WAIT_LONG: Final = timedelta(minutes=10)
SKEW: Final = timedelta(seconds=5)  # tokens between services live a minute
FULL, NEARLY_FULL = 0.02, 0.10  # of a disk left free


class Grade(Enum):
    """WARNING passes by itself or can wait; WRONG needs a person."""

    WELL = "✓"
    WARNING = "!"
    WRONG = "✗"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    grade: Grade
    words: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.grade.value} {self.words}" + (f"\n    → {self.do}" if self.do else "")


@dataclass(frozen=True, kw_only=True)
class Process:
    """`answer` is what /health/ready said, None when nobody answered; `at` is its own clock."""

    name: str
    port: int
    answer: Mapping[str, Any] | None
    ms: float = 0.0
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Service:
    """`away` is what the database said instead of answering; `lags` are by publisher."""

    name: str
    away: str = ""
    behind: tuple[str, ...] = ()
    condition: Condition | None = None
    lags: Mapping[str, Lag] = field(default_factory=dict)
    skew: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True)
class Findings:
    now: datetime
    processes: tuple[Process, ...]
    broker: str | None
    broker_answers: bool
    services: tuple[Service, ...]
    disk_free: float
    disk: str
    open_secrets: tuple[str, ...] = ()


# Words


def tell(findings: Findings, say: Say) -> bool:
    """True when nothing needs a person."""
    said = list(sentences(findings))
    for sentence in said:
        say(str(sentence))
    wrong = sum(it.grade is Grade.WRONG for it in said)
    warnings = sum(it.grade is Grade.WARNING for it in said)
    say("")
    if wrong:
        say(f"{wrong} to mend" + (f", {warnings} to watch" if warnings else ""))
    else:
        say(f"nothing needs a person, {warnings} to watch" if warnings else "all is well")
    return not wrong


def sentences(findings: Findings) -> Iterator[Sentence]:
    if any(process.answer is not None for process in findings.processes):
        for process in findings.processes:
            yield from _about_process(process, findings.now)
    else:
        yield Sentence(
            grade=Grade.WRONG, words="the portal does not run: nobody answers", do="`portail up`"
        )
    yield from _about_broker(findings)
    yield from _about_databases(findings)
    for service in findings.services:
        yield from _about_service(service, findings)
    yield from _about_disk(findings)
    for path in findings.open_secrets:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"others than the owner can read {path}",
            do=f"chmod 600 {path}, and think of who may have",
        )


def _about_process(process: Process, now: datetime) -> Iterator[Sentence]:
    name, port = process.name, process.port
    if process.answer is None:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name} does not answer on port {port}",
            do=f"start it: `portail up`, or `portail serve {name}`; its log says why it ended",
        )
        return
    if process.answer.get("status") != "ok":
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name} runs but is not ready: its database is away",
            do="start the database; the service is ready again by itself",
        )
    else:
        yield Sentence(grade=Grade.WELL, words=f"{name}: answers in {process.ms:.0f} ms")
    if process.at is not None and abs(process.at - now) > SKEW:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"the clock of {name} is {_for(abs(process.at - now))} away from this one",
            do="set the clocks by NTP: a token between services lives for one minute",
        )


def _about_broker(findings: Findings) -> Iterator[Sentence]:
    if findings.broker is None:
        return
    if findings.broker_answers:
        yield Sentence(grade=Grade.WELL, words=f"RabbitMQ: answers at {findings.broker}")
    else:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"RabbitMQ does not answer at {findings.broker}:"
            " families can go on, what happens is kept and told to the others later",
            do="start it: `systemctl start rabbitmq-server`; nothing else is to be done",
        )


def _about_databases(findings: Findings) -> Iterator[Sentence]:
    """Those that are away for the same reason, together."""
    away: dict[str, list[str]] = {}
    for service in findings.services:
        if service.away:
            away.setdefault(service.away, []).append(service.name)
    for reason, names in away.items():
        yield Sentence(
            grade=Grade.WRONG,
            words=f"the database of {', '.join(names)} does not answer ({reason})",
            do="start PostgreSQL: `systemctl start postgresql`, and look at PORTAIL_DATABASE_URL",
        )


def _about_service(service: Service, findings: Findings) -> Iterator[Sentence]:
    name, found = service.name, service.condition
    if service.away:
        return
    if service.behind:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name}: its tables are of another release ({', '.join(service.behind)})",
            do=f"`portail migrate {name}`; the next start does it too",
        )
    if abs(service.skew) > SKEW:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"the clock of {name}'s database is {_for(abs(service.skew))} away from this one",
            do="set the clocks by NTP",
        )
    if found is not None:
        yield from _about_messages(service, found, findings)
        yield from _about_time_and_mails(name, found)


def _about_messages(service: Service, found: Condition, findings: Findings) -> Iterator[Sentence]:
    name, worker = service.name, f"is `portail work {service.name}` running?"
    said = max(found.said.values(), default=0)
    waits = _age(found.unsent_since, findings.now) if found.unsent else timedelta()
    if waits > WAITS_LONG:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name}: {_messages(found.unsent)} to tell the others,"
            f" the first since {_for(waits)}",
            do="start RabbitMQ" if not findings.broker_answers else worker,
        )
    slow = {
        source: lag for source, lag in service.lags.items() if lag.age(findings.now) > WAITS_LONG
    }
    for source, behind in slow.items():
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name}: has not heard {_messages(behind.messages)} of {source},"
            f" the first since {_for(behind.age(findings.now))}",
            do=worker,
        )
    if found.parked:
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name}: {_messages(found.parked)} could not be heard and wait for a person",
            do="read why in the back office or with `portail parked list`, then retry or skip",
        )
    if waits <= WAITS_LONG and not slow:
        yield Sentence(
            grade=Grade.WELL,
            words=f"{name}: {found.events} events kept, {said} told to the others,"
            f" {_lags(service.lags)}",
        )


def _about_time_and_mails(name: str, found: Condition) -> Iterator[Sentence]:
    for policy, count in found.late.items():
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name}: {policy} fell due {count} times and was not called",
            do=f"is `portail work {name}` running? Its log says what went wrong",
        )
    if failed := found.own.get("mails_failed", 0):
        yield Sentence(
            grade=Grade.WARNING,
            words=f"{name}: {failed} mails of the last week were given up",
            do="see them in the back office, « Mails »: call those families",
        )
    if waiting := found.own.get("mails_overdue", 0):
        yield Sentence(
            grade=Grade.WRONG,
            words=f"{name}: {waiting} mails wait for more than {_for(MAILS_WAIT_LONG)}",
            do="does the mail server of PORTAIL_SMTP_URL answer? The back office says why",
        )


def _about_disk(findings: Findings) -> Iterator[Sentence]:
    percent = f"{findings.disk_free:.0%}"
    if findings.disk_free < FULL:
        grade = Grade.WRONG
    elif findings.disk_free < NEARLY_FULL:
        grade = Grade.WARNING
    else:
        yield Sentence(grade=Grade.WELL, words=f"disk of {findings.disk}: {percent} free")
        return
    yield Sentence(
        grade=grade,
        words=f"disk of {findings.disk}: only {percent} free",
        do="make room: without it nothing can be kept, and families are told so",
    )


def _lags(lags: Mapping[str, Lag]) -> str:
    unheard = [f"{lag.messages} of {source}" for source, lag in lags.items() if lag.messages]
    return f"still to hear: {', '.join(unheard)}" if unheard else "has heard everybody"


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def _age(since: datetime | None, now: datetime) -> timedelta:
    return max(now - since, timedelta()) if since else timedelta()


def _for(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    if seconds < 120:
        return f"{seconds} seconds"
    if seconds < 7200:
        return f"{seconds // 60} minutes"
    return f"{seconds // 3600} hours" if seconds < 172_800 else f"{seconds // 86_400} days"


# Looking


def examine() -> Findings:
    settings = Settings.read("portail")
    broker = urlsplit(settings.broker_url)
    embedded = broker.scheme == "memory"
    settings.var.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(settings.var)
    return Findings(
        now=clock.now(),
        processes=tuple(
            _process(name, port, settings.here) for name, port in portal.ports().items()
        ),
        broker=None if embedded else f"{broker.hostname}:{broker.port or 5672}",
        broker_answers=embedded or health.takes_connections(settings.broker_url),
        services=tuple(_services()),
        disk_free=usage.free / usage.total,
        disk=str(settings.var),
        open_secrets=tuple(_open_secrets(settings)),
    )


def _process(name: str, port: int, here: str) -> Process:
    url = f"http://{here}:{port}/health/ready"
    try:
        response = requests.get(url, timeout=PATIENCE)
        answer = response.json()
    except (requests.RequestException, ValueError):
        return Process(name=name, port=port, answer=None)
    at = parsedate_to_datetime(response.headers["Date"]) if "Date" in response.headers else None
    return Process(
        name=name,
        port=port,
        answer=answer,
        ms=response.elapsed.total_seconds() * 1000,
        at=None if at is None else at + (clock.now() - _machine_now()),
    )


def _machine_now() -> datetime:
    """Date headers and databases know nothing of a clock that was moved by a file."""
    return clock.now() - clock.moved_by()


def _services() -> Iterator[Service]:
    """A service whose database is away is told; the others are looked at all the same."""
    workers: dict[str, Worker] = {}
    broken: dict[str, Service] = {}
    for name in portal.WORKING:
        try:
            workers[name] = _worker(name)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            broken[name] = Service(name=name, away=_reason(error))
    for name in portal.WORKING:
        if name in broken:
            yield broken[name]
            continue
        try:
            yield _service(name, workers)
        except sa.exc.SQLAlchemyError as error:
            yield Service(name=name, away=_reason(error))


def _worker(name: str) -> Worker:
    worker = portal.worker(name)
    with worker.store.engine.connect():
        return worker


def _service(name: str, workers: Mapping[str, Worker]) -> Service:
    worker = workers[name]
    behind = tuple(worker.behind())
    if behind:  # other tables and columns than those that would be asked
        return Service(name=name, behind=behind)
    found = worker.condition()
    lags = {}
    for source, heard in found.heard.items():
        if source in workers and not workers[source].behind():
            with workers[source].store.engine.connect() as publisher:
                lags[source] = lag(publisher, heard)
    return Service(name=name, condition=found, lags=lags, skew=_skew(worker.store.engine))


def _skew(engine: sa.Engine) -> timedelta:
    """Of the database server; SQLite has no clock of its own."""
    if engine.dialect.name != "postgresql":
        return timedelta()
    with engine.connect() as tx:
        asked = _machine_now()
        told = tx.scalar(sa.text("SELECT clock_timestamp()"))
    assert isinstance(told, datetime)
    return told.astimezone(UTC) - asked


def _open_secrets(settings: Settings) -> Iterator[str]:
    for path in sorted(settings.secrets.rglob("*")):
        if path.is_file() and not path.name.endswith(".pub.pem") and path.stat().st_mode & 0o077:
            yield str(path)


def _reason(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).strip().splitlines()[0] if str(original).strip() else repr(original)


__all__ = ["Findings", "Grade", "Sentence", "examine", "sentences", "tell"]
