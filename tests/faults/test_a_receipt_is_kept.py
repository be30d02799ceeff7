"""kill -9 and a lost broker right after "Valider ma demande" was answered, through the pages.

The first of the folder, so that its portal starts before the fleet of the others.
"""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.booking import account_of, prepared_request, signed_in
from tests.support.portal import Portal, wait_for

pytestmark = pytest.mark.faults

CAMILLE = "camille@exemple.fr"


def validated(portal: Portal, email: str, facility: str, slot_type: str) -> str:
    """The request_id of a request whose receipt was shown."""
    request_id = prepared_request(portal, email, facility, slot_type)
    visitor = signed_in(portal, email).open(f"/reserver/{request_id}/recapitulatif")
    rules = next(iter(visitor.form("Valider ma demande").choices))
    visitor.send(
        "Valider ma demande", **{rules: visitor.form("Valider ma demande").choices[rules][0]}
    )
    assert visitor.answer.status_code == 200, visitor.text
    assert re.search(r"D-\d{4}-", visitor.text)
    return request_id


def staff_see(portal: Portal, request_id: str) -> bool:
    bookings = portal.client("backoffice", "bookings")
    queue = bookings.get(
        "/decisions",
        scope="staff",
        account_id=account_of("a member of staff"),
        claims={"roles": ["bookings"]},
    )
    return request_id in {request["request_id"] for request in queue["requests"]}


def receipts(portal: Portal, reference: str) -> list[dict[str, Any]]:
    """The receipt mails that speak of this request."""
    notifier = portal.client("gateway", "notifier")
    found = []
    for mail in portal.mails():
        whole = notifier.get(f"/mailbox/{mail['mail_id']}", scope="public")
        if reference in whole["text"]:
            found.append(whole)
    return found


def request_of(portal: Portal, email: str, request_id: str) -> dict[str, Any]:
    bookings = portal.client("gateway", "bookings")
    it: dict[str, Any] = bookings.get(
        f"/requests/{request_id}", scope="family", account_id=account_of(email)
    )
    return it


def there_once(portal: Portal, email: str, request_id: str) -> None:
    """The request is there, staff see it, and its mail was sent once."""
    request = request_of(portal, email, request_id)
    assert request["status"] == "SUBMITTED"
    wait_for(lambda: staff_see(portal, request_id), 30, "staff see the request")
    wait_for(lambda: receipts(portal, request["reference"]), 60, "the receipt mail is sent")
    with pytest.raises(AssertionError, match="not within"):
        wait_for(lambda: len(receipts(portal, request["reference"])) > 1, 3, "a second mail")


def test_the_embedded_portal_is_killed_right_after_the_receipt(tmp_path: Path) -> None:
    with Portal(tmp_path) as portal:
        for facility, slot_type in [("la-fontaine", "LUNCH"), ("tilleuls", "EVENING")]:
            request_id = validated(portal, CAMILLE, facility, slot_type)
            portal.kill()

            portal.start()

            there_once(portal, CAMILLE, request_id)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, postgres: Any, rabbitmq: Any
) -> Iterator[Portal]:
    """PostgreSQL and RabbitMQ, a process per service and role."""
    folder = tmp_path_factory.mktemp("served")
    with Portal(folder, database_url=postgres.url, broker_url=rabbitmq.url) as portal:
        yield portal


def test_the_bookings_worker_is_killed_right_after_the_receipt(served: Portal) -> None:
    request_id = validated(served, CAMILLE, "la-fontaine", "LUNCH")

    for pid in served.pids("work", "bookings"):
        os.kill(pid, signal.SIGKILL)

    there_once(served, CAMILLE, request_id)


def test_rabbitmq_is_away_when_the_receipt_is_shown(served: Portal, rabbitmq: Any) -> None:
    rabbitmq.stop()
    request_id = validated(served, CAMILLE, "tilleuls", "EVENING")
    assert staff_see(served, request_id)

    rabbitmq.start()

    there_once(served, CAMILLE, request_id)
