"""What families are asked: the schools served and the documents wanted."""

from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from services.households.domain.configuration import (
    AreasDescribed,
    Requirement,
    RequirementsDescribed,
    School,
    SchoolsDescribed,
)
from services.households.domain.residence import Area
from shared.eventstore.read_model import ReadModel

T = TypeVar("T")

metadata = sa.MetaData()

configuration = sa.Table(
    "configuration",
    metadata,
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
)


def project(tx: sa.Connection, event: Any) -> None:
    match event:
        case SchoolsDescribed():
            _keep(tx, "schools", event.schools)
        case RequirementsDescribed():
            _keep(tx, "requirements", event.requirements)
        case AreasDescribed():
            _keep(tx, "areas", event.areas)


READ_MODEL = ReadModel("configuration", metadata, project)


def whole(tx: sa.Connection) -> tuple[tuple[School, ...], tuple[Requirement, ...]]:
    """Both parts in one question."""
    parts = {row.part: row.content for row in tx.execute(sa.select(configuration))}
    return _decoded(parts.get("schools"), School), _decoded(parts.get("requirements"), Requirement)


def schools(tx: sa.Connection) -> tuple[School, ...]:
    return _read(tx, "schools", School)


def requirements(tx: sa.Connection) -> tuple[Requirement, ...]:
    return _read(tx, "requirements", Requirement)


def areas(tx: sa.Connection) -> tuple[Area, ...]:
    return _read(tx, "areas", Area)


def _keep(tx: sa.Connection, part: str, content: tuple[Any, ...]) -> None:
    tx.execute(sa.delete(configuration).where(configuration.c.part == part))
    text = msgspec.json.encode(content).decode()
    tx.execute(sa.insert(configuration).values(part=part, content=text))


def _read(tx: sa.Connection, part: str, of: type[T]) -> tuple[T, ...]:
    text = tx.scalar(sa.select(configuration.c.content).where(configuration.c.part == part))
    return _decoded(text, of)


def _decoded(text: str | None, of: type[T]) -> tuple[T, ...]:
    return tuple(msgspec.json.decode(text, type=list[of])) if text else ()  # type: ignore[valid-type]  # a type given at run time
