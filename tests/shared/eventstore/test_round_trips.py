"""How often a command waits for PostgreSQL: on a busy machine that costs more than the work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest
import sqlalchemy as sa

from shared.eventstore.database import engine_for
from shared.eventstore.store import EventStore
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.proxy import Proxy
from tests.support.servers import Postgres

pytestmark = [
    pytest.mark.servers,
    pytest.mark.parametrize("url_of", ["postgres"], indirect=True),
]


@dataclass(frozen=True, kw_only=True)
class Counted:
    pass


tally = ModuleType("tally")
tally.INITIAL = 0
tally.decide = lambda _command, _state: [Counted()]
tally.evolve = lambda state, _event: state + 1


@pytest.fixture
def wire(url_of: UrlOf, postgres: Postgres) -> Iterator[Proxy]:
    with Proxy(postgres.port) as proxy:
        yield proxy


@pytest.fixture
def store(url_of: UrlOf, wire: Proxy) -> Iterator[EventStore]:
    url = sa.make_url(url_of("trips")).set(port=wire.port).render_as_string(hide_password=False)
    made = EventStore(engine_for(url), Counted, lambda _event: None, [], source="accounts")
    made.create_tables()
    yield made
    made.engine.dispose()


def round_trips(wire: Proxy, work: Callable[[], object]) -> int:
    """The fewest of several goes: the wire may show one that was cut in two as two."""
    counts = []
    for _ in range(8):
        before = wire.round_trips
        work()
        counts.append(wire.round_trips - before)
    return min(counts)


def test_a_command_takes_two(store: EventStore, wire: Proxy) -> None:
    def command() -> None:
        store.run(counting.meta(), lambda work: work.handle(tally, "tally-1", None))

    assert round_trips(wire, command) == 2  # BEGIN and the stream, append and COMMIT


def test_a_command_on_two_streams_takes_three(store: EventStore, wire: Proxy) -> None:
    def command() -> None:
        store.run(
            counting.meta(),
            lambda work: [work.handle(tally, stream, None) for stream in ("tally-1", "tally-2")],
        )

    assert round_trips(wire, command) == 3
