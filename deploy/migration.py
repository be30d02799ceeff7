"""Writes the migration that the tables ask for: `python -m deploy.migration "lanes in the outbox"`.

It compares what all migrations make of an empty database with the tables in the code. Read what it
wrote: it knows nothing of the rows that are there already.
"""

import importlib
import re
import sys
from collections.abc import Iterator

import click
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext

from deploy import portal
from shared.eventstore.migrating import upgrade
from shared.eventstore.tables import Kept

TEXT = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before}


def upgrade() -> None:
    {steps}
'''


def everything_kept() -> list[Kept]:
    """Each set of tables, whoever has them; no database is looked at."""
    for name in portal.WORKING:
        importlib.import_module(f"services.{name}.worker")
    modules = [it for name, it in sys.modules.items() if name.startswith(("shared.", "services."))]
    found = [it for module in modules for it in vars(module).values() if isinstance(it, Kept)]
    return list({kept.name: kept for kept in found}.values())


def missing_steps(tx: sa.Connection, kept: Kept) -> str:
    """The body of an `upgrade` from what the migrations make to the tables in the code, or ""."""
    upgrade(tx, kept)
    ours = {*kept.metadata.tables}
    context = MigrationContext.configure(
        tx,
        opts={
            "include_object": lambda _it, name, kind, *_rest: kind != "table" or name in ours,
            "render_as_batch": True,
            "compare_server_default": True,
        },
    )
    script = produce_migrations(context, kept.metadata)
    assert script.upgrade_ops is not None
    return "" if script.upgrade_ops.is_empty() else render_python_code(script.upgrade_ops)


def written(title: str) -> Iterator[str]:
    for kept in everything_kept():
        with sa.create_engine("sqlite://").begin() as tx:
            steps = missing_steps(tx, kept)
        if not steps:
            continue
        there = sorted(path.name for path in kept.migrations.glob("v[0-9]*.py"))
        revision = f"{len(there) + 1:04}"
        slug = re.sub(r"\W+", "_", title.lower()).strip("_")
        path = kept.migrations / f"v{revision}_{slug}.py"
        before = f'"{len(there):04}"' if there else None
        path.write_text(
            TEXT.format(
                title=title.capitalize(), revision=revision, before=before, steps=steps.strip()
            )
        )
        yield str(path)


@click.command()
@click.argument("title")
def main(title: str) -> None:
    for path in written(title):
        click.echo(f"wrote {path}: read it, and run it through ruff format")


if __name__ == "__main__":
    sys.exit(main())
