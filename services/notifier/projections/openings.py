"""Which families to remind, the evening before, that booking opens for one of their children."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from services.notifier.domain.facts import Opening
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
    sa.Column("sibling", sa.Boolean, nullable=False),
    sa.Column("kinds", sa.Text, nullable=False),
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

# The last day of a place that a child has on a weekday over the year.
places = sa.Table(
    "places",
    metadata,
    sa.Column("household_id", sa.Uuid, primary_key=True),
    sa.Column("child_id", sa.Uuid, primary_key=True),
    sa.Column("last_day", sa.DateTime(timezone=True), nullable=False),
)

approved = sa.Table(
    "approved_households", metadata, sa.Column("household_id", sa.Uuid, primary_key=True)
)

homes = sa.Table(
    "households_inside", metadata, sa.Column("household_id", sa.Uuid, primary_key=True)
)


def _fits(wave: Any) -> sa.ColumnElement[bool]:
    """Whether a wave is for the child of the row. Who has told no address lives outside, as
    bookings has it; a brother or sister counts whose place still runs when it opens."""
    lives_inside = sa.exists().where(homes.c.household_id == children.c.household_id)
    inside = lives_inside.correlate(children)
    has_a_sibling = sa.exists().where(
        places.c.household_id == children.c.household_id,
        places.c.child_id != children.c.child_id,
        places.c.last_day >= wave.c.opens_at,
    )
    with_a_sibling = has_a_sibling.correlate(children, wave)
    at_home = sa.case(
        (wave.c.residence == "INSIDE", inside), (wave.c.residence == "OUTSIDE", ~inside), else_=True
    )
    return sa.and_(at_home, sa.or_(~wave.c.sibling, with_a_sibling))


earlier = waves.alias("earlier")

# No wave before this one lets the child book the same.
_ITS_FIRST = ~sa.exists().where(
    earlier.c.school_year == waves.c.school_year,
    earlier.c.school_level == waves.c.school_level,
    earlier.c.kinds.in_(("", waves.c.kinds)),
    earlier.c.slot_types.in_(("", waves.c.slot_types)),
    earlier.c.opens_at < waves.c.opens_at,
    _fits(earlier),
).correlate(waves, children)

# A row for each opening and each child that it is the first for.
_CONCERNED: Final = (
    sa.select(waves, children.c.household_id, children.c.child_id)
    .join_from(waves, children, children.c.school_level == waves.c.school_level)
    .where(_fits(waves), _ITS_FIRST)
    .subquery("concerned")
)

# A row for each opening and each family that it concerns; « demain » is true until midnight.
WAITING: Final = (
    sa.select(
        (_CONCERNED.c.wave_id + "/" + sa.cast(approved.c.household_id, sa.Text)).label("about"),
        _CONCERNED.c.remind_at.label("due_at"),
        _CONCERNED.c.day_begins_at.label("until"),
    )
    .join_from(_CONCERNED, approved, approved.c.household_id == _CONCERNED.c.household_id)
    .distinct()
)


def remind_at(opens_at: datetime) -> datetime:
    """The evening before in Paris, in UTC."""
    day = opens_at.astimezone(PARIS).date() - timedelta(days=1)
    return datetime.combine(day, THE_EVENING_BEFORE, PARIS).astimezone(UTC)


def on_opening_wave_scheduled(tx: sa.Connection, event: bookings.OpeningWaveScheduled) -> None:
    """Said again when the instant is moved."""
    tx.execute(sa.delete(waves).where(waves.c.wave_id == event.wave_id))
    day = event.opens_at.astimezone(PARIS).date()
    for level in event.school_levels or LEVELS:
        tx.execute(
            sa.insert(waves).values(
                wave_id=event.wave_id,
                school_year=event.school_year,
                school_level=level,
                residence=event.residence,
                sibling=event.sibling,
                kinds=" ".join(event.kinds),
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


def on_booking_decided(tx: sa.Connection, event: bookings.BookingDecided) -> None:
    """Days given back since are not counted: a place for the year stays one."""
    last: dict[UUID, date] = {}
    for line in event.lines:
        if line.decision == "ACCEPTED" and line.weekday is not None and line.dates:
            last[line.child_id] = max(line.dates[-1], last.get(line.child_id, line.dates[-1]))
    rows = [
        {
            "household_id": event.household_id,
            "child_id": child_id,
            "last_day": datetime.combine(day, time.max, PARIS).astimezone(UTC),
        }
        for child_id, day in last.items()
    ]
    put(tx, places, *rows, newest_by="last_day")


def on_household_file_approved(tx: sa.Connection, event: households.HouseholdFileApproved) -> None:
    tx.execute(sa.delete(approved).where(approved.c.household_id == event.household_id))
    tx.execute(sa.insert(approved).values(household_id=event.household_id))


def on_household_file_returned(tx: sa.Connection, event: households.HouseholdFileReturned) -> None:
    tx.execute(sa.delete(approved).where(approved.c.household_id == event.household_id))


def opening(tx: sa.Connection, wave_id: str, household_id: UUID) -> Opening | None:
    """When it opens, what, and for which children of the family it is the first."""
    concerned = tx.execute(
        sa.select(_CONCERNED).where(
            _CONCERNED.c.wave_id == wave_id, _CONCERNED.c.household_id == household_id
        )
    ).all()
    if not concerned:
        return None
    wave = concerned[0]
    return Opening(
        opens_at=wave.opens_at.replace(tzinfo=wave.opens_at.tzinfo or UTC),
        school_year=wave.school_year,
        child_ids=tuple(sorted(row.child_id for row in concerned)),
        kinds=tuple(wave.kinds.split()),
        slot_types=tuple(wave.slot_types.split()),
    )


READ_MODEL = ReadModel("openings", metadata, version=3)
