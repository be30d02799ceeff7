"""The desk of the staff member who is signed in: who they are, and the services they can ask."""

from collections.abc import Iterable
from typing import Any

import structlog
from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from services.backoffice.clients.accounts import Accounts, Colleagues
from services.backoffice.clients.billing import Billing
from services.backoffice.clients.bookings import Bookings
from services.backoffice.clients.households import Households
from services.backoffice.clients.lines import Lines, StaffLine, StaffMember
from services.backoffice.clients.notifier import Notifier
from services.backoffice.clients.parked import HEARING, Parked
from services.backoffice.clients.places import Places
from services.backoffice.clients.school_years import SchoolYears
from shared.eventstore import clock
from shared.web.client import NotAllowed, Refusal, Unavailable
from shared.web.language import gettext as _
from shared.web.site import session_token

log = structlog.get_logger()

CLASSES = ("PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2")


def staff_pages(name: str) -> Blueprint:
    """A blueprint that only signed-in staff may open."""
    pages = Blueprint(name, __name__)
    pages.before_request(_only_for_staff)
    return pages


def _only_for_staff() -> Response | None:
    if signed_in() is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.form", suite=wanted))
    return None


def signed_in() -> StaffMember | None:
    """Looked up once a request: a session ended elsewhere is ended here too."""
    if "staff" not in g:
        session = session_token()
        g.staff = accounts().who(session) if session else None
    staff: StaffMember | None = g.staff
    return staff


def staff() -> StaffMember:
    member = signed_in()
    assert member is not None, "only staff pages ask for the staff member"
    return member


def may(role: str) -> bool:
    """The services check it themselves; the pages only spare staff the doors that are closed."""
    return role in staff().roles


def _lines() -> Lines:
    lines: Lines = current_app.extensions["backoffice"]
    return lines


def _line(service: str) -> StaffLine:
    return StaffLine(_lines()[service], staff())


def accounts() -> Accounts:
    return Accounts(_lines()["accounts"])


def households() -> Households:
    return Households(_line("households"))


def bookings() -> Bookings:
    return Bookings(_line("bookings"))


def school_years() -> SchoolYears:
    return SchoolYears(_line("bookings"))


def places() -> Places:
    return Places(_line("bookings"))


def billing() -> Billing:
    return Billing(_line("billing"))


def notifier() -> Notifier:
    return Notifier(_line("notifier"))


def parked() -> Parked:
    return Parked({service: _line(service) for service in HEARING})


class Names:
    """Names for ids, asked of households in one question a page.

    Someone erased, or not known yet, keeps a place in the page: it says so instead of a name.
    """

    def __init__(self, known: dict[str, dict[str, dict[str, Any]]]) -> None:
        self._known = known

    def family(self, household_id: str) -> str:
        known = self._known["households"].get(household_id)
        return str(known["name"]) if known else _("Famille sans nom")

    def child(self, child_id: str) -> str:
        known = self._known["children"].get(child_id)
        return f"{known['given_name']} {known['family_name']}" if known else _("Enfant sans nom")

    def given(self, child_id: str) -> str:
        known = self._known["children"].get(child_id)
        return str(known["given_name"]) if known else _("Enfant sans nom")

    def school(self, child_id: str) -> str:
        """MS · Les Tilleuls"""
        known = self._known["children"].get(child_id, {})
        parts = (known.get("class_name"), known.get("school_name"))
        return " · ".join(part for part in parts if part)

    def class_of(self, child_id: str) -> str:
        """MS; empty when it is not known."""
        return str(self._known["children"].get(child_id, {}).get("class_name") or "")

    def family_of(self, child_id: str) -> str | None:
        """The household of a child."""
        known = self._known["children"].get(child_id)
        return str(known["household_id"]) if known else None

    def alphabetical(self, child_ids: Iterable[str]) -> list[str]:
        """Class by class, then as in a school register: by family name."""
        return sorted(child_ids, key=self._in_register)

    def _in_register(self, child_id: str) -> tuple[int, str, str]:
        known = self._known["children"].get(child_id)
        if known is None:
            return len(CLASSES), "", child_id
        its_class = known.get("class_name")
        place = CLASSES.index(its_class) if its_class in CLASSES else len(CLASSES)
        return place, known["family_name"].casefold(), known["given_name"].casefold()

    def account(self, account_id: str) -> str:
        known = self._known["accounts"].get(account_id)
        return str(known["given_name"]) if known else _("Compte sans nom")

    def recipient(self, household_id: str | None, account_id: str | None) -> str:
        """Whom a mail went to: the family once it told its name, else the account."""
        if household_id in self._known["households"]:
            return self.family(household_id)
        return self.account(account_id or "")

    def household_of(self, account_id: str) -> str | None:
        known = self._known["accounts"].get(account_id)
        return str(known["household_id"]) if known and known.get("household_id") else None


