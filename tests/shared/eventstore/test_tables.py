"""Read models whose tables changed are built again; what is kept is migrated, never the rest."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore import schema
from shared.eventstore.database import engine_for, writing
from shared.eventstore.read_model import ReadModel
from shared.eventstore.store import EventStore
from shared.eventstore.tables import Behind, Kept, LaterRelease, Tables
from shared.eventstore.vault import Vault
from shared.messaging.rebuild import rebuild
from tests.shared.conftest import UrlOf
from tests.support import counting
from tests.support.counting import TOTALS, Add, Added, total_of

LEO = UUID(int=1)


def totals_of_another_release(*more: sa.Column[object]) -> ReadModel:
    metadata = sa.MetaData()
    columns = [sa.Column("person", sa.Uuid, primary_key=True), sa.Column("total", sa.Integer)]
    sa.Table("totals", metadata, *columns, *more)
    return ReadModel("totals", metadata, counting.project)


@pytest.fixture
def engine(url_of: UrlOf) -> Iterator[sa.Engine]:
    made = engine_for(url_of("tables"))
    yield made
    made.dispose()


@pytest.fixture
def store(engine: sa.Engine, tmp_path: Path) -> EventStore:
    """Léo was counted by an earlier release, whose table had no column for the colour."""
    vault = Vault(engine_for(f"sqlite:///{tmp_path}/keys.sqlite"), b"k" * 32, tmp_path)

    def store_with(model: ReadModel) -> EventStore:
        return EventStore(
            engine, Added, counting.publication, [model], source="accounts", vault=vault
        )

    old = store_with(totals_of_another_release())
    old.create_tables()
    old.run(counting.meta(), lambda work: work.handle(counting, "person-leo", Add(person=LEO)))
    return store_with(TOTALS)


def replay_in(store: EventStore) -> None:
    def replay(name: str) -> None:
        from shared.messaging.kept import metadata

        metadata.create_all(store.engine)
        rebuild(store, {}, name)

    store.create_tables(replay)


def test_a_new_database_is_made_without_a_replay(engine: sa.Engine) -> None:
    tables = Tables("accounts", engine, [schema.KEPT], [TOTALS])

    tables.bring_up_to_date(replay=None)

    assert tables.behind() == []


def test_a_read_model_whose_tables_changed_is_built_again(store: EventStore) -> None:
    assert store.tables.behind() == ["read model totals"]

    replay_in(store)

    assert total_of(store, LEO) == 1
    assert store.tables.behind() == []


def test_who_cannot_replay_says_so_and_changes_nothing(store: EventStore) -> None:
    with pytest.raises(Behind, match="totals"):
        store.create_tables()

    assert total_of(store, LEO) == 1


def test_a_replay_that_is_killed_begins_again(store: EventStore) -> None:
    def die(_name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.create_tables(die)
    assert store.tables.behind() == ["read model totals"]
    replay_in(store)

    assert total_of(store, LEO) == 1


def test_what_a_read_model_writes_may_change_without_its_tables(store: EventStore) -> None:
    replay_in(store)
    again = Tables(
        "accounts",
        store.engine,
        [schema.KEPT],
        [ReadModel("totals", TOTALS.metadata, counting.project, version=2)],
    )

    assert again.behind() == ["read model totals"]


def test_the_tables_of_a_read_model_that_is_gone_go_with_it(store: EventStore) -> None:
    replay_in(store)
    other = sa.MetaData()
    sa.Table("others", other, sa.Column("person", sa.Uuid, primary_key=True))

    tables = Tables("accounts", store.engine, [schema.KEPT], [ReadModel("others", other)])
    tables.bring_up_to_date(lambda _name: None)

    names = sa.inspect(store.engine).get_table_names()
    assert "others" in names and "totals" not in names


def test_what_a_later_release_kept_is_left_alone(engine: sa.Engine) -> None:
    Tables("accounts", engine, [schema.KEPT]).bring_up_to_date()
    with writing(engine).begin() as tx:
        tx.execute(sa.update(schema.KEPT.version_table).values(version_num="0999"))
    later = Kept("eventstore", schema.metadata, schema.KEPT.migrations, "-- another function")

    with pytest.raises(LaterRelease, match="0999"):
        Tables("accounts", engine, [later]).bring_up_to_date()
