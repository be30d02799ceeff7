"""The queue of files, and one file: data and documents side by side, decided one by one."""

from typing import Any
from uuid import UUID

from flask import Response as FileResponse
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.refusals import field_sentences, sentence
from services.backoffice.web import desk, words
from services.backoffice.web.formats import lower_first, of_name
from shared.web.client import Invalid, Refusal
from shared.web.language import gettext as _

pages = desk.staff_pages("files")

# What the browser may show itself, inside our page; anything else is downloaded.
SHOWN_INSIDE = ("application/pdf", "image/jpeg", "image/png", "image/webp")
# A document is somebody else's file: it may show itself and do nothing else.
DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)


@pages.get("/dossiers")
def queue() -> str:
    status = request.args.get("etat", "SUBMITTED")
    if status not in words.FILE_STATES:
        status = "SUBMITTED"
    page = max(request.args.get("page", 1, type=int), 1)
    answer = desk.households().files(status, page)
    total = answer["counts"].get(status, 0)
    return render_template(
        "files.html",
        status=status,
        page=page,
        pages=answer["pages"],
        address=lambda number: url_for("files.queue", etat=status, page=number),
        counts_by_state=answer["counts"],
        files=answer["files"],
        total=total,
    )


@pages.get("/dossiers/<uuid:household_id>")
def show(household_id: UUID) -> str:
    return _file_page(household_id, request.args.get("piece", ""))


@pages.get("/dossiers/<uuid:household_id>/pieces/<uuid:document_id>/contenu")
def content(household_id: UUID, document_id: UUID) -> Response:
    """The document itself, from our own address, so that the page may show it."""
    uploaded = desk.households().document(household_id, document_id)
    kind = uploaded.headers.get("Content-Type", "").split(";")[0]
    response = FileResponse(uploaded.content, content_type=kind or "application/octet-stream")
    how = "inline" if kind in SHOWN_INSIDE and "telecharger" not in request.args else "attachment"
    response.headers["Content-Disposition"] = how
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    return response


@pages.post("/dossiers/<uuid:household_id>/pieces/<uuid:document_id>")
def decide(household_id: UUID, document_id: UUID) -> Response | tuple[str, int]:
    """Accept a document, or ask for another; then on to the next one."""
    typed = request.form.to_dict()
    typed["message"] = typed.get("message", "").strip()

    def again(status: int, errors: dict[str, str]) -> tuple[str, int]:
        return _file_page(household_id, str(document_id), typed=typed, errors=errors), status

    if errors := _faults(typed):
        return again(422, errors)
    if typed["decision"] == "REJECTED" and _written_for_another_reason(typed):
        # Without a script the message is still that of another reason. Nothing leaves that the
        # staff member has not read: the page comes back with the message of the chosen reason.
        typed["message"] = words.document_message(typed["reason"], typed.get("label", ""))
        typed["message_for"] = typed["reason"]
        return _file_page(household_id, str(document_id), typed=typed, prepared=True), 200
    try:
        if typed["decision"] == "VERIFIED":
            desk.households().accept_document(household_id, document_id, _seen())
        else:
            desk.households().reject_document(
                household_id, document_id, reason=typed["reason"], message=typed["message"]
            )
    except Refusal as refusal:
        return again(refusal.status, {"decision": sentence(refusal)})
    except Invalid as invalid:
        return again(422, field_sentences(invalid))
    documents = desk.households().file(household_id)["documents"]
    following = _next_pending(documents, str(document_id))
    anchor = "piece" if following else "suite"
    return redirect(
        url_for("files.show", household_id=household_id, piece=following, _anchor=anchor)
    )


def _seen() -> int:
    """The version of the file on the page: what the family changed since then is not decided on."""
    return request.form.get("seen", 0, type=int)


def _faults(typed: dict[str, str]) -> dict[str, str]:
    if typed.get("decision") not in ("VERIFIED", "REJECTED"):
        return {"decision": _("Choisissez d’accepter la pièce ou de demander une correction")}
    if typed["decision"] == "VERIFIED":
        return {}
    if typed.get("reason") not in words.DOCUMENT_REASONS:
        return {"reason": _("Choisissez un motif")}
    if not typed["message"]:
        return {"message": _("Écrivez à la famille ce qu’il faut corriger")}
    return {}


