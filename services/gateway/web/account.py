"""« Mon profil » (how one signs in) and « Plus » (where the rest is)."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.web.families import my_family
from services.gateway.web.forms import Form, Sheet, password, text
from services.gateway.web.sections import WORK, small_words
from services.gateway.web.services import services
from services.gateway.web.visitors import family, family_page, forget_visitors
from shared.web.client import Invalid, Refusal
from shared.web.site import sign_in

pages = Blueprint("account", __name__)

View = str | Response | tuple[str, int]


class ChangePassword(Form):
    current = text(longest=1000)
    new = password()


@pages.get("/profil")
@family_page
def profile() -> str:
    return _render(Sheet(), changed="change" in request.args)


@pages.post("/profil/mot-de-passe")
@family_page
def change_password() -> View:
    """The other devices are signed out; this one goes on with a new session."""
    sheet = Sheet.sent(ChangePassword)
    if sheet.wrong:
        return _render(sheet), 422
    try:
        session = services().accounts.change_password(
            family().account_id, sheet.data["current"], sheet.data["new"]
        )
    except Invalid as invalid:
        return _render(sheet.add(invalid)), 422
    except Refusal as refusal:
        if refusal.code == "wrong_password":
            sheet.add_error("current", refusal.code)
            return _render(sheet), 422
        return _render(sheet.refuse(refusal)), 409
    forget_visitors()
    return sign_in(make_response(redirect("/profil?change", 303)), session)


@pages.get("/plus")
@family_page
def more() -> str:
    return render_template(
        "account/more.html",
        tab="plus",
        family=my_family(),
        shows_mails=current_app.config["SHOWS_MAILS"],
    )


def _render(sheet: Sheet, changed: bool = False) -> str:
    work = my_family().section(WORK.name)
    return render_template(
        "account/profile.html",
        tab="plus",
        sheet=sheet,
        changed=changed,
        work_filled=work["filled"],
        work=small_words(WORK, work),
    )
