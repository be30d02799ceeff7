"""Where several workers really write at the same moment."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from services.notifier.handlers import PostOffice, send_due
from shared.contracts import accounts
from shared.contracts import notifier as said
from shared.eventstore import clock
from tests.notifier.conftest import Notifier, made
from tests.notifier.letters import CAMILLE
from tests.support.servers import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def notifier(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Notifier]:
    name = f"test_{clock.new_id().hex[:12]}"
    url = make_url(postgres.url).set(database=name).render_as_string(hide_password=False)
    with made(tmp_path, monkeypatch, url) as made_here:
        yield made_here


def test_four_workers_at_once_send_each_mail_once(notifier: Notifier) -> None:
    people = [UUID(int=1000 + number) for number in range(20)]
    for person in people:
        notifier.accounts.people[person] = {"email": f"{person.int}@exemple.fr", "language": "fr"}
        notifier.hear(accounts.AccountCreated(account_id=person, language="fr"))
    start = threading.Barrier(4)

    def work(office: PostOffice) -> int:
        start.wait()
        return send_due(office)

    with ThreadPoolExecutor(4) as workers:
        sent = sum(workers.map(work, [notifier.new_office() for _ in range(4)]))

    assert sent == len(people) == len(notifier.accounts.links)
    assert sorted(mail["to"] for mail in notifier.mailbox()) == sorted(
        f"{person.int}@exemple.fr" for person in people
    )
    assert len(notifier.service.published(said.MailSent)) == len(people)


def test_a_postponed_mail_keeps_its_hour(notifier: Notifier) -> None:
    notifier.accounts.broken = {"/links"}
    notifier.hear(accounts.AccountCreated(account_id=CAMILLE, language="fr"))
    assert notifier.send() == 0
    notifier.accounts.broken = set()

    assert notifier.send() == 0
    notifier.later(timedelta(seconds=6))
    assert notifier.send() == 1
