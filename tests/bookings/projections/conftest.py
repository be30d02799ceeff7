"""A database of the test's own for one read model."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from shared.eventstore.read_model import ReadModel


@pytest.fixture
def tables() -> Iterator[Callable[..., sa.Connection]]:
    """`tx = tables(READ_MODEL, *events)`: its tables, after these events of our own."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)

    def make(read_model: ReadModel, *events: object) -> sa.Connection:
        read_model.metadata.create_all(engine)
        connection = engine.connect()
        for event in events:
            assert read_model.project is not None
            read_model.project(connection, event)
        return connection

    yield make
    engine.dispose()
