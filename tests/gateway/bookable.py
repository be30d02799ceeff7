"""What bookings and billing answer about the Martins, once their file is approved."""

from typing import Any

from tests.gateway.recorded import (
    LEO,
    MIA,
    Services,
    complete,
    entry,
    openings,
    planned,
    planning,
    wave,
)

REQUEST = "5eed0000-0000-4000-8000-000000000040"
NEXT_REQUEST = "5eed0000-0000-4000-8000-000000000041"
INVOICE = "5eed0000-0000-4000-8000-000000000050"
PAYMENT = "5eed0000-0000-4000-8000-000000000051"

A_MONDAY = "2026-09-07"
MONDAYS = [A_MONDAY, "2026-09-14"]


def opening_evening(services: Services) -> Services:
    """3 April 2026, 19:04: the maternelle is open, the élémentaire opens tomorrow."""
    approved = complete("APPROVED", approved_at="2026-03-31T10:00:00Z")
    waves = [
        wave("MATERNELLE", "2026-04-03T17:00:00Z", is_open=True),
        wave("ELEMENTAIRE", "2026-04-04T17:00:00Z"),
    ]
    now = {"now": "2026-04-03T17:04:00Z", "waves": waves}
    services.answer("households", "GET", "/household", approved)
    services.answer("bookings", "GET", "/openings", openings() | now)
    services.answer("bookings", "GET", "/eligibility", eligibility())
    services.answer("bookings", "GET", "/facilities", {"facilities": facilities()})
    services.answer("bookings", "GET", "/planning", planning("2026-09"))
    services.answer("bookings", "GET", "/requests", {"requests": []})
    services.answer("bookings", "POST", "/requests", {"request_id": REQUEST})
    services.answer("bookings", "GET", f"/requests/{REQUEST}", draft())
    services.answer("bookings", "GET", f"/requests/{REQUEST}/calendar", calendar())
    services.answer("bookings", "GET", f"/requests/{REQUEST}/days/{A_MONDAY}", day_of())
    services.answer("bookings", "PUT", f"/requests/{REQUEST}/days/{A_MONDAY}", chosen(2))
    services.answer("bookings", "POST", f"/requests/{REQUEST}/submission", receipt())
    services.answer("bookings", "GET", "/week", week())
    services.answer("bookings", "PUT", "/week", chosen(2))
    services.answer("billing", "GET", "/prices", prices())
    return services


def winter_morning(services: Services) -> Services:
    """Thursday 12 November 2026, 8 h 15: single days are asked for and given back."""
    opening_evening(services)
    over = {"now": "2026-11-12T07:15:00Z", "waves": [], "regular_open": False}
    services.answer("bookings", "GET", "/openings", openings() | over)
    services.answer("bookings", "GET", "/eligibility", eligibility("ONE_OFF", leo=None))
    week = planning(
        "2026-11",
        planned("2026-11-11", status="PUBLIC_HOLIDAY") | {"label": "Armistice"},
        planned("2026-11-12", entry(LEO, "LUNCH")),
        planned("2026-11-13", entry(LEO, "LUNCH", cancel_until="2026-11-12T17:00:00Z")),
        planned(
            "2026-11-16",
            entry(LEO, "EVENING", "REFUSED", reason="slot_full", capacity=40, taken=40),
            entry(MIA, "LUNCH", "REQUESTED"),
        ),
    )
    services.answer("bookings", "GET", "/planning", week | {"next": "2026-12"})
    return services


def eligibility(kind: str = "STANDING", leo: str | None = "not_open_yet") -> dict[str, Any]:
    return {
        "kind": kind,
        "children": [
            may_book(LEO, "ELEMENTAIRE", leo, "2026-04-04T17:00:00Z"),
            may_book(MIA, "MATERNELLE", None, "2026-04-03T17:00:00Z"),
        ],
    }


def may_book(child_id: str, level: str, why: str | None, opens_at: str | None) -> dict[str, Any]:
    return {
        "child_id": child_id,
        "school_level": level,
        "can_book": why is None,
        "can_prepare": why in (None, "not_open_yet"),
        "why": why,
        "opens_at": opens_at,
    }


def facilities() -> list[dict[str, Any]]:
    school_days = [0, 1, 3, 4]
    return [
        facility("la-fontaine", "École Jean-de-La-Fontaine", "ELEMENTAIRE", school_days),
        facility("tilleuls", "Maternelle Les Tilleuls", "MATERNELLE", school_days),
    ]


