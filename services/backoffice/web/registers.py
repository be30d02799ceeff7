"""The lists of a day: who is expected, and which meals to order; as a page, CSV and PDF."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, render_template
from werkzeug.routing import BaseConverter, ValidationError

from services.backoffice.documents.day_lists import Column, Sheet, day_list_pdf
from services.backoffice.web import desk, words
from services.backoffice.web.days import why_closed
from services.backoffice.web.formats import clock_time, full_day, upper_first
from shared.eventstore import clock
from shared.web.client import NotThere
from shared.web.language import gettext as _
from shared.web.language import ngettext


class DayConverter(BaseConverter):
    """A day in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: date) -> str:
        return value.isoformat()


pages = desk.staff_pages("registers")
pages.record_once(lambda state: state.app.url_map.converters.update(day=DayConverter))


@dataclass(frozen=True)
class Expected:
    """A child on a list; `household_id` is None when nobody knows the child any more."""

    name: str
    class_name: str
    household_id: str | None
    diet: str


@dataclass(frozen=True)
class Meals:
    """What one kitchen cooks for a facility: how many of each diet, and for whom it is another."""

    facility_id: str
    name: str
    counts: tuple[tuple[str, int], ...]
    special: tuple[Expected, ...]

    @property
    def total(self) -> int:
        return sum(count for _diet, count in self.counts)


# The register of a facility


@pages.get("/jours/<day:day>/<facility_id>")
def register(day: date, facility_id: str) -> str:
    facility = _facility(day, facility_id)
    return render_template(
        "register.html",
        day=day,
        facility=facility,
        slots=_slots(facility),
        absent=_absent(facility),
        meals=MEALS,
        why=why_closed({"facilities": [facility]}),
        today=clock.today(),
    )


@pages.get("/jours/<day:day>/<facility_id>/liste.csv")
def register_csv(day: date, facility_id: str) -> Response:
    facility = _facility(day, facility_id)
    absent = _absent(facility)
    rows = [
        (words.slot_type(slot["slot_type"]), child.class_name, child.name, child.diet, said)
        for slot, children in _slots(facility)
        for listed, said in ((children, ""), (absent[slot["slot_type"]], _("Absence signalée")))
        for child in listed
    ]
    header = (_("Accueil"), _("Classe"), _("Enfant"), _("Repas"), _("Absence"))
    return _csv(header, rows, f"liste-{facility_id}-{day}.csv")


@pages.get("/jours/<day:day>/<facility_id>/liste.pdf")
def register_pdf(day: date, facility_id: str) -> Response:
    facility = _facility(day, facility_id)
    absent = _absent(facility)
    sheets = [
        Sheet(
            title=words.slot_type(slot["slot_type"]),
            subtitle=_(
                "de %(starts)s à %(ends)s · %(count)s",
                starts=clock_time(slot["starts"]),
                ends=clock_time(slot["ends"]),
                count=children_in_words(len(children)),
            ),
            columns=(
                Column(_("Enfant"), wide=True),
                Column(_("Classe")),
                Column(_("Repas")),
                Column(_("Arrivée")),
                Column(_("Départ")),
            ),
            rows=(
                *((child.name, child.class_name, child.diet, "", "") for child in children),
                *(
                    (child.name, child.class_name, "", _("Absence"), "")
                    for child in absent[slot["slot_type"]]
                ),
            ),
        )
        for slot, children in _slots(facility)
    ]
    title = _("Feuille d’appel, %(facility)s", facility=facility["name"])
    return _pdf(title, day, sheets, f"liste-{facility_id}-{day}.pdf")


# The meals


@pages.get("/jours/<day:day>/repas")
def meals(day: date) -> str:
    answer = desk.bookings().register(day)
    return render_template(
        "meals.html", day=day, kitchens=_meals(answer), why=why_closed(answer), today=clock.today()
    )


@pages.get("/jours/<day:day>/repas.csv")
def meals_csv(day: date) -> Response:
    rows = [
        (kitchen.name, words.diet(diet), str(count))
        for kitchen in _meals(desk.bookings().register(day))
        for diet, count in kitchen.counts
    ]
    header = (_("Établissement"), _("Repas"), _("Nombre"))
    return _csv(header, rows, f"repas-{day}.csv")


