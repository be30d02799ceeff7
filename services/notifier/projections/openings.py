"""Which families to remind, the evening before, that booking opens for one of their children."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from shared.contracts import bookings, households
from shared.eventstore.clock import PARIS
from shared.eventstore.read_model import ReadModel, put

THE_EVENING_BEFORE: Final = time(18)
LEVELS: Final = ("MATERNELLE", "ELEMENTAIRE")

metadata = sa.MetaData()

waves = sa.Table(
    "opening_waves",
    metadata,
    sa.Column("wave_id", sa.Text, primary_key=True),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("school_level", sa.Text, primary_key=True),
    sa.Column("residence", sa.Text),
    sa.Column("slot_types", sa.Text, nullable=False),
    sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("day_begins_at", sa.DateTime(timezone=True), nullable=False),
)

children = sa.Table(
    "children",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("school_level", sa.Text, nullable=False),
)

approved = sa.Table(
    "approved_households", metadata, sa.Column("household_id", sa.Uuid, primary_key=True)
)

homes = sa.Table(
    "households_inside", metadata, sa.Column("household_id", sa.Uuid, primary_key=True)
)


def _fits(wave: Any, household_id: Any) -> sa.ColumnElement[bool]:
    """Who has told no address lives outside, as bookings has it."""
    inside = sa.exists().where(homes.c.household_id == household_id)
    return sa.case(
        (wave.c.residence == "INSIDE", inside), (wave.c.residence == "OUTSIDE", ~inside), else_=True
    )


earlier = waves.alias("earlier")


def _its_first(household_id: Any) -> sa.ColumnElement[bool]:
    """No wave before this one lets it book the same."""
    return ~sa.exists().where(
        earlier.c.school_year == waves.c.school_year,
        earlier.c.school_level == waves.c.school_level,
        earlier.c.slot_types.in_(("", waves.c.slot_types)),
        earlier.c.opens_at < waves.c.opens_at,
        _fits(earlier, household_id),
    )


# A row for each opening and each family that it concerns; « demain » is true until midnight.
WAITING: Final = (
    sa.select(
        (waves.c.wave_id + "/" + sa.cast(approved.c.household_id, sa.Text)).label("about"),
        waves.c.remind_at.label("due_at"),
        waves.c.day_begins_at.label("until"),
    )
    .join_from(waves, children, children.c.school_level == waves.c.school_level)
    .join(approved, approved.c.household_id == children.c.household_id)
    .where(_fits(waves, approved.c.household_id), _its_first(approved.c.household_id))
    .distinct()
)


def remind_at(opens_at: datetime) -> datetime:
    """The evening before in Paris, in UTC."""
    day = opens_at.astimezone(PARIS).date() - timedelta(days=1)
    return datetime.combine(day, THE_EVENING_BEFORE, PARIS).astimezone(UTC)


def on_opening_wave_scheduled(tx: sa.Connection, event: bookings.OpeningWaveScheduled) -> None:
    """Said again when the instant is moved.

    Whose brother or sister has a place is not known here, and single days are booked all year: of
    those waves nobody is reminded.
    """
    tx.execute(sa.delete(waves).where(waves.c.wave_id == event.wave_id))
    if event.sibling or event.kinds == ("ONE_OFF",):
        return
    day = event.opens_at.astimezone(PARIS).date()
    for level in event.school_levels or LEVELS:
        tx.execute(
            sa.insert(waves).values(
                wave_id=event.wave_id,
                school_year=event.school_year,
                school_level=level,
                residence=event.residence,
                slot_types=" ".join(event.slot_types),
                opens_at=event.opens_at.astimezone(UTC),
                remind_at=remind_at(event.opens_at),
                day_begins_at=datetime.combine(day, time(), PARIS).astimezone(UTC),
            )
        )


def on_opening_wave_withdrawn(tx: sa.Connection, event: bookings.OpeningWaveWithdrawn) -> None:
    tx.execute(sa.delete(waves).where(waves.c.wave_id == event.wave_id))


def on_household_located(tx: sa.Connection, event: households.HouseholdLocated) -> None:
    tx.execute(sa.delete(homes).where(homes.c.household_id == event.household_id))
    if event.resident:
        tx.execute(sa.insert(homes).values(household_id=event.household_id))


def on_child(
    tx: sa.Connection, event: households.ChildRegistered | households.ChildUpdated
) -> None:
    row = {
        "household_id": event.household_id,
        "child_id": event.child_id,
        "school_level": event.school_level,
    }
    put(tx, children, row)


def on_household_file_approved(tx: sa.Connection, event: households.HouseholdFileApproved) -> None:
    tx.execute(sa.delete(approved).where(approved.c.household_id == event.household_id))
    tx.execute(sa.insert(approved).values(household_id=event.household_id))


def on_household_file_returned(tx: sa.Connection, event: households.HouseholdFileReturned) -> None:
    tx.execute(sa.delete(approved).where(approved.c.household_id == event.household_id))


def opening(
    tx: sa.Connection, wave_id: str, household_id: UUID
) -> tuple[datetime, str, Sequence[UUID]] | None:
    """When it opens, for which school year, and for which children of the family."""
    of_levels = tx.execute(sa.select(waves).where(waves.c.wave_id == wave_id)).all()
    if not of_levels:
        return None
    wave, levels = of_levels[0], [row.school_level for row in of_levels]
    whose = sa.select(children.c.child_id).where(
        children.c.household_id == household_id, children.c.school_level.in_(levels)
    )
    opens_at = wave.opens_at.replace(tzinfo=wave.opens_at.tzinfo or UTC)
    return opens_at, wave.school_year, sorted(tx.scalars(whose))


READ_MODEL = ReadModel("openings", metadata, version=2)
