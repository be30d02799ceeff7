"""Which household a code for a child's other home is from: by its hash, the code is kept nowhere
in clear."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.households.domain.other_home import OtherHomeInvited
from shared.eventstore.personal import ERASED
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("invitation_id", sa.Uuid, primary_key=True),
    sa.Column("household_id", sa.Uuid, nullable=False),
    sa.Column("code_hash", sa.Text, nullable=False, unique=True),
)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    invitation_id: UUID
    household_id: UUID


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case OtherHomeInvited() if event.code != ERASED:
            tx.execute(
                sa.insert(invitations).values(
                    invitation_id=event.invitation_id,
                    household_id=event.household_id,
                    code_hash=hash_of(event.code),
                )
            )


READ_MODEL = ReadModel("invitations", metadata, project)


def of_code(tx: sa.Connection, code: str) -> Invitation | None:
    """Also of a code that was used, or is worth nothing any more."""
    return _first(tx, invitations.c.code_hash == hash_of(code))


def invitation(tx: sa.Connection, invitation_id: UUID) -> Invitation | None:
    return _first(tx, invitations.c.invitation_id == invitation_id)


def hash_of(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _first(tx: sa.Connection, which: sa.ColumnElement[bool]) -> Invitation | None:
    row = tx.execute(sa.select(invitations).where(which)).first()
    if row is None:
        return None
    return Invitation(invitation_id=row.invitation_id, household_id=row.household_id)