def names(
    *,
    families: Iterable[str] = (),
    children: Iterable[str] = (),
    accounts: Iterable[str] = (),
) -> Names:
    """A page without names still serves: when households is down it says « sans nom »."""
    try:
        return Names(households().names(families, children, accounts))
    except Unavailable:
        log.warning("names could not be asked")
        return Names({"households": {}, "children": {}, "accounts": {}})


class Actors:
    """Who did a thing, by the `actor` that its history kept."""

    def __init__(self, known: dict[str, str]) -> None:
        self._known = known

    def name(self, actor: str) -> str:
        kind, _colon, account_id = actor.partition(":")
        if kind == "operator":
            return _("l’installation du portail")
        if kind != "staff":
            return _("le portail")
        if account_id == str(staff().account_id):
            return _("vous")
        return self._known.get(account_id) or _("l’équipe")


def actors(found: Iterable[str]) -> Actors:
    """Their names are asked in one question a page; it serves without them too."""
    asked = {it.partition(":")[2] for it in found if it.startswith("staff:")}
    asked -= {str(staff().account_id)}
    try:
        return Actors(Colleagues(_line("accounts")).names(sorted(asked)) if asked else {})
    except Unavailable:
        log.warning("names of staff could not be asked")
        return Actors({})


def waiting_files() -> dict[str, Any]:
    """The first page of files to verify; asked once a request, the menu counts them too."""
    if "waiting_files" not in g:
        g.waiting_files = households().files("SUBMITTED")
    waiting: dict[str, Any] = g.waiting_files
    return waiting


def waiting_requests() -> dict[str, Any]:
    """Every request to decide; asked once a request, the menu counts them too."""
    if "waiting_requests" not in g:
        g.waiting_requests = bookings().to_decide()
    waiting: dict[str, Any] = g.waiting_requests
    return waiting


def months() -> list[dict[str, Any]]:
    """Months to invoice, oldest first; asked once a request, the menu counts them too."""
    if "months" not in g:
        g.months = billing().months()
    listed: list[dict[str, Any]] = g.months
    return listed


def counts() -> dict[str, int]:
    """What waits behind each role, for the menu; no page falls because a service is down."""
    if "counts" not in g:
        g.counts = {}
        for role, count in (("files", _files), ("bookings", _requests), ("billing", _invoices)):
            try:
                if may(role):
                    g.counts[role] = count()
            except (NotAllowed, Refusal, Unavailable):
                log.warning("nothing to count", role=role)
    counted: dict[str, int] = g.counts
    return counted


def _files() -> int:
    return int(waiting_files()["counts"]["SUBMITTED"])


def _requests() -> int:
    return int(waiting_requests()["pending"])


def _invoices() -> int:
    """Families of past months without their invoice."""
    this_month = clock.today().isoformat()[:7]
    return sum(
        max(month["households"] - month["invoiced"], 0)
        for month in months()
        if month["period"] < this_month
    )
