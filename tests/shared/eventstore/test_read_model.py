"""Rows of read models are put in place by one statement, on both databases."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from shared.eventstore.database import create_database, engine_for
from shared.eventstore.read_model import put, put_first
from tests.shared.conftest import UrlOf

metadata = sa.MetaData()
seats = sa.Table(
    "seats",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("seat", sa.Integer, primary_key=True),
    sa.Column("who", sa.Text),
    sa.Column("said", sa.Integer),
)


@pytest.fixture
def tx(url_of: UrlOf) -> Iterator[sa.Connection]:
    create_database(url_of("seats"))
    engine = engine_for(url_of("seats"))
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


def seat(number: int, who: str, said: int = 0) -> dict[str, int | str]:
    return {"row": 1, "seat": number, "who": who, "said": said}


def who(tx: sa.Connection) -> list[str | None]:
    return list(tx.scalars(sa.select(seats.c.who).order_by(seats.c.seat)))


def test_a_row_takes_the_place_of_the_one_with_its_key_and_only_a_newer_one_where_asked(
    tx: sa.Connection,
) -> None:
    put(tx, seats)
    put(tx, seats, seat(1, "Ada"), seat(2, "Alan"), seat(1, "Grace"))
    assert who(tx) == ["Grace", "Alan"]

    put(tx, seats, seat(1, "Kurt", 7), newest_by="said")
    put(tx, seats, seat(1, "Emmy", 6), seat(2, "Emmy", 0), newest_by="said")
    assert who(tx) == ["Kurt", "Emmy"]

    put_first(tx, seats, seat(1, "Alonzo"))
    put_first(tx, seats, seat(3, "Alonzo"))
    assert who(tx) == ["Kurt", "Emmy", "Alonzo"]

    put(tx, seats, {"row": 1, "seat": 3, "said": 1})
    assert who(tx) == ["Kurt", "Emmy", None]
