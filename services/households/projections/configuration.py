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
from shared.eventstore.question import Question
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


# Made once: to make one costs more than to read with it.
_SCHOOLS = msgspec.json.Decoder(tuple[School, ...])
_REQUIREMENTS = msgspec.json.Decoder(tuple[Requirement, ...])
_AREAS = msgspec.json.Decoder(tuple[Area, ...])
_WHOLE = Question(
    sa.select(configuration).where(
        sa.or_(configuration.c.part == "schools", configuration.c.part == "requirements")
    )
)

READ_MODEL = ReadModel("configuration", metadata, project)


def whole(tx: sa.Connection) -> tuple[tuple[School, ...], tuple[Requirement, ...]]:
    """What a family is asked by, in one question."""
    parts = {row.part: row.content for row in _WHOLE.rows(tx)}
    return _decoded(parts.get("schools"), _SCHOOLS), _decoded(
        parts.get("requirements"), _REQUIREMENTS
    )


def schools(tx: sa.Connection) -> tuple[School, ...]:
    return _read(tx, "schools", _SCHOOLS)


def requirements(tx: sa.Connection) -> tuple[Requirement, ...]:
    return _read(tx, "requirements", _REQUIREMENTS)


def areas(tx: sa.Connection) -> tuple[Area, ...]:
    return _read(tx, "areas", _AREAS)


def _keep(tx: sa.Connection, part: str, content: tuple[Any, ...]) -> None:
    tx.execute(sa.delete(configuration).where(configuration.c.part == part))
    text = msgspec.json.encode(content).decode()
    tx.execute(sa.insert(configuration).values(part=part, content=text))


def _read(tx: sa.Connection, part: str, by: msgspec.json.Decoder[tuple[T, ...]]) -> tuple[T, ...]:
    text = tx.scalar(sa.select(configuration.c.content).where(configuration.c.part == part))
    return _decoded(text, by)


def _decoded(text: str | None, by: msgspec.json.Decoder[tuple[T, ...]]) -> tuple[T, ...]:
    return by.decode(text) if text else ()
