"""Where each household's file is on its way: only an approved one may book."""

from uuid import UUID

import sqlalchemy as sa

from services.bookings.domain.eligibility import FileStatus
from shared.contracts import households
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel, put

metadata = sa.MetaData()

household_status = sa.Table(
    "household_status",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
)

READ_MODEL = ReadModel("household_status", metadata)

_STATUS = Question(
    sa.select(household_status.c.status).where(
        household_status.c.household_id == sa.bindparam("household_id")
    )
)


def on_household_file_submitted(
    tx: sa.Connection, event: households.HouseholdFileSubmitted
) -> None:
    _now(tx, event.household_id, FileStatus.SUBMITTED)


def on_household_file_approved(tx: sa.Connection, event: households.HouseholdFileApproved) -> None:
    _now(tx, event.household_id, FileStatus.APPROVED)


def on_household_file_returned(tx: sa.Connection, event: households.HouseholdFileReturned) -> None:
    _now(tx, event.household_id, FileStatus.RETURNED)


def status_of(tx: sa.Connection, household_id: UUID) -> FileStatus:
    status = _STATUS.value(tx, household_id=household_id)
    return FileStatus(status) if status else FileStatus.NOT_SUBMITTED


def _now(tx: sa.Connection, household_id: UUID, status: FileStatus) -> None:
    put(tx, household_status, {"household_id": household_id, "status": status})
