"""The services as the back office sees them: recorded answers, and what it asked.

It stands in at the one boundary of this site, the line to a service. What the real services answer
is seen in tests/journeys.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from shared.web.client import NotThere, ServiceClient
from shared.web.settings import Settings

NADIA = "5eed0000-0000-4000-8000-000000000001"
MARTIN = "5eed0000-0000-4000-8000-000000000010"
PETIT = "5eed0000-0000-4000-8000-000000000011"
KLEIN = "5eed0000-0000-4000-8000-000000000012"
LEO = "5eed0000-0000-4000-8000-000000000020"
MIA = "5eed0000-0000-4000-8000-000000000021"
NOE = "5eed0000-0000-4000-8000-000000000022"
SACHA = "5eed0000-0000-4000-8000-000000000023"
INSURANCE = "5eed0000-0000-4000-8000-000000000030"
ADDRESS = "5eed0000-0000-4000-8000-000000000031"
ABSENCE = "5eed0000-0000-4000-8000-000000000032"
CERTIFICATE = "5eed0000-0000-4000-8000-000000000033"
MIAS_INSURANCE = "5eed0000-0000-4000-8000-000000000032"
OF_MARTIN = "5eed0000-0000-4000-8000-000000000040"
OF_PETIT = "5eed0000-0000-4000-8000-000000000041"
OF_KLEIN = "5eed0000-0000-4000-8000-000000000042"
INVOICE = "5eed0000-0000-4000-8000-000000000050"
CAMILLE = "5eed0000-0000-4000-8000-000000000060"
PARKED = "5eed0000-0000-4000-8000-000000000070"
ROLES = ("files", "bookings", "billing", "operations")

Answer = Any | Exception | Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Call:
    service: str
    method: str
    path: str
    asked: dict[str, Any]

    @property
    def json(self) -> Any:
        return self.asked.get("json")


@dataclass
class Downloaded:
    content: bytes
    headers: dict[str, str]


@dataclass
class Services:
    """`services.answer("households", "GET", "/files", {…})`; an exception is raised instead."""

    answers: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def answer(self, service: str, method: str, path: str, answer: Answer) -> None:
        self.answers[service, method, path] = answer

    def connect(self, settings: Settings, service: str) -> ServiceClient:
        return Line(settings, service, self)

    def asked(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if (call.method, call.path) == (method, path)]


class Line(ServiceClient):
    def __init__(self, settings: Settings, service: str, services: Services) -> None:
        super().__init__(settings, service)
        self._name = service
        self._services = services

    def _call(self, method: str, path: str, **asked: Any) -> Any:
        self._services.calls.append(Call(self._name, method, path, asked))
        try:
            answer = self._services.answers[self._name, method, path]
        except KeyError:
            raise NotThere(f"{self._name} has no answer to {method} {path}") from None
        if isinstance(answer, Exception):
            raise answer
        return answer(asked) if callable(answer) else answer


def working_day() -> Services:
    """A morning with files to verify, requests to decide and a month to invoice."""
    services = Services()
    answer: Answer
    for method, path, answer in (
        ("POST", "/sessions", {"session": "opaque", "account_id": NADIA}),
        (
            "POST",
            "/sessions/lookup",
            session_of_nadia(*ROLES),
        ),
        ("POST", "/sessions/end", None),
    ):
        services.answer("accounts", method, path, answer)
    for method, path, answer in (
        ("GET", "/files", files),
        ("GET", f"/files/{MARTIN}", file_of_the_martins()),
        ("GET", f"/files/{MARTIN}/children/{LEO}/health", health_of_leo()),
        ("GET", f"/files/{MARTIN}/documents/{INSURANCE}/content", photo()),
        ("GET", f"/files/{MARTIN}/documents/{MIAS_INSURANCE}/content", photo()),
        ("GET", f"/files/{MARTIN}/documents/{ADDRESS}/content", pdf()),
        ("POST", f"/files/{MARTIN}/documents/{INSURANCE}/verification", {"status": "SUBMITTED"}),
        ("POST", f"/files/{MARTIN}/approval", {"status": "APPROVED"}),
        ("POST", f"/files/{MARTIN}/return", {"status": "RETURNED"}),
        ("GET", "/search", {"families": [files({"params": {}})["files"][0]]}),
        ("POST", "/names", names),
        ("POST", "/diets", {"diets": {LEO: "NO_PORK", NOE: "STANDARD"}}),
    ):
        services.answer("households", method, path, answer)
    for method, path, answer in (
        ("GET", "/decisions", {"pending": 3, "requests": requests()}),
        ("GET", "/occupancy", {"facilities": week()}),
        ("GET", f"/requests/{OF_MARTIN}", request_of_the_martins()),
        ("GET", "/requests", {"requests": [request_of_the_martins()]}),
        ("POST", "/decisions", {"accepted": 4, "refused": 1, "left": []}),
    ):
        services.answer("bookings", method, path, answer)
    for method, path, answer in (
        ("GET", "/months", months()),
        ("GET", "/months/2026-10", october()),
        ("POST", "/months/2026-10/invoices", {"issued": 2, "total_cents": 21880, "left": []}),
        ("GET", f"/invoices/{INVOICE}", invoice()),
        ("GET", f"/invoices/{INVOICE}/pdf", pdf()),
        ("GET", "/credit", {"left_cents": 0, "movements": []}),
        ("GET", "/invoices", {"invoices": [invoice()]}),
    ):
        services.answer("billing", method, path, answer)
    for ahead in range(7):
        day = f"2026-11-{12 + ahead}"
        services.answer("bookings", "GET", f"/occupancy/{day}", occupancy_of(day))
        services.answer("bookings", "GET", f"/registers/{day}", register_of(day))
        services.answer("bookings", "GET", f"/occupancy/weeks/{day}", days_of_week())
    services.answer("bookings", "GET", "/certificates", {"absences": certificates()})
    of_martin = f"/households/{MARTIN}/absences"
    services.answer("bookings", "GET", of_martin, {"absences": certificates()})
    years = {"school_years": [{"id": "2026-2027"}], "current": "2026-2027"}
    services.answer("bookings", "GET", "/school-years", years)
    services.answer("bookings", "GET", "/school-years/2026-2027/calendar", school_year())
    services.answer("notifier", "GET", "/mails", {"mails": mails(), "page": 1, "more": False})
    for service in ("households", "bookings", "billing", "notifier", "integrations"):
        services.answer(service, "GET", "/parked", {"count": 0, "messages": []})
    services.answer("billing", "GET", f"/parked/{PARKED}", parked())
    return services


def certificates() -> list[dict[str, Any]]:
    return [
        {
            "absence_id": ABSENCE,
            "household_id": MARTIN,
            "child_id": LEO,
            "day": "2026-11-10",
            "slots": [{"facility_id": "tilleuls", "slot_type": "LUNCH"}],
            "status": "CERTIFICATE_SENT",
            "declared_at": "2026-11-10T06:50:00Z",
            "certificate_until": "2026-11-17T23:00:00Z",
            "document_id": CERTIFICATE,
            "content_type": "application/pdf",
            "sent_at": "2026-11-11T18:02:00Z",
            "reason": None,
            "told_by": "PHONE",
            "declared_by": CAMILLE,
        }
    ]


def school_year(**changes: Any) -> dict[str, Any]:
    """November, with a strike to come."""
    strike = {
        "name": "Grève nationale",
        "first": "2026-11-20",
        "last": "2026-11-20",
        "facility_id": None,
        "kind": "STRIKE",
    }
    return {
        "school_year": "2026-2027",
        "starts_on": "2026-09-01",
        "ends_on": "2027-07-02",
        "today": "2026-11-12",
        "facilities": {"tilleuls": "Maternelle Les Tilleuls"},
        "closures": [strike],
        "regular_cutoff_at": "2026-12-17T22:59:00Z",
        "seen": 4,
        "extra": [],
        "changes": [],
        "holidays": [{"name": "Noël", "first": "2026-12-19", "last": "2027-01-03"}],
        "public_holidays": [{"name": "Vendredi saint", "day": "2027-03-26"}],
        "months": [{"month": "2026-11", "days": [{"day": "2026-11-02", "status": "OPEN"}]}],
        **changes,
    }


def parked(attempts: int = 3) -> dict[str, Any]:
    """A quotient that billing could not hear."""
    return {
        "id": PARKED,
        "source": "households",
        "stream": f"household-{MARTIN}",
        "type": "households.family_quotient_recorded",
        "error": "OperationalError: no such table: quotients",
        "attempts": attempts,
        "parked_at": "2026-11-12T06:45:00+00:00",
        "message": json.dumps({"id": PARKED, "data": {"quotient": 700}}),
    }


def session_of_nadia(*roles: str) -> dict[str, Any]:
    return {
        "account_id": NADIA,
        "kind": "STAFF",
        "confirmed": True,
        "email": "nadia@exemple.fr",
        "name": "Nadia Keller",
        "language": "fr",
        "roles": list(roles),
        "facilities": [],
    }


def files(asked: dict[str, Any]) -> dict[str, Any]:
    status = asked["params"].get("status", "SUBMITTED")
    queue = [
        {
            "household_id": MARTIN,
            "name": "Famille Martin",
            "status": "SUBMITTED",
            "submitted_at": "2026-11-10T18:12:00Z",
            "children": ["Léo", "Mia"],
            "pending_documents": 3,
        },
        {
            "household_id": PETIT,
            "name": "Famille Petit",
            "status": "SUBMITTED",
            "submitted_at": "2026-11-11T07:40:00Z",
            "children": ["Noé"],
            "pending_documents": 0,
        },
    ]
    return {
        "counts": {"DRAFT": 4, "SUBMITTED": 2, "APPROVED": 0, "RETURNED": 1},
        "page": 1,
        "pages": 1,
        "files": queue if status == "SUBMITTED" else [],
    }


def document(document_id: str, **more: Any) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "requirement": "school_insurance",
        "label": "Assurance scolaire",
        "help": None,
        "child_id": None,
        "status": "PENDING",
        "reason": None,
        "message": None,
        "uploaded_at": "2026-11-09T17:02:00Z",
        "filename": "attestation.jpg",
        "content_type": "image/png",
        "size": 48000,
    } | more


def section(**values: Any) -> dict[str, Any]:
    return {"filled": True, "missing": [], "values": values}


def file_of_the_martins(**changes: Any) -> dict[str, Any]:
    return {
        "household_id": MARTIN,
        "account_id": CAMILLE,
        "version": 14,
        "status": "SUBMITTED",
        "submitted_at": "2026-11-10T18:12:00Z",
        "approved_at": None,
        "returned": None,
        "sections": {
            "me": section(
                given_name="Camille",
                family_name="Martin",
                relationship="MOTHER",
                mobile="+33612345610",
                sms=False,
            ),
            "work": section(situation="EMPLOYED", employer=None, work_phone=None),
            "other_guardian": section(alone=True, given_name=None),
            "address": section(
                line1="12 rue des Lilas", line2=None, postcode="67000", town="Strasbourg"
            ),
            "complementary": section(quotient_choice="DECLARED", quotient=820, caf_number=None),
        },
        "children": [child(LEO, "Léo", "2019-05-14", "CE1"), child(MIA, "Mia", "2022-02-03", "MS")],
        "documents": [
            document(
                ADDRESS,
                requirement="proof_of_address",
                label="Justificatif de domicile",
                filename="facture.pdf",
                content_type="application/pdf",
            ),
            document(INSURANCE, child_id=LEO),
            document(MIAS_INSURANCE, child_id=MIA),
        ],
        "todo": [],
        "progress": {"done": 12, "total": 12},
        "history": [
            {
                "at": "2026-11-10T18:12:00Z",
                "actor": f"account:{CAMILLE}",
                "what": "submitted",
                "detail": {"submission": 1},
            },
            {
                "at": "2026-11-09T17:02:00Z",
                "actor": f"account:{CAMILLE}",
                "what": "document_uploaded",
                "detail": {
                    "requirement": "school_insurance",
                    "label": "Assurance scolaire",
                    "child": "Léo",
                    "filename": "attestation.jpg",
                },
            },
            {
                "at": "2026-11-08T09:41:00Z",
                "actor": f"staff:{NADIA}",
                "what": "document_rejected",
                "detail": {
                    "label": "Assurance scolaire",
                    "child": "Léo",
                    "reason": "UNREADABLE",
                    "message": "La photo est floue.",
                    "by": "Nadia Keller",
                },
            },
        ],
    } | changes


def child(child_id: str, given_name: str, birth_date: str, class_name: str) -> dict[str, Any]:
    return {
        "child_id": child_id,
        "sections": {
            "identity": section(
                given_name=given_name,
                family_name="Martin",
                birth_date=birth_date,
                school_id="la-fontaine",
                school_name="École Jean-de-La-Fontaine",
                class_name=class_name,
                school_level="ELEMENTAIRE",
            ),
            "health": {"filled": True, "missing": [], "values": {"hidden": True}},
            "contacts": section(
                emergency_name="Alex Martin",
                emergency_phone="+33612345710",
                pickups=[{"name": "Jeanne Roux", "phone": "+33612345799"}],
            ),
            "consents": section(outings="YES", photos="NO"),
        },
        "other_home": {"state": "NONE", "first": None, "household_id": None},
        "health_reads": [],
    }


def health_of_leo() -> dict[str, Any]:
    return {
        "child_id": LEO,
        **section(
            diet="NO_PORK",
            doctor_name="Dr Weiss",
            doctor_phone="+33388000000",
            care_plan=False,
            care_notes=None,
        ),
    }


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff"
    "ff7f0009fb03fd054346450000000049454e44ae426082"
)


def photo() -> Downloaded:
    return Downloaded(PIXEL, {"Content-Type": "image/png"})


def pdf() -> Downloaded:
    return Downloaded(
        b"%PDF-1.4\n%%EOF\n",
        {
            "Content-Type": "application/pdf",
            "Content-Disposition": "inline; filename=facture-2026-00012.pdf",
        },
    )


def names(asked: dict[str, Any]) -> dict[str, Any]:
    families = {MARTIN: "Martin", PETIT: "Petit", KLEIN: "Klein"}
    children = {LEO: ("Léo", "Martin"), MIA: ("Mia", "Martin"), NOE: ("Noé", "Petit")}
    wanted = asked["json"]
    return {
        "households": {
            it: {"name": f"Famille {families[it]}", "given_name": "", "family_name": families[it]}
            for it in wanted["households"]
            if it in families
        },
        "children": {
            it: {
                "given_name": children[it][0],
                "family_name": children[it][1],
                "class_name": "CE1",
                "school_name": "École Jean-de-La-Fontaine",
                "household_id": MARTIN,
            }
            for it in wanted["children"]
            if it in children
        },
        "accounts": {
            it: {"given_name": "Camille", "household_id": MARTIN}
            for it in wanted["accounts"]
            if it == CAMILLE
        },
    }


def line(line_id: str, child_id: str, slot_type: str, weekday: int | None, **more: Any) -> Any:
    return {
        "line_id": line_id,
        "child_id": child_id,
        "facility_id": "tilleuls",
        "slot_type": slot_type,
        "weekday": weekday,
        "days": 28,
        "first_day": "2026-11-24",
        "last_day": "2027-07-01",
        "state": "REQUESTED",
        "places_left": 20,
        "fits": True,
    } | more


def requests() -> list[dict[str, Any]]:
    """Three families; on Tuesday evening two places are left."""
    return [
        {
            "request_id": OF_MARTIN,
            "reference": "D-2026-0213",
            "household_id": MARTIN,
            "kind": "STANDING",
            "received_at": "2026-11-20T18:06:12Z",
            "rank": 213,
            "lines": [
                line("1", LEO, "LUNCH", 0),
                line("2", LEO, "EVENING", 1, places_left=2),
                line("3", MIA, "EVENING", 3, places_left=0, fits=False),
            ],
        },
        {
            "request_id": OF_PETIT,
            "reference": "D-2026-0214",
            "household_id": PETIT,
            "kind": "STANDING",
            "received_at": "2026-11-20T18:06:14Z",
            "rank": 214,
            "lines": [line("1", NOE, "EVENING", 1, places_left=2)],
        },
        {
            "request_id": OF_KLEIN,
            "reference": "D-2026-0215",
            "household_id": KLEIN,
            "kind": "STANDING",
            "received_at": "2026-11-20T18:06:15Z",
            "rank": 215,
            "lines": [line("1", SACHA, "EVENING", 1, places_left=2)],
        },
    ]


def request_of_the_martins(**changes: Any) -> dict[str, Any]:
    queued = requests()[0]
    decided: dict[str, Any] = {
        "reason": None,
        "capacity": None,
        "taken": None,
        "full_on": None,
        "decided_at": None,
        "decided_by_name": None,
        "dates": [],
    }
    return {
        "request_id": OF_MARTIN,
        "household_id": MARTIN,
        "reference": queued["reference"],
        "status": "SUBMITTED",
        "kind": "STANDING",
        "facility_id": "tilleuls",
        "seen": 3,
        "received_at": queued["received_at"],
        "rank": queued["rank"],
        "days_total": 84,
        "lines": [it | decided for it in queued["lines"]],
        "cancellations": [],
    } | changes


def week() -> list[dict[str, Any]]:
    def slot(slot_type: str, weekday: int, taken: int, capacity: int) -> dict[str, Any]:
        return {
            "slot_type": slot_type,
            "weekday": weekday,
            "capacity": capacity,
            "taken": taken,
            "requested": 3,
            "absent": 0,
        }

    return [
        {
            "facility_id": "tilleuls",
            "name": "Maternelle Les Tilleuls",
            "slots": [
                slot("LUNCH", 0, 186, 240),
                slot("LUNCH", 1, 191, 240),
                slot("LUNCH", 3, 188, 240),
                slot("EVENING", 0, 49, 56),
                slot("EVENING", 1, 54, 56),
                slot("EVENING", 3, 56, 56),
            ],
        },
        {
            "facility_id": "la-ruche",
            "name": "La Ruche",
            "slots": [slot("WEDNESDAY", 2, 24, 24)],
        },
    ]


def occupancy_of(day: str) -> dict[str, Any]:
    """Thursday 12 November is open; every other day is not."""
    is_open = day == "2026-11-12"
    return {
        "day": day,
        "facilities": [
            {
                "facility_id": facility["facility_id"],
                "name": facility["name"],
                "status": "OPEN" if is_open else "HOLIDAY",
                "label": None if is_open else "Vacances de la Toussaint",
                "slots": [slot for slot in facility["slots"] if is_open and slot["weekday"] == 3],
            }
            for facility in week()
        ],
    }


def register_of(day: str) -> dict[str, Any]:
    """Three children at lunch, one of them in the evening too; nobody at La Ruche."""

    def slot(slot_type: str, starts: str, ends: str, *children: str) -> dict[str, Any]:
        absent = [LEO] if slot_type == "EVENING" else []
        hours = {"starts": starts, "ends": ends}
        return {"slot_type": slot_type, **hours, "children": children, "absent": absent}

    answer = occupancy_of(day)
    for facility in answer["facilities"]:
        if facility["slots"]:
            facility["slots"] = [
                slot("LUNCH", "11:45", "13:45", SACHA, NOE, LEO),
                slot("EVENING", "16:15", "18:30", NOE),
            ]
    return answer


def days_of_week() -> dict[str, Any]:
    """The week of Wednesday 11 November: a public holiday; on Thursday the staff are few."""
    days = [f"2026-11-{day:02}" for day in range(9, 14)]

    def told(number: int, day: str) -> dict[str, Any]:
        if number == 2:
            label = "Armistice 1918"
            return {
                "day": day,
                "status": "PUBLIC_HOLIDAY",
                "label": label,
                "slots": [],
                "pools": [],
            }
        full = number == 3
        return {
            "day": day,
            "status": "OPEN",
            "label": "",
            "slots": [
                {"slot_type": "LUNCH", "capacity": 240, "taken": 188},
                {"slot_type": "EVENING", "capacity": 56 if full else 60, "taken": 56},
            ],
            "pools": [
                {
                    "pool_id": "staff",
                    "name": "Encadrement",
                    "capacity": 56 if full else 70,
                    "taken": 56,
                }
            ],
        }

    facility = {
        "facility_id": "tilleuls",
        "name": "Maternelle Les Tilleuls",
        "days": [told(number, day) for number, day in enumerate(days)],
    }
    return {"days": days, "facilities": [facility]}


def months() -> list[dict[str, Any]]:
    return [
        {
            "period": "2026-09",
            "households": 2,
            "days": 60,
            "invoiced": 2,
            "issued_total_cents": 19440,
        },
        {"period": "2026-10", "households": 2, "days": 48, "invoiced": 0, "issued_total_cents": 0},
        {"period": "2026-12", "households": 2, "days": 40, "invoiced": 0, "issued_total_cents": 0},
    ]


def october(**changes: Any) -> dict[str, Any]:
    return {
        "period": "2026-10",
        "billable": [
            {"household_id": MARTIN, "days": 30, "amount_cents": 12760, "refusal": None},
            {"household_id": PETIT, "days": 18, "amount_cents": 9120, "refusal": None},
        ],
        "invoices": [],
        "changed": [],
    } | changes


def invoice(**changes: Any) -> dict[str, Any]:
    return {
        "invoice_id": INVOICE,
        "number": "2026-00012",
        "household_id": MARTIN,
        "period": "2026-09",
        "issued_on": "2026-10-01",
        "due_on": "2026-10-31",
        "total_cents": 9720,
        "deducted_cents": 0,
        "left_cents": 9720,
        "credit_notes": [],
        "state": "UNPAID",
        "paid_at": None,
        "payer": {"name": "Camille Martin", "address": ["12 rue des Lilas", "67000 Strasbourg"]},
        "lines": [
            {
                "child_id": LEO,
                "given_name": "Léo",
                "facility_id": "tilleuls",
                "facility_name": "Maternelle Les Tilleuls",
                "slot_type": "LUNCH",
                "quantity": 12,
                "unit_cents": 810,
                "amount_cents": 9720,
                "nature": "MEAL",
            }
        ],
    } | changes


def mails() -> list[dict[str, Any]]:
    return [
        {
            "mail_id": "5eed0000-0000-4000-8000-000000000070",
            "account_id": CAMILLE,
            "household_id": MARTIN,
            "template": "request_received",
            "about": "D-2026-0213",
            "state": "SENT",
            "trouble": None,
            "composed_at": "2026-11-20T18:06:13+00:00",
            "sent_at": "2026-11-20T18:06:14+00:00",
        },
        {
            "mail_id": "5eed0000-0000-4000-8000-000000000071",
            "account_id": None,
            "household_id": KLEIN,
            "template": "file_approved",
            "about": None,
            "state": "FAILED",
            "trouble": "rejected",
            "composed_at": "2026-11-19T09:00:00+00:00",
            "sent_at": None,
        },
    ]
