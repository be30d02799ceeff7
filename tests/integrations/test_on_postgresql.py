"""The feed where several publishers are heard at the same moment."""

import threading
import time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from services.integrations.projections import feed
from shared.contracts import accounts, bookings, households, notifier
from shared.eventstore import clock
from tests.support.servers import Postgres
from tests.support.service import ServiceUnderTest

pytestmark = pytest.mark.servers

EACH = 25
SOMEBODY = UUID(int=1)
SAYINGS = (
    accounts.EmailConfirmed(account_id=SOMEBODY),
    bookings.FacilityDescribed(facility_id="tilleuls", name="Les Tilleuls", slot_types=()),
    households.HouseholdFileApproved(household_id=SOMEBODY),
    notifier.MailSent(mail_id=SOMEBODY, account_id=SOMEBODY, template="file_approved", about=None),
)


@pytest.fixture
def integrations(postgres: Postgres, tmp_path: Path) -> ServiceUnderTest:
    name = f"test_{clock.new_id().hex[:12]}"
    url = make_url(postgres.url).set(database=name).render_as_string(hide_password=False)
    return ServiceUnderTest("integrations", tmp_path, url)


def test_a_reader_misses_nothing_while_four_publishers_speak(
    integrations: ServiceUnderTest,
) -> None:
    def speak(event: object) -> None:
        for _ in range(EACH):
            integrations.hear(event)

    speakers = [threading.Thread(target=speak, args=(event,)) for event in SAYINGS]
    for speaker in speakers:
        speaker.start()
    seen: list[int] = []
    until = time.monotonic() + 60
    while len(seen) < EACH * len(SAYINGS) and time.monotonic() < until:
        with integrations.store.engine.connect() as tx:
            found = feed.entries(tx, seen[-1] if seen else 0, 7)
        seen += [entry.position for entry in found]
    for speaker in speakers:
        speaker.join()

    assert seen == list(range(1, EACH * len(SAYINGS) + 1))


def test_who_waits_is_woken_across_processes(integrations: ServiceUnderTest) -> None:
    """PostgreSQL rings: the reader's process need not be the one that heard."""
    answers: list[str] = []
    waiting = threading.Thread(
        target=lambda: answers.append(integrations.client("operator").get("/events?wait=20").text)
    )
    waiting.start()
    time.sleep(1)
    started = time.monotonic()
    integrations.hear(SAYINGS[0])
    waiting.join()

    assert "accounts.email_confirmed" in answers[0]
    assert time.monotonic() - started < 5
