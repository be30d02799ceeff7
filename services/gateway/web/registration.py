"""Creating an account in four parts, each saved at « Suivant »; and confirming the address."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.gateway.web import errors, sections, unsent
from services.gateway.web.families import my_family
from services.gateway.web.forms import Form, Sheet, email, password, postcode, said, text
from services.gateway.web.language import language, lazy_gettext
from services.gateway.web.saving import save_part, sheet_of
from services.gateway.web.services import services
from services.gateway.web.visitors import family, signed_in_page, visitor
from shared.eventstore import clock
from shared.web.client import Invalid, Refusal, Unavailable
from shared.web.site import sign_in

pages = Blueprint("registration", __name__)

View = str | Response | tuple[str, int]

STEPS = (
    lazy_gettext("Coordonnées"),
    lazy_gettext("Informations personnelles"),
    lazy_gettext("Informations professionnelles"),
    lazy_gettext("Informations complémentaires"),
)
# Parts 2 to 4: the end of their address, and the part of the file they fill.
PARTS = {
    "personnelles": (2, sections.ME),
    "professionnelles": (3, sections.WORK),
    "complementaires": (4, sections.COMPLEMENTARY),
}


class FirstPart(Form):
    """Coordonnées: what makes the account, and the address."""

    email = email()
    password = password()
    line1 = text()
    line2 = text(required=False)
    postcode = postcode()
    town = text()


@pages.get("/inscription")
def first_part() -> View:
    if visitor() is None:
        return _render_first(Sheet())
    return _render_first(sheet_of(sections.ADDRESS, my_family().section("address")))


@pages.post("/inscription")
def send_first_part() -> View:
    """Makes the account once, however often the button is pressed: its id is in the form."""
    if visitor() is not None:
        sheet = Sheet.sent(sections.Address)
        if not sheet.wrong and save_part(sections.ADDRESS, sheet):
            return redirect("/inscription/personnelles", 303)
        return _render_first(sheet), 422
    sheet = Sheet.sent(FirstPart)
    if sheet.wrong:
        return _render_first(sheet), 422
    try:
        session = services().accounts.register(
            _account_id(), sheet.data["email"], sheet.data["password"], language()
        )
    except Invalid as invalid:
        return _render_first(sheet.add(invalid)), 422
    except Refusal as refusal:
        return _refused_first(sheet, refusal)
    return sign_in(make_response(_save_first_address(session, sheet)), session)


@pages.get("/inscription/<any(personnelles, professionnelles, complementaires):slug>")
@signed_in_page
def part(slug: str) -> View:
    _number, filled = PARTS[slug]
    if typed := unsent.typed_in(filled):
        return _render_part(slug, Sheet(typed))
    return _render_part(slug, sheet_of(filled, my_family().section(filled.name)))


@pages.post("/inscription/<any(personnelles, professionnelles, complementaires):slug>")
@signed_in_page
def send_part(slug: str) -> View:
    """« Suivant » wants a good part; the ways out, « Précédent » first, lose nothing either."""
    number, filled = PARTS[slug]
    sheet = Sheet.sent(filled.form)
    unsent.keep(filled, sheet)
    if saved := not sheet.wrong and save_part(filled, sheet):
        unsent.forget(filled)
    if leaving := request.form.get("vers"):
        later = "/inscription/plus-tard"
        return redirect(later if leaving == "plus-tard" else _before(number), 303)
    return redirect(_after(number), 303) if saved else (_render_part(slug, sheet), 422)


@pages.get("/inscription/plus-tard")
@signed_in_page
def later() -> View:
    return render_template("registration/later.html", parts=progress(), on=way_on())


@pages.get("/confirmez")
@signed_in_page
def to_confirm() -> View:
    if family().confirmed:
        return redirect("/accueil")
    return _render_to_confirm(Sheet(), sent="envoye" in request.args)


@pages.post("/confirmez/renvoyer")
@signed_in_page
def send_link_again() -> View:
    try:
        services().accounts.ask_confirmation(family().account_id)
    except Refusal as refusal:
        if refusal.code == "already_confirmed":
            return redirect("/accueil", 303)
        return _render_to_confirm(Sheet().refuse(refusal), sent=False), 409
    return redirect("/confirmez?envoye", 303)


@pages.get("/confirmation/<token>")
def confirmation(token: str) -> View:
    """Does nothing by itself: mail scanners follow links, only people press buttons."""
    return render_template("registration/confirm.html", token=token)


@pages.post("/confirmation/<token>")
def confirm(token: str) -> View:
    try:
        services().accounts.confirm(token)
    except Invalid:
        return _dead_link("link_unknown", {})
    except Refusal as refusal:
        return _dead_link(refusal.code, refusal.facts)
    return redirect("/confirmation", 303)


@pages.get("/confirmation")
def confirmed() -> View:
    """Asked for after the button: an address confirmed on another device is confirmed here too."""
    known = visitor()
    return render_template(
        "registration/confirmed.html", on=way_on() if known and known.confirmed else None
    )


def progress() -> list[dict[str, Any]]:
    """The four parts, and which are already saved."""
    told = my_family()
    names = (sections.ADDRESS, *(part for _number, part in PARTS.values()))
    addresses = ("/inscription", *(f"/inscription/{slug}" for slug in PARTS))
    return [
        {"title": title, "href": href, "filled": told.section(part.name)["filled"]}
        for title, href, part in zip(STEPS, addresses, names, strict=True)
    ]


def way_on() -> str:
    """The first part that is not filled yet; then the file."""
    return next((part["href"] for part in progress() if not part["filled"]), "/dossier")


def _after(number: int) -> str:
    following = {number: slug for slug, (number, _part) in PARTS.items()}
    if number + 1 in following:
        return f"/inscription/{following[number + 1]}"
    return "/dossier" if family().confirmed else "/confirmez"


def _before(number: int) -> str:
    earlier = {number: slug for slug, (number, _part) in PARTS.items()}.get(number - 1)
    return f"/inscription/{earlier}" if earlier else "/inscription"


def _account_id() -> UUID:
    try:
        return UUID(request.form.get("account_id", ""))
    except ValueError:
        return clock.new_id()


def _save_first_address(session: str, sheet: Sheet) -> View:
    """The account is made: whatever becomes of the address, its owner is signed in."""
    account_id = UUID(services().accounts.look_up(session)["account_id"])
    data = {name: sheet.data.get(name) for name in sections.Address().fields}
    try:
        seen = services().households.household(account_id)["version"]
        services().households.save_section(account_id, "address", data, seen)
    except Invalid:
        return redirect("/inscription", 303)
    except Unavailable as down:
        return errors.service_down(down)
    return redirect("/inscription/personnelles", 303)


def _refused_first(sheet: Sheet, refusal: Refusal) -> View:
    if refusal.code == "email_taken":
        sheet.add_error("email", "email_taken")
    else:
        sheet.refuse(refusal)
    return _render_first(sheet), 409


def _render_first(sheet: Sheet) -> str:
    return render_template(
        "registration/first.html",
        sheet=sheet,
        steps=STEPS,
        account_id=_account_id(),
        email_taken="email" in sheet.errors and sheet.values.get("email"),
    )


def _render_part(slug: str, sheet: Sheet) -> str:
    number, filled = PARTS[slug]
    return render_template(
        "registration/part.html",
        sheet=sheet,
        steps=STEPS,
        number=number,
        part=filled,
        saved=[str(n) for n, each in enumerate(progress(), 1) if each["filled"]],
    )


def _render_to_confirm(sheet: Sheet, sent: bool) -> str:
    return render_template(
        "registration/to_confirm.html", sheet=sheet, sent=sent, parts=progress(), on=way_on()
    )


def _dead_link(code: str, facts: dict[str, Any]) -> tuple[str, int]:
    sentence = said(Refusal(code, facts))
    return render_template("registration/dead_link.html", sentence=sentence), 410
