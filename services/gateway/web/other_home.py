"""The other home of a child: a code for the other parent, entering one, and ending it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from marshmallow import fields
from werkzeug.wrappers import Response

from services.gateway.clients.households import OtherHome
from services.gateway.web import forms, wording
from services.gateway.web.families import Child, forget_family, my_family
from services.gateway.web.forms import Sheet
from services.gateway.web.household import identity_choices
from services.gateway.web.sections import IDENTITY, Identity
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page
from shared.web.client import Invalid, Refusal

pages = Blueprint("other_home", __name__, url_prefix="/dossier/enfants")

View = str | Response | tuple[str, int]


class InvitationForm(forms.Form):
    email = forms.email(required=False)


class JoiningForm(Identity):
    code = fields.String(required=True, error_messages={"required": "required", "null": "required"})


@pages.get("/rejoindre")
@family_page
def enter_code() -> View:
    known = my_family()
    return _joining(Sheet({"family_name": known.me.get("family_name")}))


@pages.post("/rejoindre")
@family_page
def send_code() -> View:
    """The code and the child together: a code alone opens nothing."""
    sheet = Sheet.sent(JoiningForm)
    if not sheet.wrong:
        values = IDENTITY.sent_values(sheet.data)
        try:
            child_id = services().households.join_child(
                family().account_id, sheet.data["code"], values
            )
        except Invalid as invalid:
            sheet.add(invalid)
        except Refusal as refusal:
            sheet.refuse(refusal)
        else:
            forget_family()
            return redirect(f"/dossier/enfants/{child_id}/sante/modifier?suite", 303)
    return _joining(sheet), 422


@pages.get("/<uuid:child_id>/autre-foyer")
@family_page
def show(child_id: UUID) -> str:
    child, home = _child(child_id)
    return _page(child, home, Sheet({"email": home.get("email")}))


@pages.post("/<uuid:child_id>/autre-foyer")
@family_page
def invite(child_id: UUID) -> View:
    child, home = _child(child_id)
    sheet = Sheet.sent(InvitationForm)
    if not sheet.wrong:
        try:
            services().households.invite_other_home(
                family().account_id, child_id, sheet.data.get("email")
            )
        except Invalid as invalid:
            sheet.add(invalid)
        except Refusal as refusal:
            sheet.refuse(refusal)
        else:
            forget_family()
            return redirect(f"/dossier/enfants/{child_id}/autre-foyer", 303)
    return _page(child, home, sheet), 422


@pages.post("/<uuid:child_id>/autre-foyer/retirer")
@family_page
def withdraw(child_id: UUID) -> View:
    services().households.withdraw_invitation(family().account_id, child_id)
    forget_family()
    return redirect(f"/dossier/enfants/{child_id}/autre-foyer", 303)


@pages.get("/<uuid:child_id>/autre-foyer/terminer")
@family_page
def confirm_end(child_id: UUID) -> View:
    child, home = _child(child_id)
    if home["state"] != "JOINED":
        return redirect(f"/dossier/enfants/{child_id}/autre-foyer")
    return render_template("household/end_home.html", tab="enfants", child=child)


@pages.post("/<uuid:child_id>/autre-foyer/terminer")
@family_page
def end(child_id: UUID) -> View:
    services().households.end_other_home(family().account_id, child_id)
    forget_family()
    return redirect(f"/dossier/enfants/{child_id}/autre-foyer", 303)


def _child(child_id: UUID) -> tuple[Child, OtherHome]:
    told = my_family()
    child = told.child(child_id)
    if child is None:
        abort(404)
    found: OtherHome = next(
        each["other_home"] for each in told.file["children"] if each["child_id"] == str(child_id)
    )
    return child, found


def _page(child: Child, home: OtherHome, sheet: Sheet) -> str:
    expires_at = home.get("expires_at")
    return render_template(
        "household/other_home.html",
        tab="enfants",
        child=child,
        home=home,
        until=wording.say_instant(expires_at) if expires_at else None,
        sheet=sheet,
        asked="nouveau" in request.args,
    )


def _joining(sheet: Sheet) -> str:
    more: dict[str, Any] = identity_choices()
    return render_template("household/join.html", tab="enfants", sheet=sheet, **more)
