"""The services as the parents' site sees them: recorded answers, and what it asked.

It stands in at the one boundary of this site, the line to a service. What the real services answer
is seen in tests/journeys.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from shared.web.client import NotThere, ServiceClient
from shared.web.settings import Settings

CAMILLE = "5eed0000-0000-4000-8000-000000000060"
MARTIN = "5eed0000-0000-4000-8000-000000000010"
LEO = "5eed0000-0000-4000-8000-000000000020"
MIA = "5eed0000-0000-4000-8000-000000000021"
PROOF = "5eed0000-0000-4000-8000-000000000030"
MAIL = "5eed0000-0000-4000-8000-000000000070"

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
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Services:
    """`services.answer("households", "GET", "/household", {…})`; an exception is raised instead."""

    answers: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def answer(self, service: str, method: str, path: str, answer: Answer) -> None:
        self.answers[service, method, path] = answer

    def connect(self, settings: Settings, service: str) -> ServiceClient:
        return Line(settings, service, self)

    def asked(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if (call.method, call.path) == (method, path)]

    def falls_silent(self, service: str, error: Exception) -> None:
        for known in [each for each in self.answers if each[0] == service]:
            self.answers[known] = error


class Line(ServiceClient):
    def __init__(self, settings: Settings, service: str, services: Services) -> None:
        super().__init__(settings, service)
        self._name = service
        self._services = services

    def together(self, *paths: str, **call: Any) -> list[Any]:
        return [self._or_none(path, call) for path in paths]

    def _or_none(self, question: str, call: dict[str, Any]) -> Any:
        path, _, query = question.partition("?")
        try:
            return self._call("GET", path, **call, params=dict(parse_qsl(query)))
        except NotThere:
            return None

    def _call(self, method: str, path: str, **asked: Any) -> Any:
        self._services.calls.append(Call(self._name, method, path, asked))
        try:
            answer = self._services.answers[self._name, method, path]
        except KeyError:
            raise NotThere(f"{self._name} has no answer to {method} {path}") from None
        if isinstance(answer, Exception):
            raise answer
        return deepcopy(answer(asked) if callable(answer) else answer)


def spring_day() -> Services:
    """30 March 2026, 17 h: the Martins are confirmed, their file nearly whole."""
    services = Services()
    for service, method, path, answer in (
        ("accounts", "POST", "/sessions/lookup", signed_in()),
        ("accounts", "POST", "/sessions", {"session": "opaque", "account_id": CAMILLE}),
        ("accounts", "POST", "/sessions/end", None),
        ("accounts", "POST", "/registrations", {"session": "opaque"}),
        ("accounts", "POST", "/confirmation-requests", {}),
        ("accounts", "POST", "/password-resets", {}),
        ("households", "GET", "/household", household()),
        ("households", "GET", "/schools", {"schools": schools()}),
        ("households", "POST", "/household/children", {"child_id": LEO, "version": 8}),
        ("households", "POST", "/household/documents", {"document_id": PROOF}),
        ("households", "POST", "/household/submission", {"status": "SUBMITTED"}),
        ("bookings", "GET", "/operator", operator()),
        ("bookings", "GET", "/openings", openings()),
        ("billing", "GET", "/invoices", {"invoices": []}),
        ("billing", "GET", "/credit", {"left_cents": 0, "movements": []}),
        ("notifier", "GET", "/mailbox", {"mails": [mail_line()], "page": 1, "more": False}),
        ("notifier", "GET", f"/mailbox/{MAIL}", mail()),
    ):
        services.answer(service, method, path, answer)
    for section in ("me", "work", "other_guardian", "address", "complementary"):
        services.answer("households", "PUT", f"/household/sections/{section}", {"version": 8})
    for section in ("identity", "health", "contacts", "consents"):
        services.answer("households", "PUT", f"/household/children/{LEO}/{section}", {"version": 8})
    return services


def signed_in(confirmed: bool = True) -> dict[str, Any]:
    return {
        "account_id": CAMILLE,
        "kind": "FAMILY",
        "confirmed": confirmed,
        "email": "camille@exemple.fr",
        "name": None,
        "language": "fr",
        "roles": [],
        "facilities": [],
    }


def operator() -> dict[str, Any]:
    return {
        "name": "Grandir Ensemble",
        "legal_name": "Association Grandir Ensemble",
        "siret": "00000000000000",
        "phone": "0388000000",
        "email": "contact@exemple.fr",
        "address": ["1 place de l’Exemple", "67000 Strasbourg"],
        "opening_hours": "du lundi au vendredi de 8 h à 18 h",
    }


def openings() -> dict[str, Any]:
    return {
        "now": "2026-03-30T15:00:00Z",
        "school_year": {"id": "2026-2027", "starts_on": "2026-09-01", "ends_on": "2027-07-02"},
        "waves": [
            wave("MATERNELLE", "2026-04-03T17:00:00Z"),
            wave("ELEMENTAIRE", "2026-04-04T17:00:00Z"),
        ],
        "regular_cutoff_at": "2026-04-30T21:59:00Z",
        "regular_open": True,
    }


def wave(level: str, opens_at: str, is_open: bool = False) -> dict[str, Any]:
    return {
        "wave_id": level,
        "school_levels": [level],
        "residence": None,
        "sibling": False,
        "kinds": [],
        "slot_types": [],
        "opens_at": opens_at,
        "open": is_open,
    }


def schools() -> list[dict[str, Any]]:
    return [
        {"school_id": "tilleuls", "name": "École Les Tilleuls", "levels": ["MATERNELLE"]},
        {
            "school_id": "la-fontaine",
            "name": "École Jean-de-La-Fontaine",
            "levels": ["ELEMENTAIRE"],
        },
    ]


def section(missing: list[str] | None = None, **values: Any) -> dict[str, Any]:
    return {"filled": bool(values) and not missing, "missing": missing or [], "values": values}


def household(**changes: Any) -> dict[str, Any]:
    """The Martins: Léo lacks his doctor's name, and the proof of address came back."""
    return {
        "household_id": MARTIN,
        "version": 7,
        "status": "DRAFT",
        "submitted_at": None,
        "approved_at": None,
        "returned": None,
        "sections": {
            "me": section(
                given_name="Camille",
                family_name="Martin",
                relationship="MOTHER",
                mobile="+33612345678",
                sms=False,
            ),
            "work": section(situation="EMPLOYED", employer=None, work_phone=None),
            "other_guardian": section(alone=True),
            "address": section(
                line1="12 rue des Lilas", line2=None, postcode="67000", town="Strasbourg"
            ),
            "complementary": section(quotient_choice="DECLARED", quotient=820, caf_number=None),
        },
        "children": [child_leo(), child_mia()],
        "documents": [proof_of_address("REJECTED")],
        "todo": [
            todo("document", requirement="home", reason="UNREADABLE"),
            todo("field", section="health", field="doctor_name", child_id=LEO),
            todo("field", section="health", field="doctor_phone", child_id=LEO),
        ],
        "progress": {"done": 11, "total": 14},
        **changes,
    }


