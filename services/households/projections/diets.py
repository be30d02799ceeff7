"""What each child eats, for the lists of the kitchen: sealed like all that a family told."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.households.domain.answers import HealthFilled
from services.households.domain.sections import Diet
from shared.eventstore.read_model import ReadModel
from shared.eventstore.vault import SubjectForgotten, Vault

metadata = sa.MetaData()

child_diets = sa.Table(
    "child_diets",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True, index=True),
    sa.Column("diet", sa.LargeBinary, nullable=False),
)

CONTEXT = "diets|diet"


def read_model(vault: Vault) -> ReadModel:
    return ReadModel("diets", metadata, partial(project, vault))


def project(vault: Vault, tx: sa.Connection, event: Any) -> None:
    match event:
        case HealthFilled():
            tx.execute(
                sa.delete(child_diets).where(
                    child_diets.c.household_id == event.household_id,
                    child_diets.c.child_id == event.child_id,
                )
            )
            if event.diet is not None:
                _keep(vault, tx, event)


def diets(tx: sa.Connection, vault: Vault, child_ids: Iterable[UUID]) -> dict[UUID, Diet]:
    """Of the children who told; who was erased is left out.

    Where two homes differ, the diet that leaves out more: nobody eats what one of them does not.
    """
    query = sa.select(child_diets).where(child_diets.c.child_id.in_(list(child_ids)))
    told: dict[UUID, Diet] = {}
    for row in tx.execute(query):
        if (opened := vault.open_json(row.household_id, row.diet, CONTEXT)) is not None:
            known = told.get(row.child_id, Diet.STANDARD)
            told[row.child_id] = max(known, Diet(opened), key=list(Diet).index)
    return told


def _keep(vault: Vault, tx: sa.Connection, event: HealthFilled) -> None:
    try:
        sealed = vault.seal_json(event.household_id, event.diet, CONTEXT)
    except SubjectForgotten:  # a rebuild after the erasure
        return
    tx.execute(
        sa.insert(child_diets).values(
            child_id=event.child_id, household_id=event.household_id, diet=sealed
        )
    )