@pages.post("/dossiers/<uuid:household_id>/validation")
def approve(household_id: UUID) -> Response | tuple[str, int]:
    try:
        desk.households().approve(household_id, _seen())
    except Refusal as refusal:
        page = _file_page(household_id, "", errors={"suite": sentence(refusal)})
        return page, refusal.status
    return redirect(url_for("files.decided", household_id=household_id))


@pages.get("/dossiers/<uuid:household_id>/renvoi")
def write_back(household_id: UUID) -> str:
    file = desk.households().file(household_id)
    rejected = [it for it in file["documents"] if it["status"] == "REJECTED"]
    reason = request.args.get("motif", "DOCUMENTS" if rejected else "INFORMATION")
    if reason not in words.RETURN_REASONS:
        reason = "OTHER"
    return _return_page(file, {"reason": reason, "message": words.return_message(reason)})


@pages.post("/dossiers/<uuid:household_id>/renvoi")
def send_back(household_id: UUID) -> Response | tuple[str, int]:
    reason, message = request.form.get("reason", ""), request.form.get("message", "").strip()
    errors = {}
    if reason not in words.RETURN_REASONS:
        errors["reason"] = _("Choisissez un motif")
    if not message:
        errors["message"] = _("Écrivez à la famille ce qu’il faut corriger")
    status = 422
    if not errors:
        try:
            desk.households().send_back(household_id, reason=reason, message=message)
            return redirect(url_for("files.decided", household_id=household_id))
        except Refusal as refusal:
            errors, status = {"reason": sentence(refusal)}, refusal.status
        except Invalid as invalid:
            errors = field_sentences(invalid)
    return _return_page(desk.households().file(household_id), dict(request.form), errors), status


@pages.get("/dossiers/<uuid:household_id>/decide")
def decided(household_id: UUID) -> str:
    """What was decided, what the family gets, and the next file of the queue."""
    waiting = desk.waiting_files()
    others = [it for it in waiting["files"] if it["household_id"] != str(household_id)]
    file = desk.households().file(household_id)
    return render_template(
        "file_decided.html",
        file=file,
        names=desk.names(families=[str(household_id)]),
        following=others[0] if others else None,
        left=waiting["counts"].get("SUBMITTED", len(others)),
    )


@pages.get("/dossiers/<uuid:household_id>/enfants/<uuid:child_id>/fiche-sanitaire")
def health_record(household_id: UUID, child_id: UUID) -> str:
    return render_template(
        "health.html",
        household_id=household_id,
        child_id=str(child_id),
        record=desk.households().health_record(household_id, child_id),
        names=desk.names(families=[str(household_id)], children=[str(child_id)]),
    )


def _written_for_another_reason(typed: dict[str, str]) -> bool:
    """The message was prepared for another reason, and nobody edited it since."""
    prepared_for = typed.get("message_for", "")
    if prepared_for == typed["reason"] or prepared_for not in words.DOCUMENT_REASONS:
        return False
    prepared = words.document_message(prepared_for, typed.get("label", ""))
    return typed["message"].split() == prepared.split()


def _next_pending(documents: list[dict[str, Any]], after: str) -> str | None:
    """The next document to decide on, from the one just decided, round to the first."""
    ids = [it["document_id"] for it in documents]
    start = ids.index(after) + 1 if after in ids else 0
    for it in documents[start:] + documents[:start]:
        if it["status"] == "PENDING":
            return str(it["document_id"])
    return None


