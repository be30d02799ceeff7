"""Connections that lost their server are noticed before they are used."""

from typing import Any

import pytest
import sqlalchemy as sa

from shared.eventstore import database
from shared.eventstore.database import engine_for, reading

pytestmark = pytest.mark.servers


def test_connections_that_rested_while_the_server_started_again_are_replaced(
    postgres: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "RESTED", 0.0)
    engine = engine_for(postgres.url)
    with engine.connect() as one, engine.connect() as two:
        assert (one.scalar(sa.select(1)), two.scalar(sa.select(2))) == (1, 2)
    postgres.kill()
    postgres.start()

    with engine.connect() as one, reading(engine).connect() as two:
        assert (one.scalar(sa.select(1)), two.scalar(sa.select(2))) == (1, 2)


def test_a_question_opens_no_transaction(postgres: Any) -> None:
    engine = engine_for(postgres.url)
    asked = "SELECT xact_start = query_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"

    with reading(engine).connect() as tx:
        assert [tx.scalar(sa.text(asked)) for _twice in range(2)] == [True, True]
    with engine.begin() as tx:
        assert [tx.scalar(sa.text(asked)) for _twice in range(2)] == [False, False]