def facility(facility_id: str, name: str, level: str, weekdays: list[int]) -> dict[str, Any]:
    return {
        "facility_id": facility_id,
        "name": name,
        "address": "4 rue des Tilleuls, Strasbourg",
        "levels": [level],
        "slot_types": [
            {"slot_type": name, "weekdays": weekdays, "capacity": 60} | hours(name)
            for name in ("LUNCH", "EVENING")
        ],
    }


def hours(slot_type: str) -> dict[str, str]:
    if slot_type == "LUNCH":
        return {"starts": "11:45", "ends": "13:45"}
    return {"starts": "16:15", "ends": "18:30"}


def prices() -> dict[str, Any]:
    return {
        "quotient": 820,
        "band": "Quotient de 601 à 1 000",
        "prices": {"MORNING": 150, "LUNCH": 380, "EVENING": 280, "WEDNESDAY": 1250},
    }


def line(child_id: str, slot_type: str, state: str = "DRAFT", **more: Any) -> dict[str, Any]:
    dates = more.pop("dates", MONDAYS)
    nothing = dict.fromkeys(
        ("reason", "message", "capacity", "taken", "full_on", "decided_at", "decided_by_name")
    )
    sent = {"can_send": True, "why": None, "opens_at": None} if state == "DRAFT" else {}
    return {
        "line_id": f"{child_id}-{slot_type}-{dates[0]}",
        "child_id": child_id,
        "facility_id": "tilleuls",
        "slot_type": slot_type,
        "weekday": 0,
        "days": len(dates),
        "dates": dates,
        "state": state,
        **nothing,
        **sent,
        **more,
    }


def draft(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "request_id": REQUEST,
        "reference": None,
        "status": "DRAFT",
        "kind": "STANDING",
        "facility_id": "tilleuls",
        "school_year": "2026-2027",
        "seen": 1,
        "received_at": None,
        "rank": None,
        "later": [],
        "next_request_id": None,
        "days_total": sum(each["days"] for each in lines),
        "lines": [*lines],
        "cancellations": [],
        **changes,
    }


