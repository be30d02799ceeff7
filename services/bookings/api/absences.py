"""Declared absences: told by the family, with a certificate that staff accept or refuse."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from marshmallow import ValidationError, fields, validate, validates_schema

from services.bookings.api.answers import answer
from services.bookings.api.callers import own_child
from services.bookings.api.days import day_of
from services.bookings.domain.absence_history import CertificateReason, ToldBy
from services.bookings.handlers import absence as handlers
from services.bookings.projections.absences import (
    KnownAbsence,
    absence,
    of_household,
    with_certificates,
)
from shared.eventstore import clock
from shared.eventstore.vault import Vault
from shared.web.api import Asked, Missing, asked, needs, reading, run
from shared.web.uploads import KINDS, MAX_BYTES, kind_of, shown

absences = Blueprint("absences", __name__, url_prefix="/absences/<uuid:child_id>/<day>")
certificates = Blueprint("certificates", __name__, url_prefix="/certificates")


of_families = Blueprint(
    "absences_of_families", __name__, url_prefix="/households/<uuid:household_id>/absences"
)

SHOWN_BACK: Final = timedelta(days=120)
BY_STAFF: Final = (ToldBy.PHONE, ToldBy.DESK, ToldBy.SCHOOL)


class NotedAsked(Asked):
    child_id = fields.UUID(required=True)
    day = fields.Date(required=True)
    told_by = fields.Enum(ToldBy, by_value=True, required=True, validate=validate.OneOf(BY_STAFF))


class CertificateAsked(Asked):
    document_id = fields.UUID(required=True)


class DecisionAsked(Asked):
    document_id = fields.UUID(required=True)
    accept = fields.Boolean(required=True)
    reason = fields.Enum(CertificateReason, by_value=True, load_default=None, allow_none=True)

    @validates_schema
    def a_refusal_has_a_reason(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if not data["accept"] and data["reason"] is None:
            raise ValidationError("required", "reason")


# The family


@absences.get("")
@needs("family")
def show(child_id: UUID, day: str) -> Response:
    """What may be declared, and what was."""
    the_day, household_id = day_of(day), own_child(child_id)
    with reading() as tx:
        booked = handlers.booked_on(tx, household_id, child_id, the_day, clock.now())
        known = absence(tx, handlers.absence_id_of(household_id, child_id, the_day))
        days = handlers.certificate_days(tx)
        withdraw_until = handlers.withdrawable_until(tx, the_day)
    if known is None and not booked:
        raise Missing
    return answer(
        {
            "child_id": child_id,
            "day": the_day,
            "over": clock.today() > the_day,
            "certificate_days": days,
            "withdraw_until": withdraw_until,
            "booked": [
                {
                    "facility_id": it.slot.facility_id,
                    "slot_type": it.slot.slot_type,
                    "free_until": it.free_until,
                }
                for it in booked
            ],
            "absence": _json(known) if known else None,
        }
    )


@absences.put("")
@needs("family")
def declare(child_id: UUID, day: str) -> Response:
    the_day, household_id = day_of(day), own_child(child_id)
    run(lambda work: handlers.declare_absence(work, household_id, child_id, the_day))
    return show(child_id, day)


@absences.delete("")
@needs("family")
def withdraw(child_id: UUID, day: str) -> Response:
    """The child comes after all."""
    the_day, household_id = day_of(day), own_child(child_id)
    run(lambda work: handlers.withdraw_absence(work, household_id, child_id, the_day))
    return show(child_id, day)


@absences.post("/certificate")
@needs("family")
def send(child_id: UUID, day: str) -> Response:
    the_day, household_id = day_of(day), own_child(child_id)
    absence_id = handlers.absence_id_of(household_id, child_id, the_day)
    wanted = CertificateAsked().load(request.form.to_dict())
    if (file := request.files.get("file")) is None:
        raise ValidationError({"file": ["required"]})
    content = file.stream.read(MAX_BYTES + 1)
    certificate = handlers.Certificate(
        document_id=wanted["document_id"], content_type=kind_of(content), content=content
    )
    handlers.send_certificate(run, _vault(), household_id, absence_id, certificate)
    return show(child_id, day)


@absences.get("/certificate")
@needs("family")
def show_own(child_id: UUID, day: str) -> Response:
    household_id = own_child(child_id)
    return _content(handlers.absence_id_of(household_id, child_id, day_of(day)))


# The staff


@of_families.get("")
@needs("staff", role="bookings")
def of_family(household_id: UUID) -> Response:
    """The absences of a family, from the present school year or the last weeks on."""
    since = clock.today() - SHOWN_BACK
    with reading() as tx:
        return answer({"absences": [_json(it) for it in of_household(tx, household_id, since)]})


@of_families.post("")
@needs("staff", role="bookings")
def note(household_id: UUID) -> Response:
    """Told by phone, at the desk, by the school; noted with who noted it."""
    wanted = asked(NotedAsked)
    child_id, day = wanted["child_id"], wanted["day"]
    run(lambda work: handlers.declare_absence(work, household_id, child_id, day, wanted["told_by"]))
    return show_absence(handlers.absence_id_of(household_id, child_id, day))


@certificates.post("/<uuid:absence_id>/withdrawal")
@needs("staff", role="bookings")
def withdraw_for_staff(absence_id: UUID) -> Response:
    _known(absence_id)
    run(lambda work: handlers.withdraw_for_staff(work, absence_id))
    return answer({})


@certificates.post("/<uuid:absence_id>/paper")
@needs("staff", role="bookings")
def see_paper(absence_id: UUID) -> Response:
    """A certificate on paper, seen at the desk; also when the delay is over."""
    _known(absence_id)
    run(lambda work: handlers.see_paper_certificate(work, absence_id))
    return show_absence(absence_id)


@certificates.get("")
@needs("staff", role="bookings")
def queue() -> Response:
    with reading() as tx:
        return answer({"absences": [_json(it) for it in with_certificates(tx)]})


@certificates.get("/<uuid:absence_id>")
@needs("staff", role="bookings")
def show_absence(absence_id: UUID) -> Response:
    return answer(_json(_known(absence_id)))


@certificates.get("/<uuid:absence_id>/content")
@needs("staff", role="bookings")
def show_content(absence_id: UUID) -> Response:
    return _content(absence_id)


@certificates.post("/<uuid:absence_id>/decision")
@needs("staff", role="bookings")
def decide(absence_id: UUID) -> Response:
    _known(absence_id)
    wanted = asked(DecisionAsked)
    document_id: UUID = wanted["document_id"]
    if wanted["accept"]:
        run(lambda work: handlers.accept_certificate(work, absence_id, document_id))
    else:
        reason: CertificateReason = wanted["reason"]
        run(lambda work: handlers.refuse_certificate(work, absence_id, document_id, reason))
    return show_absence(absence_id)


def _known(absence_id: UUID) -> KnownAbsence:
    with reading() as tx:
        known = absence(tx, absence_id)
    if known is None:
        raise Missing
    return known


def _content(absence_id: UUID) -> Response:
    known = _known(absence_id)
    if known.document_id is None or known.content_type is None:
        raise Missing
    content = _vault().files.get(known.household_id, str(known.document_id))
    if content is None:
        raise Missing
    ending, _shown_inside = KINDS[known.content_type]
    return shown(content, known.content_type, f"certificat-{known.day}.{ending}")


def _vault() -> Vault:
    it: Vault = current_app.extensions["vault"]
    return it


def _json(known: KnownAbsence) -> dict[str, Any]:
    return {
        "absence_id": known.absence_id,
        "household_id": known.household_id,
        "child_id": known.child_id,
        "day": known.day,
        "slots": [
            {"facility_id": slot.facility_id, "slot_type": slot.slot_type} for slot in known.slots
        ],
        "status": known.status,
        "declared_at": known.declared_at,
        "certificate_until": known.certificate_until,
        "told_by": known.told_by,
        "declared_by": known.declared_by,
        "document_id": known.document_id,
        "content_type": known.content_type,
        "sent_at": known.sent_at,
        "reason": known.reason,
    }
