"""Finding a family, and its sheet: file, requests, invoices, mails."""

from typing import Any
from uuid import UUID

from flask import render_template, request

from services.backoffice.web import desk

pages = desk.staff_pages("families")


@pages.get("/familles")
def search() -> str:
    wanted = request.args.get("q", "").strip()
    found = desk.households().search(wanted) if wanted else []
    return render_template("families.html", wanted=wanted, found=found)


@pages.get("/familles/<uuid:household_id>")
def show(household_id: UUID) -> str:
    file = desk.households().file(household_id)
    account = file.get("account_id")
    return render_template(
        "family.html",
        file=file,
        requests=desk.bookings().requests_of(household_id) if desk.may("bookings") else [],
        invoices=desk.billing().invoices_of(household_id) if desk.may("billing") else [],
        credit=desk.billing().credit_of(household_id) if desk.may("billing") else None,
        mails=desk.notifier().mails(UUID(account))["mails"] if account else [],
        contact=_contact(file["sections"]),
        names=desk.names(
            families=[str(household_id)],
            children=[child["child_id"] for child in file["children"]],
        ),
    )


def _contact(sections: dict[str, Any]) -> dict[str, Any]:
    """How to reach the family: what one looks for first on its sheet."""
    wanted = {
        "me": ("given_name", "family_name", "mobile"),
        "address": ("line1", "line2", "postcode", "town"),
    }
    return {
        name: values[name]
        for section, names in wanted.items()
        for values in [sections[section]["values"]]
        for name in names
        if values.get(name)
    }
