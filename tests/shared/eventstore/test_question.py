"""A question made once brings what SQLAlchemy would bring, in the types of its columns."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore.database import engine_for, reading, writing
from shared.eventstore.question import Question, asked_once

metadata = sa.MetaData()
visits = sa.Table(
    "visits",
    metadata,
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("note", sa.Text),
)
LEO, INES = UUID(int=1), UUID(int=2)
AT = datetime(2026, 4, 3, 17, 0, 0, 5, UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = engine_for(f"sqlite:///{tmp_path / 'visits.sqlite'}")
    metadata.create_all(engine)
    with writing(engine).begin() as tx:
        rows = [(LEO, date(2026, 9, 1), AT, None), (INES, date(2026, 9, 2), AT, "100 %s")]
        tx.execute(
            sa.insert(visits), [dict(zip(visits.c.keys(), row, strict=True)) for row in rows]
        )
    yield engine
    engine.dispose()


def test_it_brings_what_sqlalchemy_brings(engine: sa.Engine) -> None:
    query = sa.select(visits).where(visits.c.day >= sa.bindparam("first")).order_by(visits.c.day)
    with reading(engine).connect() as tx:
        asked = Question(query).rows(tx, first=date(2026, 9, 1))
        assert [tuple(row) for row in asked] == [
            tuple(row) for row in tx.execute(query, {"first": date(2026, 9, 1)})
        ]
        assert (asked[0].child_id, asked[1].note) == (LEO, "100 %s")


def test_a_constant_of_the_question_is_told_in_the_type_of_its_column(engine: sa.Engine) -> None:
    of_ines = Question(sa.select(visits.c.day).where(visits.c.child_id == INES))
    with reading(engine).connect() as tx:
        assert of_ines.value(tx) == date(2026, 9, 2)
        assert of_ines.values(tx) == [date(2026, 9, 2)]


def test_nobody_is_nothing(engine: sa.Engine) -> None:
    of_child = Question(sa.select(visits.c.day).where(visits.c.child_id == sa.bindparam("child")))
    with reading(engine).connect() as tx:
        assert of_child.value(tx, child=UUID(int=9)) is None


def test_asked_once_the_same_question_has_one_answer_within_and_another_none(
    engine: sa.Engine,
) -> None:
    noted = Question(sa.select(visits.c.note).where(visits.c.child_id == sa.bindparam("of")))
    note = sa.update(visits).where(visits.c.child_id == LEO)
    with engine.connect() as tx:
        with asked_once(tx):
            assert (noted.value(tx, of=LEO), noted.value(tx, of=INES)) == (None, "100 %s")
            tx.execute(note.values(note="late"))
            assert noted.value(tx, of=LEO) is None
        assert noted.value(tx, of=LEO) == "late"
