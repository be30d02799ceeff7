"""Alembic, loaded only when there is something to migrate: importing it takes over a second."""

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from shared.eventstore.tables import Kept


def upgrade(tx: sa.Connection, kept: Kept) -> None:
    """From the version written in the database, or from nothing, to the last; in `tx`."""
    script = ScriptDirectory(str(kept.migrations), version_locations=[str(kept.migrations)])

    def steps(revision: object, _context: MigrationContext) -> object:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # as its cookbook does

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=tx, version_table=kept.version_table.name)
        environment.run_migrations()
