"""Fresh databases for the tests of the backbone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
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

    return lambda name: _fresh(server, name, tmp_path)


@pytest.fixture
def fresh(postgres: Any, tmp_path: Path) -> UrlOf:
    """The address of an empty PostgreSQL database by its name."""
    return lambda name: _fresh(postgres, name, tmp_path)


def _fresh(server: Any, name: str, folder: Path) -> str:
    database = f"{name}_{uuid5(NAMESPACE_OID, str(folder)).hex}"
    url = sa.make_url(server.url).set(database=database).render_as_string(hide_password=False)
    create_database(url)
    return url