def complete(status: str = "DRAFT", **changes: Any) -> dict[str, Any]:
    """The same file with nothing left to do."""
    return household(
        **{
            "status": status,
            "todo": [],
            "documents": [proof_of_address("VERIFIED")],
            "progress": {"done": 14, "total": 14},
            **changes,
        }
    )


def todo(kind: str, **about: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("section", "field", "child_id", "requirement", "reason"))
    return {"kind": kind, **nothing, **about}


def child_leo() -> dict[str, Any]:
    return {
        "child_id": LEO,
        "sections": {
            "identity": section(
                given_name="Léo",
                family_name="Martin",
                birth_date="2019-05-14",
                school_id="la-fontaine",
                school_name="École Jean-de-La-Fontaine",
                school_level="ELEMENTAIRE",
                class_name="CE1",
            ),
            "health": section(
                ["doctor_name", "doctor_phone"],
                diet="NO_PORK",
                doctor_name=None,
                doctor_phone=None,
                care_plan=False,
                care_notes=None,
            ),
            "contacts": section(
                emergency_name="Alex Martin",
                emergency_phone="+33612345679",
                pickups=[{"name": "Mamie", "phone": None}],
            ),
            "consents": section(outings="YES", photos="NO"),
        },
        "other_home": {
            "state": "NONE",
            "first": None,
            "code": None,
            "email": None,
            "expires_at": None,
        },
        "health_reads": [{"by": "Nadia Keller", "at": "2026-03-24T09:30:00Z"}],
    }


