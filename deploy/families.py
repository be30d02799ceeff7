"""Moves demonstration families in, as they would themselves: through the services' own doors."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from marshmallow import fields, validate

from shared.web.api import Asked
from shared.web.client import Refusal, ServiceClient
from shared.web.settings import Settings

FAMILIES = UUID("9b3f9a52-0000-4000-8000-000000000002")

STATES = [
    "REGISTERED",
    "CONFIRMED",
    "COMPLETE",
    "SUBMITTED",
    "RETURNED",
    "APPROVED",
    "REQUESTED",
    "DECIDED",
]
PATIENCE = 20.0
MOVER = {"name": "Nadia Keller", "roles": ["files", "bookings"]}  # who decides meanwhile
PAPER = Path(__file__).parent / "demo" / "paper.typ"


class Family(Asked):
    """`state` is how far the family has come; everything before it is done for it."""

    email = fields.Email(required=True)
    password = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    me = fields.Dict(required=True)
    work = fields.Dict(load_default=lambda: {"situation": "EMPLOYED"})
    other_guardian = fields.Dict(load_default=lambda: {"alone": True})
    address = fields.Dict(required=True)
    complementary = fields.Dict(load_default=lambda: {"quotient_choice": "NOT_DECLARED"})
    children = fields.List(fields.Dict(), load_default=list)
    wishes = fields.List(fields.Dict(), load_default=list)
    returned_because = fields.String(load_default="")


HEALTH = {"diet": "STANDARD", "doctor_name": "Dr Anne Roth", "doctor_phone": "03 88 00 00 10"}
CONTACTS = {"emergency_name": "Denise Schmitt", "emergency_phone": "06 12 34 56 70", "pickups": []}
CONSENTS = {"outings": "YES", "photos": "NO"}


def move_in(settings: Settings, family: dict[str, Any]) -> None:
    """Does nothing for a family that is already there."""
    moving = _Moving(settings, family)
    if moving.register():
        for step in STATES[1 : STATES.index(family["state"]) + 1]:
            getattr(moving, step.lower())()


class _Moving:
    def __init__(self, settings: Settings, family: dict[str, Any]) -> None:
        self.family = family
        self.account_id = uuid5(FAMILIES, family["email"])
        gateway, backoffice = Settings.read("gateway"), Settings.read("backoffice")
        self._family = {
            name: ServiceClient(gateway, name) for name in ("accounts", "households", "bookings")
        }
        self._staff = {name: ServiceClient(backoffice, name) for name in ("households", "bookings")}
        self._operator = ServiceClient(settings, "accounts")
        self.file: dict[str, Any] = {}

    def ask(self, service: str, method: str, path: str, **call: Any) -> Any:
        client = self._family[service]
        return getattr(client, method)(path, scope="family", account_id=self.account_id, **call)

    def staff(self, service: str, method: str, path: str, **call: Any) -> Any:
        client = self._staff[service]
        return getattr(client, method)(
            path, scope="staff", account_id=FAMILIES, claims=MOVER, **call
        )

    def register(self) -> bool:
        body = {
            "account_id": str(self.account_id),
            "email": self.family["email"],
            "password": self.family["password"],
            "language": "fr",
        }
        try:
            self._family["accounts"].post("/registrations", scope="public", json=body)
        except Refusal as refusal:
            if refusal.code != "email_taken":
                raise
            return False
        self._section("address")
        return True

    def confirmed(self) -> None:
        asked = {"account_id": str(self.account_id), "purpose": "confirm"}
        link = self._operator.post("/links", scope="internal", json=asked)
        self._family["accounts"].post(
            "/confirmations", scope="public", json={"token": link["token"]}
        )

    def complete(self) -> None:
        for section in ("me", "work", "other_guardian", "complementary"):
            self._section(section)
        for number, child in enumerate(self.family["children"]):
            self._child(number, child)
        self._documents()

    def submitted(self) -> None:
        self.ask("households", "post", "/household/submission", json={})

    def returned(self) -> None:
        household = self._read()["household_id"]
        if self.family["state"] != "RETURNED":
            return
        body = {"reason": "DOCUMENTS", "message": self.family["returned_because"]}
        first = next(d for d in self.file["documents"] if d["document_id"])
        self.staff(
            "households",
            "post",
            f"/files/{household}/documents/{first['document_id']}/verification",
            json={
                "decision": "REJECTED",
                "reason": "UNREADABLE",
                "message": self.family["returned_because"],
            },
        )
        self.staff("households", "post", f"/files/{household}/return", json=body)

    def approved(self) -> None:
        household = self._read()["household_id"]
        for document in self.file["documents"]:
            self.staff(
                "households",
                "post",
                f"/files/{household}/documents/{document['document_id']}/verification",
                json={"decision": "VERIFIED", "reason": None, "message": ""},
            )
        self.staff("households", "post", f"/files/{household}/approval", json={})

    def requested(self) -> None:
        self._wait_to_book()
        for number, wish in enumerate(self.family["wishes"]):
            self._request(number, wish)

    def decided(self) -> None:
        pending = self.staff("bookings", "get", "/decisions")["requests"]
        household = self._read()["household_id"]
        lines = [
            {
                "request_id": request["request_id"],
                "line_id": line["line_id"],
                "decision": "ACCEPT",
                "reason": None,
                "message": "",
            }
            for request in pending
            if request["household_id"] == household
            for line in request["lines"]
        ]
        if lines:
            self.staff("bookings", "post", "/decisions", json={"lines": lines})

    def _section(self, name: str) -> None:
        seen = self._read()["version"]
        body = {"seen": seen, **self.family[name]}
        self.ask("households", "put", f"/household/sections/{name}", json=body)

    def _child(self, number: int, child: dict[str, Any]) -> None:
        child_id = uuid5(self.account_id, f"child {number}")
        identity = {
            key: child[key] for key in ("given_name", "birth_date", "school_id", "class_name")
        }
        identity["family_name"] = child.get("family_name", self.family["me"]["family_name"])
        body = {"child_id": str(child_id), **identity}
        self.ask("households", "post", "/household/children", json=body)
        parts = {
            "health": HEALTH | child.get("health", {}),
            "contacts": CONTACTS | child.get("contacts", {}),
            "consents": CONSENTS | child.get("consents", {}),
        }
        for section, values in parts.items():
            body = {"seen": self._read()["version"], **values}
            self.ask("households", "put", f"/household/children/{child_id}/{section}", json=body)

    def _documents(self) -> None:
        names = {
            child["child_id"]: child["sections"]["identity"]["values"]["given_name"]
            for child in self._read()["children"]
        }
        for document in self.file["documents"]:
            child_id = document["child_id"]
            whose = f"{names[child_id]} {self.family['me']['family_name']}" if child_id else None
            content = paper(document["label"], whose or self._name(), self.family["address"])
            key = f"{document['requirement']} {child_id}"
            data = {
                "document_id": str(uuid5(self.account_id, key)),
                "requirement": document["requirement"],
                **({"child_id": child_id} if child_id else {}),
            }
            files = {"file": (f"{document['requirement']}.pdf", content, "application/pdf")}
            self.ask("households", "post", "/household/documents", data=data, files=files)

    def _request(self, number: int, wish: dict[str, Any]) -> None:
        """One facility; the choices of a week: {0: {child number: [slot types]}}."""
        request_id = str(uuid5(self.account_id, f"request {number}"))
        asked = {"request_id": request_id, "facility_id": wish["facility_id"]}
        request_id = self.ask("bookings", "post", "/requests", json=asked)["request_id"]
        for weekday, chosen in wish["week"].items():
            day = self._first_open(request_id, int(weekday))
            seen = self.ask("bookings", "get", f"/requests/{request_id}/days/{day}")["seen"]
            choices = [
                {
                    "child_id": str(uuid5(self.account_id, f"child {child}")),
                    "slot_type": slot_type,
                }
                for child, slot_types in chosen.items()
                for slot_type in slot_types
            ]
            body = {"seen": seen, "choices": choices}
            self.ask("bookings", "put", f"/requests/{request_id}/days/{day}", json=body)
        seen = self.ask("bookings", "get", f"/requests/{request_id}")["seen"]
        body = {"seen": seen, "accept_rules": True}
        self.ask("bookings", "post", f"/requests/{request_id}/submission", json=body)

    def _first_open(self, request_id: str, weekday: int) -> str:
        params: dict[str, str] = {}
        for _month in range(12):
            month = self.ask("bookings", "get", f"/requests/{request_id}/calendar", params=params)
            for day in month["days"]:
                if day["status"] == "OPEN" and _weekday(day["day"]) == weekday:
                    return str(day["day"])
            params = {"month": month["next"]}
        raise LookupError(f"no open day on weekday {weekday}")

    def _wait_to_book(self) -> None:
        """The approval comes to bookings over the bus."""
        until = time.monotonic() + PATIENCE
        while True:
            children = self.ask("bookings", "get", "/eligibility")["children"]
            if children and all(child["can_book"] for child in children):
                return
            if time.monotonic() > until:
                raise TimeoutError(f"{self.family['email']} cannot book: {children}")
            time.sleep(0.05)

    def _read(self) -> dict[str, Any]:
        self.file = self.ask("households", "get", "/household")
        return self.file

    def _name(self) -> str:
        return f"{self.family['me']['given_name']} {self.family['me']['family_name']}"


def _weekday(day: str) -> int:
    return date.fromisoformat(day).weekday()


def paper(label: str, name: str, address: dict[str, Any]) -> bytes:
    """A plausible supporting document, as a PDF."""
    import typst

    shown = f"{address['line1']}, {address['postcode']} {address['town']}"
    data = json.dumps({"label": label, "name": name, "address": shown})
    made = typst.compile(PAPER.read_bytes(), sys_inputs={"data": data})
    assert isinstance(made, bytes)
    return made
