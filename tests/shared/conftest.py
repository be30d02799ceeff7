"""Fresh databases for the tests of the backbone."""

from collections.abc import Callable
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
import sqlalchemy as sa

from shared.eventstore.database import create_database

UrlOf = Callable[[str], str]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def url_of(request: pytest.FixtureRequest, tmp_path: Path) -> UrlOf:
    """The address of an empty database by its name, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path}/{name}.sqlite"
    server = request.getfixturevalue("postgres")

    def fresh(name: str) -> str:
        database = f"{name}_{uuid5(NAMESPACE_OID, str(tmp_path)).hex}"
        url = sa.make_url(server.url).set(database=database)
        create_database(url.render_as_string(hide_password=False))
        return url.render_as_string(hide_password=False)

    return fresh