@pages.get("/jours/<day:day>/repas.pdf")
def meals_pdf(day: date) -> Response:
    sheets = [
        Sheet(
            title=kitchen.name,
            subtitle=ngettext("%(num)d repas", "%(num)d repas", kitchen.total),
            columns=(Column(_("Repas"), wide=True), Column(_("Nombre"))),
            rows=tuple((words.diet(diet), str(count)) for diet, count in kitchen.counts),
        )
        for kitchen in _meals(desk.bookings().register(day))
    ]
    return _pdf(_("Repas à commander"), day, sheets, f"repas-{day}.pdf")


def children_in_words(count: int) -> str:
    return ngettext("%(num)d enfant", "%(num)d enfants", count)


# What the lists are made of


def _facility(day: date, facility_id: str) -> dict[str, Any]:
    """Raises NotThere."""
    for facility in desk.bookings().register(day)["facilities"]:
        if facility["facility_id"] == facility_id:
            found: dict[str, Any] = facility
            return found
    raise NotThere(facility_id)


def _slots(facility: Mapping[str, Any]) -> list[tuple[dict[str, Any], list[Expected]]]:
    slots = sorted(facility["slots"], key=lambda it: words.SLOT_TYPES.index(it["slot_type"]))
    eaters = {child for slot in slots if slot["slot_type"] in MEALS for child in slot["children"]}
    names = desk.names(children={child for slot in slots for child in slot["children"]})
    diets = desk.households().diets(eaters) if eaters else {}
    return [
        (slot, _expected(slot["children"], names, diets if slot["slot_type"] in MEALS else {}))
        for slot in slots
    ]


def _absent(facility: Mapping[str, Any]) -> dict[str, list[Expected]]:
    """By slot type, those who were said not to come: nothing is cooked for them."""
    gone = {slot["slot_type"]: slot.get("absent", []) for slot in facility["slots"]}
    everybody = {child for children in gone.values() for child in children}
    names = desk.names(children=everybody)
    return {slot_type: _expected(children, names, {}) for slot_type, children in gone.items()}


MEALS = ("LUNCH", "WEDNESDAY")


def _expected(
    children: Iterable[str], names: desk.Names, diets: Mapping[str, str]
) -> list[Expected]:
    return [
        Expected(
            name=names.child(child_id),
            class_name=names.class_of(child_id),
            household_id=names.family_of(child_id),
            diet=words.diet(diets[child_id]) if child_id in diets else "",
        )
        for child_id in names.alphabetical(children)
    ]


def _meals(answer: Mapping[str, Any]) -> list[Meals]:
    """Facilities where somebody eats. Who told no diet eats as everybody does."""
    eaters = {
        facility["facility_id"]: {
            child
            for slot in facility["slots"]
            if slot["slot_type"] in MEALS
            for child in slot["children"]
        }
        for facility in answer["facilities"]
    }
    everybody = {child for children in eaters.values() for child in children}
    diets = desk.households().diets(everybody) if everybody else {}
    special = {child for child in everybody if diets.get(child, "STANDARD") != "STANDARD"}
    names = desk.names(children=special)
    return [
        Meals(
            facility_id=facility["facility_id"],
            name=facility["name"],
            counts=_counts(diets.get(child, "STANDARD") for child in children),
            special=tuple(_expected(children & special, names, diets)),
        )
        for facility in answer["facilities"]
        if (children := eaters[facility["facility_id"]])
    ]


def _counts(diets: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(diets)
    return tuple((diet, counted[diet]) for diet in words.DIETS if counted[diet])


# As files


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]], filename: str) -> Response:
    """With a semicolon and a byte order mark: a French spreadsheet opens it with a double click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return _file(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", filename)


def _harmless(cell: str) -> str:
    """A spreadsheet takes a text that begins like this for a formula, and runs it."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _pdf(title: str, day: date, sheets: Sequence[Sheet], filename: str) -> Response:
    made = day_list_pdf(title=title, day=upper_first(full_day(day)), sheets=sheets, at=clock.now())
    return _file(made, "application/pdf", filename)


def _file(content: bytes, content_type: str, filename: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "no-store"
    return response