def _file_page(
    household_id: UUID,
    selected: str,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    prepared: bool = False,
) -> str:
    file = desk.households().file(household_id)
    uploaded = [it for it in file["documents"] if it["document_id"]]
    pending = [it for it in uploaded if it["status"] == "PENDING"]
    document = next(
        (it for it in uploaded if it["document_id"] == selected),
        (pending or uploaded or [None])[0],
    )
    at = uploaded.index(document) if document else 0
    return render_template(
        "file.html",
        file=file,
        document=document,
        at=at,
        uploaded=uploaded,
        pending=pending,
        rejected=[it for it in uploaded if it["status"] == "REJECTED"],
        to_compare=_to_compare(file, document) if document else [],
        reasons=[(code, words.document_reason(code)) for code in words.DOCUMENT_REASONS],
        messages=_messages(document),
        who=_who,
        detail=_detail,
        changing="changer" in request.args or typed is not None,
        previous=uploaded[at - 1]["document_id"] if at > 0 else None,
        next=uploaded[at + 1]["document_id"] if at + 1 < len(uploaded) else None,
        names=desk.names(
            families=[str(household_id)],
            children=[child["child_id"] for child in file["children"]],
        ),
        typed=_first_answer(document) | (typed or {}),
        errors=errors or {},
        prepared=prepared,
        shown_inside=SHOWN_INSIDE,
    )


def _first_answer(document: dict[str, Any] | None) -> dict[str, str]:
    """The form of a document before anything is typed: no decision, a message at the ready."""
    first = words.DOCUMENT_REASONS[0]
    label = document["label"] if document else ""
    return {
        "decision": "",
        "reason": first,
        "message": words.document_message(first, label),
        "message_for": first,
    }


def _return_page(
    file: dict[str, Any], typed: dict[str, str], errors: dict[str, str] | None = None
) -> str:
    return render_template(
        "file_return.html",
        file=file,
        rejected=[it for it in file["documents"] if it["status"] == "REJECTED"],
        names=desk.names(
            families=[file["household_id"]],
            children=[child["child_id"] for child in file["children"]],
        ),
        reasons=[(code, words.return_reason(code)) for code in words.RETURN_REASONS],
        typed=typed,
        errors=errors or {},
    )


def _messages(document: dict[str, Any] | None) -> list[tuple[str, str]]:
    if document is None:
        return []
    label = document["label"]
    return [(code, words.document_message(code, label)) for code in words.DOCUMENT_REASONS]


def _to_compare(file: dict[str, Any], document: dict[str, Any]) -> list[tuple[str, str]]:
    """What the document should say: the child it is about, or else the household."""
    if document["child_id"]:
        child = next(it for it in file["children"] if it["child_id"] == document["child_id"])
        identity = child["sections"]["identity"]["values"]
        shown = [
            (words.field(name), words.value(name, identity.get(name)))
            for name in ("birth_date", "class_name")
        ]
        whole = f"{identity.get('given_name', '')} {identity.get('family_name', '')}".strip()
        return [(_("Enfant"), whole or words.value("", None)), *shown]
    values = {name: section["values"] for name, section in file["sections"].items()}
    me, address, other = values["me"], values["address"], values["complementary"]
    lines = [address.get("line1"), address.get("line2")]
    town = f"{address.get('postcode') or ''} {address.get('town') or ''}".strip()
    shown = [
        (_("Responsable"), f"{me.get('given_name') or ''} {me.get('family_name') or ''}".strip()),
        (_("Adresse"), ", ".join(str(it) for it in (*lines, town) if it)),
    ]
    if other.get("quotient") is not None:
        shown.append((_("Quotient familial"), str(other["quotient"])))
    return [(label, text or words.value("", None)) for label, text in shown]


def _who(entry: dict[str, Any]) -> str:
    """Who did a thing of the history: households kept the name that staff had then."""
    kind = entry["actor"].partition(":")[0]
    if kind == "account":
        return _("la famille")
    if kind == "staff":
        return str(entry["detail"].get("by") or _("l’équipe"))
    return _("le portail")


def _detail(entry: dict[str, Any]) -> str:
    """« Assurance scolaire de Léo : illisible ou coupée »"""
    detail = entry["detail"]
    what = str(detail.get("label") or detail.get("quotient") or "")
    if "section" in detail:
        what = words.section(detail["section"])
    if child := detail.get("child"):
        what = f"{what} {of_name(child)}" if what else child
    if not detail.get("reason"):
        return what
    name = words.document_reason if "label" in detail else words.return_reason
    why = name(detail["reason"])
    return _("%(what)s : %(why)s", what=what, why=lower_first(why)) if what else why
