"""The connection to PostgreSQL is lost while a transaction is committed."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore import store as stores
from shared.eventstore.database import Unsure, engine_for, is_away
from shared.eventstore.store import EventStore, Work
from shared.eventstore.vault import Vault
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.counting import TOTALS, Add, publication, total_of
from tests.support.proxy import COMMIT, Proxy
from tests.support.servers import Postgres

pytestmark = [
    pytest.mark.servers,
    pytest.mark.parametrize("url_of", ["postgres"], indirect=True),
]

LEO = UUID(int=1)


@pytest.fixture
def wire(url_of: UrlOf, postgres: Postgres) -> Iterator[Proxy]:
    with Proxy(postgres.port) as proxy:
        yield proxy


@pytest.fixture
def store(url_of: UrlOf, wire: Proxy, tmp_path: Path) -> Iterator[EventStore]:
    engine = engine_for(
        sa.make_url(url_of("store")).set(port=wire.port).render_as_string(hide_password=False)
    )
    keys = engine_for(f"sqlite:///{tmp_path}/keys.sqlite")
    vault = Vault(keys, b"k" * 32, tmp_path / "files")
    made = EventStore(engine, counting.Added, publication, [TOTALS], source="accounts", vault=vault)
    made.create_tables()
    yield made
    engine.dispose()


def add(store: EventStore) -> object:
    return store.run(
        counting.meta(), lambda work: work.handle(counting, f"person-{LEO}", Add(person=LEO))
    )


def test_what_was_committed_unheard_is_answered_with_success(
    store: EventStore, wire: Proxy
) -> None:
    add(store)
    wire.cut_unanswered(COMMIT)

    add(store)

    assert wire.sprung.wait(5)
    assert total_of(store, LEO) == 2


def test_what_was_lost_before_the_commit_is_an_error_and_leaves_nothing(
    store: EventStore, wire: Proxy
) -> None:
    add(store)

    def lost(work: Work) -> None:
        work.handle(counting, f"person-{LEO}", Add(person=LEO))
        wire.cut()

    with pytest.raises(sa.exc.OperationalError) as failure:
        store.run(counting.meta(), lost)

    assert is_away(failure.value)
    assert total_of(store, LEO) == 1


def test_a_commit_nobody_can_ask_about_is_told_as_such(
    store: EventStore, wire: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "LOOKS", 0)
    wire.cut_unanswered(COMMIT)

    with pytest.raises(Unsure):
        add(store)
