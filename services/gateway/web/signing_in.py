"""Signing in and out, and a new password for who forgot the old one."""

from flask import Blueprint, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from services.gateway.web import entrance, unsent, waiting
from services.gateway.web.forms import Form, Sheet, email, password, text
from services.gateway.web.services import services
from services.gateway.web.visitors import forget_visitors, visitor, way_on
from shared.web.client import Invalid, Refusal, Unavailable
from shared.web.site import session_token, sign_in, sign_out

pages = Blueprint("signing_in", __name__)

RESET_FOR = "reset_for"

View = str | Response | tuple[str, int]


class SignIn(Form):
    email = email()
    password = text(longest=1000)


class Forgotten(Form):
    email = email()


class NewPassword(Form):
    password = password()


@pages.get("/connexion")
def signing_in() -> View:
    if visitor() is not None:
        return redirect(way_on(request.args.get("suite")))
    if waiting.must_wait():
        return waiting.to_the_line(request.args.get("suite"))
    return _render(Sheet({"suite": request.args.get("suite", "")}))


@pages.post("/connexion")
def send_sign_in() -> View:
    sheet = Sheet.sent(SignIn)
    if sheet.wrong:
        return _render(sheet), 422
    try:
        session = services().accounts.sign_in(
            sheet.data["email"], sheet.data["password"], waiting.ticket_id()
        )
    except Invalid as invalid:
        return _render(sheet.add(invalid)), 422
    except Refusal as refusal:
        if refusal.code == "full_house":
            return waiting.to_the_line(request.form.get("suite"))
        return _render(sheet.refuse(refusal)), 409
    on = way_on(request.form.get("suite"))
    entrance.came_in(session)
    return sign_in(make_response(redirect(on, 303)), session)


@pages.post("/deconnexion")
def send_sign_out() -> View:
    """The cookie goes even when accounts does not answer."""
    unsent.forget_all()
    token = session_token()
    if token is not None:
        try:
            services().accounts.sign_out(token)
        except (Invalid, Unavailable):
            pass
        forget_visitors()
    return sign_out(make_response(redirect("/", 303)))


@pages.get("/mot-de-passe")
def forgotten() -> View:
    return render_template("account/forgotten.html", sheet=Sheet())


@pages.post("/mot-de-passe")
def send_forgotten() -> View:
    """The same answer whether the account exists or not."""
    sheet = Sheet.sent(Forgotten)
    if not sheet.wrong:
        try:
            services().accounts.ask_reset(sheet.data["email"])
        except Invalid as invalid:
            sheet.add(invalid)
        except Refusal as refusal:
            sheet.refuse(refusal)
    if sheet.wrong:
        return render_template("account/forgotten.html", sheet=sheet), 422
    session[RESET_FOR] = sheet.data["email"]  # not in the address: those are kept, and passed on
    return redirect("/mot-de-passe/demande", 303)


@pages.get("/mot-de-passe/demande")
def reset_asked() -> View:
    return render_template("account/reset_asked.html", email=session.pop(RESET_FOR, ""))


@pages.get("/mot-de-passe/<token>")
def new_password(token: str) -> View:
    return render_template("account/new_password.html", sheet=Sheet(), token=token)


@pages.post("/mot-de-passe/<token>")
def send_new_password(token: str) -> View:
    sheet = Sheet.sent(NewPassword)
    if not sheet.wrong:
        try:
            services().accounts.complete_reset(token, sheet.data["password"])
        except Invalid as invalid:
            sheet.add(invalid)
        except Refusal as refusal:
            sheet.refuse(refusal, title=None)
            return render_template("account/dead_link.html", sentence=sheet.refusal), 410
    if sheet.wrong:
        return render_template("account/new_password.html", sheet=sheet, token=token), 422
    forget_visitors()
    return redirect("/mot-de-passe/change", 303)


@pages.get("/mot-de-passe/change")
def password_changed() -> View:
    return render_template("account/password_changed.html")


def _render(sheet: Sheet) -> str:
    return render_template("account/sign_in.html", sheet=sheet, sign_in_link=False)
