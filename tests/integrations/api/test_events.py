"""The feed, as an integrator reads it."""

import threading
import time
from typing import Any
from uuid import UUID

import msgspec
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat

from shared.contracts import accounts, bookings, households
from shared.messaging.effects import inbox
from shared.messaging.envelope import Envelope
from shared.messaging.rebuild import rebuild
from tests.support.service import ServiceUnderTest

CAMILLE, MARTIN, MIA = (UUID(int=n) for n in range(1, 4))


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return [msgspec.json.decode(line) for line in answer.text.splitlines()]


def say_three(integrations: ServiceUnderTest) -> None:
    integrations.hear(accounts.AccountCreated(account_id=CAMILLE, language="fr"))
    integrations.hear(households.HouseholdOpened(household_id=MARTIN, account_id=CAMILLE))
    integrations.hear(accounts.EmailConfirmed(account_id=CAMILLE))


def test_every_event_is_there_in_one_order(integrations: ServiceUnderTest) -> None:
    say_three(integrations)

    found = lines(integrations.client("operator").get("/events"))

    assert [(event["type"], event["sequence"]) for event in found] == [
        ("accounts.account_created", "1"),
        ("households.household_opened", "2"),
        ("accounts.email_confirmed", "3"),
    ]
    assert found[1]["data"] == {"household_id": str(MARTIN), "account_id": str(CAMILLE)}


def test_an_event_heard_twice_is_there_once(integrations: ServiceUnderTest) -> None:
    created = accounts.AccountCreated(account_id=CAMILLE, language="fr")
    integrations.hear(created)
    with integrations.store.engine.connect() as tx:
        (row,) = tx.execute(inbox.select()).all()
    integrations.worker.inbox.receive([Envelope.read(row.message)])

    assert len(lines(integrations.client("operator").get("/events"))) == 1


def test_one_reads_on_from_where_one_was(integrations: ServiceUnderTest) -> None:
    say_three(integrations)
    operator = integrations.client("operator")

    first = lines(operator.get("/events?limit=2"))
    rest = lines(operator.get(f"/events?after={first[-1]['sequence']}"))

    assert [event["sequence"] for event in first + rest] == ["1", "2", "3"]


def test_who_wants_an_array_gets_one(integrations: ServiceUnderTest) -> None:
    say_three(integrations)

    answer = integrations.client("operator").get(
        "/events", headers={"Accept": "application/cloudevents-batch+json"}
    )

    assert answer.content_type == "application/cloudevents-batch+json"
    assert [event["sequence"] for event in msgspec.json.decode(answer.data)] == ["1", "2", "3"]


def test_every_line_is_a_cloudevent(integrations: ServiceUnderTest) -> None:
    """Read by the library of the specification's authors."""
    integrations.hear(
        bookings.FacilityDescribed(facility_id="tilleuls", name="Les Tilleuls", slot_types=())
    )
    (line,) = integrations.client("operator").get("/events").text.splitlines()

    event = from_structured_event(
        HTTPMessage({"content-type": "application/cloudevents+json"}, line.encode()), JSONFormat()
    )

    assert event.get_type() == "bookings.facility_described"
    assert event.get_source() == "/bookings"
    assert event.get_specversion() == "1.0"


def test_who_waits_is_woken_by_the_next_event(integrations: ServiceUnderTest) -> None:
    say_three(integrations)
    said: list[float] = []

    def speak() -> None:
        time.sleep(0.6)
        said.append(time.monotonic())
        integrations.hear(accounts.ConfirmationRequested(account_id=CAMILLE))

    speaker = threading.Thread(target=speak)
    speaker.start()
    found = lines(integrations.client("operator").get("/events?after=3&wait=20"))
    woken = time.monotonic()
    speaker.join()

    assert [event["type"] for event in found] == ["accounts.confirmation_requested"]
    assert woken - said[0] < 5


def test_waiting_for_nothing_ends_with_nothing(integrations: ServiceUnderTest) -> None:
    started = time.monotonic()

    assert lines(integrations.client("operator").get("/events?wait=0.3")) == []
    assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("after=-1", "after"),
        ("after=x", "after"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("wait=26", "wait"),
        ("colour=red", "colour"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(
    integrations: ServiceUnderTest, question: str, field: str
) -> None:
    answer = integrations.client("operator").get(f"/events?{question}")

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


@pytest.mark.parametrize("scope", ["family", "staff", "public", "internal"])
def test_only_the_operator_reads_with_a_token(integrations: ServiceUnderTest, scope: str) -> None:
    assert integrations.client(scope).get("/events").status_code == 403


def test_without_a_key_or_a_token_nothing_is_told(integrations: ServiceUnderTest) -> None:
    say_three(integrations)

    answer = integrations.app.test_client().get("/events")

    assert answer.status_code == 401
    assert "account" not in answer.text


def test_the_feed_built_again_is_the_same_feed(integrations: ServiceUnderTest) -> None:
    say_three(integrations)
    before = integrations.client("operator").get("/events").text

    rebuild(integrations.store, integrations.worker.subscriptions, "feed")

    assert integrations.client("operator").get("/events").text == before
