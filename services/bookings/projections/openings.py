"""What can be booked, and from when: the school years and their opening waves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from services.bookings.domain import school_year as school_year_decider
from services.bookings.domain.deadline import PARIS
from services.bookings.domain.opening_wave import OpeningWaveScheduled, OpeningWaveWithdrawn
from services.bookings.domain.school_year import (
    INITIAL,
    DaysClosed,
    DaysReopened,
    ExtraDaysAdded,
    ExtraDaysRemoved,
    SchoolYear,
    SchoolYearDescribed,
)
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel

metadata = sa.MetaData()

school_years = sa.Table(
    "school_years",
    metadata,
    sa.Column("school_year", sa.Text, primary_key=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
opening_waves = sa.Table(
    "opening_waves",
    metadata,
    sa.Column("wave_id", sa.Text, primary_key=True),
    sa.Column("school_year", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case (
            SchoolYearDescribed()
            | DaysClosed()
            | DaysReopened()
            | ExtraDaysAdded()
            | ExtraDaysRemoved()
        ):
            same_year = school_years.c.school_year == event.school_year
            content = tx.scalar(sa.select(school_years.c.content).where(same_year))
            known = _school_year(content) if content else INITIAL
            year = school_year_decider.evolve(known, event)
            tx.execute(sa.delete(school_years).where(same_year))
            tx.execute(
                sa.insert(school_years).values(
                    school_year=year.school_year,
                    starts_on=year.starts_on,
                    ends_on=year.ends_on,
                    content=msgspec.json.encode(year).decode(),
                )
            )
        case OpeningWaveScheduled():
            same_wave = opening_waves.c.wave_id == event.wave_id
            tx.execute(sa.delete(opening_waves).where(same_wave))
            tx.execute(
                sa.insert(opening_waves).values(
                    wave_id=event.wave_id,
                    school_year=event.school_year,
                    content=msgspec.json.encode(event).decode(),
                    withdrawn=False,
                )
            )
        case OpeningWaveWithdrawn():
            tx.execute(
                sa.update(opening_waves)
                .where(opening_waves.c.wave_id == event.wave_id)
                .values(withdrawn=True)
            )


READ_MODEL = ReadModel("openings", metadata, project, version=4)

FAR = datetime.max.replace(tzinfo=UTC)

# Nearly every answer needs both, and they are few: one question instead of two.
_DESCRIBED = Question(
    sa.union_all(
        sa.select(
            sa.literal("year").label("what"),
            school_years.c.content.label("content"),
            sa.cast(school_years.c.starts_on, sa.Text).label("place"),
        ),
        sa.select(sa.literal("wave"), opening_waves.c.content, opening_waves.c.wave_id).where(
            sa.not_(opening_waves.c.withdrawn)
        ),
    ).order_by("place")
)
_EVERY_WAVE = Question(
    sa.select(opening_waves.c.wave_id)
    .where(opening_waves.c.school_year == sa.bindparam("school_year"))
    .order_by(opening_waves.c.wave_id)
)


@dataclass(frozen=True, kw_only=True)
class Described:
    """The years, by their first day, and the waves that stand."""

    years: Sequence[SchoolYear]
    waves: Sequence[OpeningWaveScheduled]

    def year(self, name: str) -> SchoolYear | None:
        return next((year for year in self.years if year.school_year == name), None)

    def waves_of(self, year: SchoolYear) -> list[OpeningWaveScheduled]:
        """The earliest first."""
        waves = [wave for wave in self.waves if wave.school_year == year.school_year]
        return sorted(waves, key=lambda wave: (wave.opens_at, wave.wave_id))


def described(tx: sa.Connection) -> Described:
    found = _DESCRIBED.rows(tx)
    return Described(
        years=[_school_year(row.content) for row in found if row.what == "year"],
        waves=[_wave(row.content) for row in found if row.what == "wave"],
    )


def all_school_years(tx: sa.Connection) -> Sequence[SchoolYear]:
    return described(tx).years


def school_year(tx: sa.Connection, name: str) -> SchoolYear | None:
    return described(tx).year(name)


def current_school_year(tx: sa.Connection, at: datetime) -> SchoolYear | None:
    """The last year whose opening has begun, else the first that has not ended.

    From the opening of the next year on, that is the one families come to book.
    """
    today = at.astimezone(PARIS).date()
    known = described(tx)
    years = [year for year in known.years if year.ends_on >= today]
    first: dict[str, datetime] = {}
    for wave in known.waves:
        earliest = first.get(wave.school_year, wave.opens_at)
        first[wave.school_year] = min(earliest, wave.opens_at)
    begun = [year for year in years if first.get(year.school_year, FAR) <= at]
    return next(iter([*reversed(begun), *years]), None)


def waves_of(tx: sa.Connection, year: SchoolYear) -> list[OpeningWaveScheduled]:
    """The earliest first."""
    return described(tx).waves_of(year)


def every_wave_of(tx: sa.Connection, year: SchoolYear) -> list[str]:
    """Withdrawn ones too: their history is the year's."""
    return list(_EVERY_WAVE.values(tx, school_year=year.school_year))


@lru_cache(maxsize=64)
def _school_year(content: str) -> SchoolYear:
    """The same one for everybody."""
    return msgspec.json.decode(content, type=SchoolYear)


@lru_cache(maxsize=256)
def _wave(content: str) -> OpeningWaveScheduled:
    return msgspec.json.decode(content, type=OpeningWaveScheduled)