def sent(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return draft(*lines, **{"status": "SUBMITTED", **receipt(), **changes})


def receipt() -> dict[str, Any]:
    return {
        "request_id": REQUEST,
        "reference": "D-2026-4127XX",
        "received_at": "2026-04-03T17:06:12Z",
        "rank": 213,
        "later": [],
        "next_request_id": None,
    }


def calendar(*days: dict[str, Any]) -> dict[str, Any]:
    return {
        "request_id": REQUEST,
        "kind": "STANDING",
        "facility_id": "tilleuls",
        "month": "2026-09",
        "previous": None,
        "next": "2026-10",
        "months": ["2026-09", "2026-10"],
        "seen": 1,
        "days": [*days] or [a_day(f"2026-09-{number:02}") for number in (7, 8, 10, 11)],
    }


def a_day(day: str, status: str = "OPEN", **more: Any) -> dict[str, Any]:
    none: dict[str, Any] = {"chosen": [], "cancelled": [], "booked": []}
    return {"day": day, "status": status, "label": "", **none, **more}


def day_of(day: str = A_MONDAY, weekday: int = 0, **changes: Any) -> dict[str, Any]:
    """Monday at Les Tilleuls: open to Mia, and not a place for Léo."""
    return {
        "day": day,
        "status": "OPEN",
        "label": "",
        "weekday": weekday,
        "kind": "STANDING",
        "facility_id": "tilleuls",
        "seen": 1,
        "covers": 33,
        "children": [
            may_book(LEO, "ELEMENTAIRE", "not_open_yet", "2026-04-04T17:00:00Z")
            | {"slots": [slot("LUNCH", locked="level_not_served")]},
            may_book(MIA, "MATERNELLE", None, "2026-04-03T17:00:00Z")
            | {"slots": [slot("LUNCH"), slot("EVENING", covers=30)]},
        ],
        **changes,
    }


def slot(slot_type: str, state: str = "FREE", **more: Any) -> dict[str, Any]:
    return {
        "slot_type": slot_type,
        **hours(slot_type),
        "covers": 33,
        "state": state,
        "ticked": state in ("CHOSEN", "ACCEPTED", "REQUESTED"),
        "locked": None,
        "until": None,
        **more,
    }


WEEK = [f"2026-{day}" for day in ("08-31", "09-01", "09-02", "09-03", "09-04")]


def week(*ticked: tuple[str, str, int], **changes: Any) -> dict[str, Any]:
    """The week of both children, Léo in preparation; `ticked` are child, slot type, weekday."""
    return {
        "request_id": None,
        "seen": 0,
        "kind": "STANDING",
        "school_year": "2026-2027",
        "starts_on": "2026-09-01",
        "ends_on": "2027-07-02",
        "monday": WEEK[0],
        "previous": None,
        "next": None,
        "facilities": {
            "la-fontaine": "École Jean-de-La-Fontaine",
            "tilleuls": "Maternelle Les Tilleuls",
            "la-ruche": "La Ruche",
        },
        "days": [{"day": day, "status": "OPEN", "label": ""} for day in WEEK],
        "children": [
            may_book(LEO, "ELEMENTAIRE", "not_open_yet", "2026-04-04T17:00:00Z")
            | {
                "weeks": "EVERY_WEEK",
                "school_id": "la-fontaine",
                "slots": slots_of_week(LEO, "la-fontaine", ticked),
            },
            may_book(MIA, "MATERNELLE", None, "2026-04-03T17:00:00Z")
            | {
                "weeks": "EVERY_WEEK",
                "school_id": "tilleuls",
                "slots": slots_of_week(MIA, "tilleuls", ticked),
            },
        ],
        **changes,
    }


def slots_of_week(
    child_id: str, facility_id: str, ticked: tuple[tuple[str, str, int], ...]
) -> list[dict[str, Any]]:
    """Lunch on four days, the evening but on Fridays, and Wednesdays at La Ruche."""
    care = [("LUNCH", n) for n in (0, 1, 3, 4)] + [("EVENING", n) for n in (0, 1, 3)]
    return [
        slot_of_week(
            "la-ruche" if name == "WEDNESDAY" else facility_id,
            name,
            weekday,
            state="CHOSEN" if (child_id, name, weekday) in ticked else "FREE",
        )
        for name, weekday in [*care, ("WEDNESDAY", 2)]
    ]


def slot_of_week(facility_id: str, slot_type: str, weekday: int, **changes: Any) -> dict[str, Any]:
    return slot(slot_type, **changes) | {
        "days": {"EVERY_WEEK": 33, "EVEN_WEEKS": 16, "ODD_WEEKS": 17},
        "full_days": 0,
        "places": None,
        "day": WEEK[weekday],
        "weekday": weekday,
        "facility_id": facility_id,
    }


def chosen(seen: int) -> dict[str, Any]:
    return {"request_id": REQUEST, "seen": seen}


def choice(child_id: str, slot_type: str) -> dict[str, str]:
    return {"child_id": child_id, "slot_type": slot_type}


def invoice(state: str = "UNPAID", **changes: Any) -> dict[str, Any]:
    """October of both children, as billing tells it in full."""
    lines = [
        invoice_line(LEO, "Léo", "LUNCH", 9, 380),
        invoice_line(LEO, "Léo", "EVENING", 6, 280),
        invoice_line(MIA, "Mia", "LUNCH", 1, 380),
    ]
    return {
        "invoice_id": INVOICE,
        "number": "2026-00871",
        "household_id": "5eed0000-0000-4000-8000-000000000010",
        "period": "2026-10",
        "issued_on": "2026-11-02",
        "due_on": "2026-11-30",
        "total_cents": sum(each["amount_cents"] for each in lines),
        "state": state,
        "paid_at": "2026-11-12T07:14:00Z" if state == "PAID" else None,
        "payer": {"name": "Camille Martin", "address": ["12 rue des Lilas", "67000 Strasbourg"]},
        "operator": {
            "name": "Grandir Ensemble",
            "legal_name": "Association Grandir Ensemble",
            "siret": "00000000000000",
            "phone": "0388000000",
            "email": "contact@exemple.fr",
            "address": ["1 place de l’Exemple", "67000 Strasbourg"],
        },
        "vat_exemption": "Exonération de TVA",
        "lines": lines,
        "payments": [],
        "credit_notes": [],
        "deducted_cents": 0,
        "left_cents": 0 if state in ("PAID", "CREDITED") else 5480,
        **changes,
    }


def invoice_line(
    child_id: str, given_name: str, slot_type: str, quantity: int, unit_cents: int
) -> dict[str, Any]:
    return {
        "child_id": child_id,
        "given_name": given_name,
        "facility_id": "la-fontaine",
        "facility_name": "École Jean-de-La-Fontaine",
        "slot_type": slot_type,
        "quantity": quantity,
        "days": [],
        "unit_cents": unit_cents,
        "amount_cents": quantity * unit_cents,
        "nature": "MEAL" if slot_type == "LUNCH" else "CARE",
    }


def payment(state: str) -> dict[str, Any]:
    return {
        "payment_id": PAYMENT,
        "invoice_id": INVOICE,
        "amount_cents": 5480,
        "state": state,
    }
