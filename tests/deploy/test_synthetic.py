"""A town made from a number: its events are real ones, and its read models follow from them."""

import itertools
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from deploy import portal
from deploy.synthetic import NotHere, load
from deploy.synthetic.families import family
from deploy.synthetic.load import SyntheticTown
from deploy.synthetic.town import Town
from services.bookings.projections import family_planner, occupancy
from shared.eventstore import clock
from shared.messaging.rebuild import rebuild
from shared.web.settings import Settings
from tests.support.servers import free_base_port

FAMILIES = 10


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("town")
        patch.setenv("PORTAIL_VAR", str(folder))
        patch.setenv("PORTAIL_PORT", str(free_base_port()))
        patch.setenv("PORTAIL_PASSWORD_PROFILE", "test")
        load(Settings.read("portail"), 1, FAMILIES, lambda _line: None)
        yield folder


def test_every_child_holds_its_lunches_and_every_place_is_counted_once(var: Path) -> None:
    town = Town.of(1, clock.today())
    bookings = portal.worker("bookings").store
    with bookings.engine.connect() as tx:
        lines = [
            line
            for number in range(FAMILIES)
            for line in family_planner.lines_of(tx, family(town, number).household_id)
        ]
        taken = sum(tx.scalars(sa.select(occupancy.occupancy.c.taken)))

    assert len({line.child_id for line in lines}) == FAMILIES * 8 // 5
    assert {line.state for line in lines} == {"ACCEPTED"}
    assert sum(len(line.dates) for line in lines) == taken
    assert 125 <= taken / (FAMILIES * 8 / 5) <= 145  # the days of school in 36 weeks, less a few


@pytest.mark.parametrize("model", ["family_planner", "occupancy", "guardians"])
def test_replays_hold(var: Path, model: str) -> None:
    worker = portal.worker("bookings")
    before = rows(worker.store, model)

    rebuild(worker.store, worker.subscriptions, model)

    assert before
    assert rows(worker.store, model) == before


def test_nothing_is_left_to_hear_and_nobody_is_written_to(var: Path) -> None:
    town = SyntheticTown(Town.of(1, clock.today()))
    with town.workers["notifier"].store.engine.connect() as tx:
        written = tx.scalar(sa.text("SELECT count(*) FROM events"))

    for name, worker in town.workers.items():
        for source in worker.inbox.sources:
            assert worker.inbox.position(source) == town.said(source), (name, source)
    assert written == 0


def test_the_same_number_makes_the_same_families() -> None:
    monday = clock.today()
    one, same, other = Town.of(1, monday), Town.of(1, monday), Town.of(2, monday)

    assert family(one, 7) == family(same, 7)
    assert family(one, 7).children[0].child_id != family(other, 7).children[0].child_id


def test_a_portal_with_an_operator_is_left_alone(var: Path) -> None:
    with pytest.raises(NotHere, match="has an operator already"):
        load(Settings.read("portail"), 1, FAMILIES, lambda _line: None)


def test_a_portal_that_mails_is_left_alone(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAIL_SMTP_URL", "smtp://127.0.0.1:25")

    with pytest.raises(NotHere, match="real mails"):
        load(Settings.read("portail"), 1, FAMILIES, lambda _line: None)


def rows(store: Any, model: str) -> set[tuple[Any, ...]]:
    tables = store.read_models[model].metadata.sorted_tables
    with store.engine.connect() as tx:
        return {
            tuple(row)
            for row in itertools.chain.from_iterable(
                tx.execute(sa.select(table)).all() for table in tables
            )
        }
