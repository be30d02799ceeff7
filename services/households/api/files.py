"""The staff's side: the queue of files, one file with its history, and what is decided about it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import ValidationError, fields, validate, validates_schema

from services.households import handlers
from services.households.api.callers import file_of, staff_member, vault
from services.households.api.documents import content_of
from services.households.api.family_file import file_json, instant, section_json
from services.households.api.fields import LONGEST_TEXT, Form, Text, choice
from services.households.api.history import history_json
from services.households.domain.documents import DocumentStatus, RejectionReason
from services.households.domain.household_file import FileStatus, ReturnReason
from services.households.domain.sections import SectionName
from services.households.projections import configuration, file_queue, names
from services.households.projections.family_file import family_file
from shared.web.api import Asked, Missing, asked, needs, reading, run, store

files = Blueprint("files", __name__)

PAGE = 25
MOST_FOUND = 50

DECISIONS = (DocumentStatus.VERIFIED, DocumentStatus.REJECTED)
STAFF_REASONS = (ReturnReason.DOCUMENTS, ReturnReason.INFORMATION, ReturnReason.OTHER)


class QueueQuery(Asked):
    status = fields.Enum(FileStatus, by_value=True, load_default=FileStatus.SUBMITTED)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class SearchQuery(Asked):
    q = fields.String(required=True, validate=validate.Length(max=200))


def version_seen() -> fields.Field[Any]:
    """Of the file on the page that staff decide from; a change since then is told, not decided."""
    return fields.Integer(load_default=None, allow_none=True, strict=True)


class ApprovalForm(Form):
    seen = version_seen()


class VerificationForm(Form):
    seen = version_seen()
    decision = fields.Enum(
        DocumentStatus, by_value=True, required=True, validate=validate.OneOf(DECISIONS)
    )
    reason = choice(RejectionReason)
    message = Text(LONGEST_TEXT, lines=True)

    @validates_schema
    def _says_why(self, data: Any, **_kwargs: Any) -> None:
        if data["decision"] is DocumentStatus.VERIFIED:
            return
        if data["reason"] is None:
            raise ValidationError({"reason": ["required"]})
        if data["reason"] is RejectionReason.OTHER and data["message"] is None:
            raise ValidationError({"message": ["required"]})


class ReturnForm(Form):
    reason = fields.Enum(
        ReturnReason, by_value=True, required=True, validate=validate.OneOf(STAFF_REASONS)
    )
    message = Text(LONGEST_TEXT, lines=True, required=True)


@files.get("/files")
@needs("staff", role="files")
def show_queue() -> dict[str, Any]:
    query = asked(QueueQuery, source="query")
    with reading() as tx:
        counts = file_queue.counts(tx)
        queued = file_queue.page(tx, query["status"], query["page"], PAGE)
        families = names.families(tx, vault(), [each.household_id for each in queued])
    return {
        "counts": counts,
        "page": query["page"],
        "pages": max(1, -(-counts[query["status"]] // PAGE)),
        "files": [
            {
                "household_id": each.household_id,
                "name": families[each.household_id].name,
                "status": each.status,
                "submitted_at": instant(each.submitted_at),
                "children": families[each.household_id].children,
                "pending_documents": each.pending_documents,
            }
            for each in queued
        ],
    }


@files.get("/search")
@needs("staff", role="files")
def search() -> dict[str, Any]:
    words = asked(SearchQuery, source="query")["q"]
    with reading() as tx:
        found = names.search(tx, vault(), words, MOST_FOUND)
    return {
        "families": [
            {"household_id": each.household_id, "name": each.name, "children": each.children}
            for each in found
        ]
    }


@files.get("/files/<uuid:household_id>")
@needs("staff", role="files")
def show_file(household_id: UUID) -> dict[str, Any]:
    """Health records are left out: reading one is asked for, and recorded."""
    history = store().history(handlers.stream(household_id))
    if (file := family_file(history)) is None:
        raise Missing
    with reading() as tx:
        schools, requirements = configuration.schools(tx), configuration.requirements(tx)
    return {
        **file_json(file, schools, requirements, health=False),
        "account_id": file.household.account_id,
        "history": history_json(history, file, requirements),
    }


@files.get("/files/<uuid:household_id>/children/<uuid:child_id>/health")
@needs("staff", role="files")
def read_health_record(household_id: UUID, child_id: UUID) -> dict[str, Any]:
    """First the trace, then the answer."""
    reader_id, reader = staff_member()
    _must_be_of(household_id, child_id)
    run(lambda work: handlers.read_health_record(work, household_id, child_id, reader_id, reader))
    sections = file_of(household_id).household.answers.children[child_id]
    return {"child_id": child_id, **section_json(SectionName.HEALTH, sections)}


@files.get("/files/<uuid:household_id>/documents/<uuid:document_id>/content")
@needs("staff", role="files")
def show_document(household_id: UUID, document_id: UUID) -> Response:
    return content_of(household_id, document_id)


@files.post("/files/<uuid:household_id>/documents/<uuid:document_id>/verification")
@needs("staff", role="files")
def decide_on_document(household_id: UUID, document_id: UUID) -> dict[str, Any]:
    _, name = staff_member()
    wanted = asked(VerificationForm)
    with reading() as tx:
        if file_queue.household_of_document(tx, document_id) != household_id:
            raise Missing
    seen = wanted["seen"]
    if wanted["decision"] is DocumentStatus.VERIFIED:
        run(lambda work: handlers.verify_document(work, household_id, document_id, name, seen))
    else:
        run(
            lambda work: handlers.reject_document(
                work, household_id, document_id, wanted["reason"], wanted["message"], name
            )
        )
    return {"status": file_of(household_id).household.file.status}


@files.post("/files/<uuid:household_id>/approval")
@needs("staff", role="files")
def approve_file(household_id: UUID) -> dict[str, Any]:
    _, name = staff_member()
    seen = asked(ApprovalForm)["seen"]
    file_of(household_id)
    run(lambda work: handlers.approve_file(work, household_id, name, seen))
    return {"status": FileStatus.APPROVED}


@files.post("/files/<uuid:household_id>/return")
@needs("staff", role="files")
def return_file(household_id: UUID) -> dict[str, Any]:
    _, name = staff_member()
    wanted = asked(ReturnForm)
    file_of(household_id)
    run(
        lambda work: handlers.return_file(
            work, household_id, wanted["reason"], wanted["message"], name
        )
    )
    return {"status": FileStatus.RETURNED}


def _must_be_of(household_id: UUID, child_id: UUID) -> None:
    with reading() as tx:
        if household_id not in names.households_of_child(tx, child_id):
            raise Missing
