"""A rebuild sends many rows in one go, and nobody can tell but by the clock."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from shared.eventstore.bulk import Bulk

metadata = sa.MetaData()
boxes = sa.Table(
    "boxes",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("held", sa.Integer, nullable=False),
)
ADD = insert(boxes).on_conflict_do_update(
    index_elements=["name"], set_={"held": boxes.c.held + sa.text("excluded.held")}
)
EMPTY = sa.update(boxes).where(boxes.c.name == sa.bindparam("of")).values(held=0)


@pytest.fixture
def tx() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def sent(tx: sa.Connection) -> list[int]:
    """How many rows each sending had."""
    counts: list[int] = []

    @sa.event.listens_for(tx, "before_cursor_execute")
    def count(
        _tx: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, executemany: bool
    ) -> None:
        counts.append(len(parameters) if executemany else 1)

    return counts


def held(tx: sa.Connection) -> dict[str, int]:
    return {row.name: row.held for row in tx.execute(sa.select(boxes))}


def test_lists_of_rows_go_out_together_and_a_look_at_one_sends_it_by_itself(tx, sent) -> None:
    bulk = Bulk(tx)
    bulk.execute(ADD, [{"name": "red", "held": 1}, {"name": "blue", "held": 1}])
    bulk.execute(ADD, [{"name": "red", "held": 1}])
    last = bulk.execute(ADD, [{"name": "blue", "held": 1}, {"name": "green", "held": 1}])
    assert sent == []

    assert last.rowcount >= 0

    assert sent == [3, 2]
    assert held(tx) == {"red": 2, "blue": 2, "green": 1}


def test_the_same_statement_goes_out_once_with_all_its_rows(tx, sent) -> None:
    bulk = Bulk(tx)
    for name in ("red", "blue", "red"):
        bulk.execute(ADD, {"name": name, "held": 1})
    assert sent == []

    bulk.send()

    assert sent == [3]
    assert held(tx) == {"red": 2, "blue": 1}


def test_order_is_kept_between_statements(tx, sent) -> None:
    bulk = Bulk(tx)
    bulk.execute(ADD, {"name": "red", "held": 5})
    bulk.execute(EMPTY, {"of": "red"})
    bulk.execute(ADD, {"name": "red", "held": 1})
    bulk.send()

    assert held(tx) == {"red": 1}
    assert sent[:3] == [1, 1, 1]


def test_who_reads_sees_what_was_written_before(tx) -> None:
    bulk = Bulk(tx)
    bulk.execute(ADD, {"name": "red", "held": 5})

    assert bulk.scalar(sa.select(boxes.c.held)) == 5
    assert bulk.execute(sa.select(boxes)).one() == ("red", 5)


def test_who_asks_how_many_rows_changed_is_told(tx) -> None:
    bulk = Bulk(tx)
    bulk.execute(ADD, {"name": "red", "held": 5})

    assert bulk.execute(EMPTY, {"of": "blue"}).rowcount == 0
    assert bulk.execute(EMPTY, {"of": "red"}).rowcount == 1
    assert held(tx) == {"red": 0}


def test_rows_with_other_columns_do_not_go_together(tx) -> None:
    either = sa.insert(boxes).values(held=7)
    bulk = Bulk(tx)
    bulk.execute(either, {"name": "red"})
    bulk.execute(either, {"name": "blue", "held": 1})
    bulk.send()

    assert held(tx) == {"red": 7, "blue": 1}


def test_a_result_is_looked_at_before_the_next_statement(tx) -> None:
    bulk = Bulk(tx)
    first = bulk.execute(ADD, {"name": "red", "held": 5})
    bulk.execute(ADD, {"name": "red", "held": 5})

    with pytest.raises(RuntimeError, match="before the next one"):
        assert first.rowcount == 1
