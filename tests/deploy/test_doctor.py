"""What the doctor says: what is wrong, since when, and what to do."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy import portal
from deploy.doctor import Findings, Grade, Process, Service, examine, sentences, tell
from shared.messaging.condition import Condition, Lag
from shared.web.settings import Settings
from tests.support.servers import free_base_port

RELEASE = Path(__file__).parent / "releases" / "0.1.0" / "sqlite"
NOW = datetime(2026, 4, 3, 19, 0, tzinfo=UTC)
WELL = Condition(
    events=1200,
    said={0: 311, 1: 340},
    unsent=0,
    unsent_since=None,
    heard={},
    parked=0,
    late={},
    own={},
)
BOOKINGS = Service(name="bookings", condition=WELL, lags={"households": Lag()})
GATEWAY = Process(name="gateway", port=8000, answer={"status": "ok"}, ms=4.0, at=NOW)
PORTAL = Findings(
    now=NOW,
    processes=(GATEWAY,),
    broker="127.0.0.1:5672",
    broker_answers=True,
    services=(BOOKINGS,),
    disk_free=0.5,
    disk="/srv/portail",
)


def said(findings: Findings, grade: Grade = Grade.WRONG) -> list[tuple[str, str]]:
    return [(it.words, it.do) for it in sentences(findings) if it.grade is grade]


def with_service(**changes: object) -> Findings:
    return replace(PORTAL, services=(replace(BOOKINGS, **changes),))


def with_condition(**changes: object) -> Findings:
    return with_service(condition=replace(WELL, **changes))


def test_of_a_portal_that_is_well_it_says_so_and_how_much_there_is() -> None:
    lines: list[str] = []

    assert tell(PORTAL, lines.append)

    assert lines == [
        "✓ gateway: answers in 4 ms",
        "✓ RabbitMQ: answers at 127.0.0.1:5672",
        "✓ bookings: 1200 events kept, 340 told to the others, has heard everybody",
        "✓ disk of /srv/portail: 50% free",
        "",
        "all is well",
    ]


def test_a_process_that_is_not_there_is_named_with_how_to_start_it() -> None:
    accounts = replace(GATEWAY, name="accounts", port=8101)
    findings = replace(PORTAL, processes=(accounts, replace(GATEWAY, answer=None)))

    ((words, do),) = said(findings)

    assert words == "gateway does not answer on port 8000"
    assert "`portail serve gateway`" in do
    assert not tell(findings, lambda _line: None)


def test_a_portal_that_does_not_run_is_told_in_one_sentence() -> None:
    nobody = [replace(GATEWAY, name=name, answer=None) for name in ("accounts", "gateway")]

    ((words, do),) = said(replace(PORTAL, processes=tuple(nobody)))

    assert (words, do) == ("the portal does not run: nobody answers", "`portail up`")


def test_a_process_without_its_database_is_not_ready() -> None:
    findings = replace(PORTAL, processes=(replace(GATEWAY, answer={"status": "unavailable"}),))

    assert "gateway runs but is not ready: its database is away" in dict(said(findings))


def test_without_a_broker_families_go_on() -> None:
    ((words, do),) = said(replace(PORTAL, broker_answers=False))

    assert words.startswith("RabbitMQ does not answer at 127.0.0.1:5672: families can go on")
    assert "systemctl start rabbitmq-server" in do


def test_the_embedded_portal_has_no_broker_to_speak_of() -> None:
    assert not [it for it in sentences(replace(PORTAL, broker=None)) if "RabbitMQ" in it.words]


@pytest.mark.parametrize(
    ("broker_answers", "what_to_do"),
    [(True, "is `portail work bookings` running?"), (False, "start RabbitMQ")],
)
def test_messages_that_wait_to_be_sent_are_counted_with_their_age(
    broker_answers: bool, what_to_do: str
) -> None:
    waiting = with_condition(unsent=12, unsent_since=NOW - timedelta(minutes=4))

    told = said(replace(waiting, broker_answers=broker_answers))

    assert (
        "bookings: 12 messages to tell the others, the first since 4 minutes",
        what_to_do,
    ) in told


def test_what_was_said_a_moment_ago_is_no_illness() -> None:
    assert said(with_condition(unsent=12, unsent_since=NOW - timedelta(seconds=3))) == []
    assert said(with_service(lags={"households": Lag(messages=2, since=NOW)})) == []


def test_a_listener_that_lags_says_behind_whom_and_since_when() -> None:
    behind = Lag(messages=57, since=NOW - timedelta(hours=3))

    ((words, do),) = said(with_service(lags={"households": behind, "accounts": Lag()}))

    assert words == ("bookings: has not heard 57 messages of households, the first since 3 hours")
    assert do == "is `portail work bookings` running?"


def test_parked_messages_need_a_person() -> None:
    ((words, do),) = said(with_condition(parked=1))

    assert words == "bookings: 1 message could not be heard and wait for a person"
    assert "`portail parked list`" in do


def test_a_policy_of_time_that_was_not_called_is_told() -> None:
    ((words, _do),) = said(with_condition(late={"offer_expires": 3}))

    assert words == "bookings: offer_expires fell due 3 times and was not called"


def test_mails_that_wait_are_wrong_and_mails_given_up_are_to_watch() -> None:
    findings = with_condition(own={"mails_overdue": 4, "mails_failed": 2, "mails_waiting": 5})

    assert [words for words, _do in said(findings)] == [
        "bookings: 4 mails wait for more than 10 minutes"
    ]
    assert [words for words, _do in said(findings, Grade.WARNING)] == [
        "bookings: 2 mails of the last week were given up"
    ]


def test_tables_of_another_release_are_told_with_the_command() -> None:
    behind = ("eventstore 0001 → 0003", "read model openings")

    ((words, do),) = said(with_service(behind=behind, condition=None))

    assert words == (
        "bookings: its tables are of another release (eventstore 0001 → 0003, read model openings)"
    )
    assert do.startswith("`portail migrate bookings`")


def test_databases_that_are_away_are_told_together_with_what_they_said() -> None:
    away = [Service(name=name, away="connection refused") for name in ("accounts", "bookings")]

    ((words, do),) = said(replace(PORTAL, services=tuple(away)))

    assert words == "the database of accounts, bookings does not answer (connection refused)"
    assert "systemctl start postgresql" in do


def test_clocks_that_differ_are_told() -> None:
    slow = replace(GATEWAY, at=NOW - timedelta(minutes=3))

    assert said(replace(PORTAL, processes=(slow,)))[0][0] == (
        "the clock of gateway is 3 minutes away from this one"
    )
    assert said(with_service(skew=timedelta(seconds=-40)))[0][0] == (
        "the clock of bookings's database is 40 seconds away from this one"
    )


@pytest.mark.parametrize(
    ("free", "grade"), [(0.01, Grade.WRONG), (0.05, Grade.WARNING), (0.5, Grade.WELL)]
)
def test_a_disk_that_fills_is_told_before_it_is_full(free: float, grade: Grade) -> None:
    (sentence,) = [
        it for it in sentences(replace(PORTAL, disk_free=free)) if it.words.startswith("disk")
    ]

    assert sentence.grade is grade


def test_a_secret_that_others_can_read_is_told() -> None:
    ((words, do),) = said(replace(PORTAL, open_secrets=("/srv/secrets/master-key",)))

    assert words == "others than the owner can read /srv/secrets/master-key"
    assert do.startswith("chmod 600 /srv/secrets/master-key")


def test_what_is_only_to_watch_does_not_fail_the_command() -> None:
    lines: list[str] = []

    assert tell(replace(PORTAL, disk_free=0.05), lines.append)
    assert lines[-1] == "nothing needs a person, 1 to watch"


def test_of_a_portal_of_another_release_it_says_what_to_migrate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at as it is: no table that only this release has is asked."""
    monkeypatch.setenv("PORTAIL_VAR", str(tmp_path))
    monkeypatch.setenv("PORTAIL_PORT", str(free_base_port()))
    monkeypatch.setattr("shared.web.settings._engines", {})
    (tmp_path / "db").mkdir()
    for path in RELEASE.glob("*.sql"):
        with sqlite3.connect(tmp_path / "db" / f"{path.stem}.sqlite") as database:
            database.executescript(path.read_text())
    monkeypatch.setattr(
        Settings,
        "secret",
        lambda _settings, _name: bytes.fromhex((RELEASE / "master-key").read_text()),
    )

    told = dict(said(examine()))

    assert told.pop("the portal does not run: nobody answers")
    assert {words.split(":")[0] for words in told} == set(portal.WORKING)
    assert all(do.startswith("`portail migrate ") for do in told.values())
