"""What a family still has to do before its file can be sent: one list, used by page and rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.households.domain.documents import (
    DocumentStatus,
    RejectionReason,
    RequiredDocument,
)
from services.households.domain.sections import (
    CHILD_SECTIONS,
    HOUSEHOLD_SECTIONS,
    Children,
    SectionName,
    Sections,
    missing_fields,
)


class ToDoKind(StrEnum):
    FIELD = "field"
    DOCUMENT = "document"
    CHILD = "child"


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """A field (None: the whole section), a document, or a first child to add."""

    kind: ToDoKind
    section: SectionName | None = None
    field: str | None = None
    child_id: UUID | None = None
    requirement: str | None = None
    reason: RejectionReason | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Parts of the file (sections and documents) that need nothing more from the family."""

    done: int
    total: int


def to_do(
    sections: Sections, children: Children, documents: Iterable[RequiredDocument]
) -> list[ToDo]:
    """Documents to send again come first, then what was never given."""
    asked = sorted(documents, key=lambda each: each.status is not DocumentStatus.REJECTED)
    rejected = [each for each in asked if each.status is DocumentStatus.REJECTED]
    missing = [each for each in asked if each.status is DocumentStatus.MISSING]
    return [
        *map(_document, rejected),
        *_answers(sections, children),
        *([] if children else [ToDo(kind=ToDoKind.CHILD)]),
        *map(_document, missing),
    ]


def progress(
    sections: Sections, children: Children, documents: Iterable[RequiredDocument]
) -> Progress:
    left = to_do(sections, children, documents := list(documents))
    parts = len(HOUSEHOLD_SECTIONS) + len(children) * len(CHILD_SECTIONS) + len(documents)
    unfinished = {(each.section, each.child_id, each.requirement) for each in left}
    total = parts if children else parts + 1
    return Progress(done=total - len(unfinished), total=total)


def _answers(sections: Sections, children: Children) -> Iterator[ToDo]:
    for name in HOUSEHOLD_SECTIONS:
        yield from _of_section(name, sections, None)
    for child_id, answers in children.items():
        for name in CHILD_SECTIONS:
            yield from _of_section(name, answers, child_id)


def _of_section(name: SectionName, sections: Sections, child_id: UUID | None) -> Iterator[ToDo]:
    if name not in sections:
        yield ToDo(kind=ToDoKind.FIELD, section=name, child_id=child_id)
        return
    for field in missing_fields(name, vars(sections[name])):
        yield ToDo(kind=ToDoKind.FIELD, section=name, field=field, child_id=child_id)


def _document(required: RequiredDocument) -> ToDo:
    return ToDo(
        kind=ToDoKind.DOCUMENT,
        child_id=required.child_id,
        requirement=required.requirement.code,
        reason=required.document.reason if required.document else None,
    )