def child_mia() -> dict[str, Any]:
    mia = child_leo()
    mia["child_id"], mia["health_reads"] = MIA, []
    mia["sections"]["identity"] = section(
        given_name="Mia",
        family_name="Martin",
        birth_date="2022-02-03",
        school_id="tilleuls",
        school_name="École Les Tilleuls",
        school_level="MATERNELLE",
        class_name="MS",
    )
    mia["sections"]["health"] = section(
        diet="STANDARD", doctor_name="Dr Meyer", doctor_phone="+33388000001", care_plan=False
    )
    return mia


def proof_of_address(status: str) -> dict[str, Any]:
    sent = status != "MISSING"
    return {
        "document_id": PROOF if sent else None,
        "requirement": "home",
        "label": "Justificatif de domicile",
        "help": "Moins de 3 mois.",
        "child_id": None,
        "status": status,
        "reason": "UNREADABLE" if status == "REJECTED" else None,
        "message": "La photo est floue : l’adresse n’est pas lisible."
        if status == "REJECTED"
        else None,
        "uploaded_at": "2026-03-24T10:00:00Z" if sent else None,
        "filename": "facture.jpg" if sent else None,
        "content_type": "image/jpeg" if sent else None,
        "size": 240_000 if sent else None,
    }


def planning(month: str, *days: dict[str, Any]) -> dict[str, Any]:
    return {"month": month, "previous": None, "next": None, "today": "2026-11-12", "days": [*days]}


def planned(day: str, *entries: dict[str, Any], status: str = "OPEN") -> dict[str, Any]:
    return {"day": day, "status": status, "label": None, "entries": [*entries]}


def entry(child_id: str, slot_type: str, state: str = "ACCEPTED", **more: Any) -> dict[str, Any]:
    hours = {"MORNING": ("07:45", "08:20"), "LUNCH": ("11:45", "13:45")}
    starts, ends = hours.get(slot_type, ("16:15", "18:30"))
    return {
        "child_id": child_id,
        "facility_id": "la-fontaine",
        "slot_type": slot_type,
        "starts": starts,
        "ends": ends,
        "state": state,
        "reason": None,
        "capacity": None,
        "taken": None,
        "request_id": None,
        "cancel_until": None,
        **more,
    }


def invoice_of_october() -> dict[str, Any]:
    return {
        "invoice_id": "5eed0000-0000-4000-8000-000000000050",
        "number": "2026-00871",
        "period": "2026-10",
        "issued_on": "2026-11-02",
        "due_on": "2026-11-30",
        "total_cents": 12760,
        "state": "UNPAID",
        "paid_at": None,
    }


def mail_line() -> dict[str, Any]:
    return {
        "mail_id": MAIL,
        "account_id": CAMILLE,
        "to": "camille@exemple.fr",
        "subject": "Confirmez votre adresse e-mail",
        "sent_at": "2026-03-30T14:59:00Z",
    }


def mail() -> dict[str, Any]:
    return {
        **mail_line(),
        "text": "Confirmer mon adresse :\nhttp://127.0.0.1:8000/confirmation/jeton",
        "html": "<html><head></head><body><a href='http://127.0.0.1:8000/confirmation/jeton'>"
        "Confirmer</a></body></html>",
    }
