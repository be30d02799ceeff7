"""Two families in one portal: one that writes scripts wherever it may write, and its victim."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from tests.hostile.whole_portal import PASSWORD, WholePortal, whole_portal
from tests.support.visitor import Visitor

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
SHORT = "<b onclick=alert(3)>"
HOSTILE, VICTIM, NEWCOMER = "mallory@exemple.fr", "sarah@exemple.fr", "newcomer@exemple.fr"
EVERYTHING = "nadia@grandir-ensemble.exemple.fr"
MEMBERS = {
    "files@exemple.fr": ["files"],
    "bookings@exemple.fr": ["bookings"],
    "billing@exemple.fr": ["billing"],
    "nothing@exemple.fr": [],
}
SECRETS = (
    "Zwingelstein",
    "Oriane",
    "Pfalzweyer",
    "sarah@exemple.fr",
)  # the victim's own, on no page of anybody else


@dataclass(frozen=True)
class Ids:
    """What stands in the addresses of a family's pages."""

    account_id: UUID
    household_id: str
    child_id: str
    document_id: str
    request_id: str
    invoice_id: str
    mail_id: str

    def filled(self, rule: str, **more: str) -> str:
        slug = "sante" if "child_id" in rule else "moi"
        requirement = "school_insurance" if "child_id" in rule else "proof_of_address"
        known = vars(self) | WORDS | {"slug": slug, "requirement": requirement} | more
        path = rule.replace("<any(fr, en):code>", "en").replace(
            "<any(personnelles, professionnelles, complementaires):slug>", "personnelles"
        )
        for name, value in known.items():
            path = re.sub(rf"<(\w+(\([^)]*\))?:)?{name}>", str(value), path)
        assert "<" not in path, f"nobody knows what to fill in: {path}"
        return path


NOTHING = "00000000-0000-4000-8000-000000000404"
WORDS = {
    "token": "no-such-token",
    "secret": "no-such-secret",
    "offer_id": NOTHING,
    "allocation_id": NOTHING,
    "absence_id": NOTHING,
    "proposal_id": NOTHING,
    "swap_id": NOTHING,
    "credit_note_id": NOTHING,
    "message_id": NOTHING,
    "line_id": "1",
    "facility_id": "tilleuls",
    "service": "bookings",
    "wave_id": "maternelle-2026",
    "day": "2026-10-05",
    "period": "2026-10",
    "name": "theme.css",
    "filename": "backoffice.css",
}


@dataclass
class Strangers:
    portal: WholePortal
    hostile: Ids
    victim: Ids
    draft: str
    browsers: dict[str, Visitor] = field(default_factory=dict)

    def at_the_parents_site(self, who: str) -> Visitor:
        """`nobody` or the address of a parent; signed in once."""
        if who not in self.browsers:
            self.browsers[who] = self.portal.parent(None if who == "nobody" else who)
        return self.browsers[who]

    def at_the_back_office(self, who: str) -> Visitor:
        if who not in self.browsers:
            self.browsers[who] = self.portal.member(who)
        return self.browsers[who]

    def file_of(self, family: Ids) -> Any:
        line = self.portal.line("gateway", "households")
        return line.get("/household", scope="family", account_id=family.account_id)

    def describe_member(self, email: str, roles: list[str]) -> None:
        describe_member(self.portal, email, roles)


def describe_member(portal: WholePortal, email: str, roles: list[str]) -> None:
    member = {"email": email, "password": PASSWORD, "name": SCRIPT, "roles": roles}
    path = f"/staff/{uuid5(UUID(int=1), email)}"
    portal.line("portail", "accounts").put(path, scope="operator", json=member)


def told(name: str, given: str, street: str, child: str) -> dict[str, Any]:
    return {
        "me": {
            "given_name": given,
            "family_name": name,
            "relationship": "MOTHER",
            "mobile": "06 12 34 56 78",
            "sms": False,
        },
        "work": {"situation": "EMPLOYED", "employer": name},
        "other_guardian": {
            "alone": False,
            "given_name": given,
            "family_name": name,
            "relationship": "FATHER",
            "mobile": "06 12 34 56 79",
            "email": None,
        },
        "address": {"line1": street, "line2": street, "postcode": "67000", "town": street[:90]},
        "complementary": {"quotient_choice": "DECLARED", "quotient": 820, "caf_number": SHORT},
        "children": [
            {
                "given_name": child,
                "family_name": name,
                "birth_date": "2021-03-21",
                "school_id": "tilleuls",
                "class_name": "GS",
                "health": {"doctor_name": name, "care_plan": True, "care_notes": street * 3},
                "contacts": {
                    "emergency_name": name,
                    "pickups": [{"name": child, "phone": "06 12 34 56 70"}],
                },
            }
        ],
    }


MALLORY = told(SCRIPT, SCRIPT, SCRIPT, SCRIPT)
SARAH = told("Zwingelstein", "Sarah", "3 rue de Pfalzweyer", "Oriane")
WISHES = [{"facility_id": "tilleuls", "week": {0: {0: ["LUNCH", "EVENING"]}, 1: {0: ["LUNCH"]}}}]


@contextmanager
def strangers(folder: Path) -> Iterator[Strangers]:
    with whole_portal(folder) as portal:
        for email, roles in MEMBERS.items():
            describe_member(portal, email, roles)
        hostile = portal.family(HOSTILE, "REQUESTED", wishes=WISHES, **MALLORY)
        victim = portal.family(VICTIM, "DECIDED", wishes=WISHES, **SARAH)
        portal.family(NEWCOMER, "REGISTERED", **told("Neuf", "Nina", "1 rue Neuve", "Nils"))
        staff = Staff(portal)
        refuse_one(staff, portal.line("gateway", "bookings"), hostile)
        staff.post("billing", "/months/2026-10/invoices", {})
        yield Strangers(
            portal,
            ids(portal, hostile),
            ids(portal, victim),
            draft=start_draft(portal, hostile),
        )


class Staff:
    """Somebody with every role, at the services themselves."""

    def __init__(self, portal: WholePortal) -> None:
        self._portal = portal
        self._claims = {"name": SCRIPT[:90], "roles": ["files", "bookings", "billing"]}

    def _speaks(self) -> Mapping[str, Any]:
        return {"scope": "staff", "account_id": UUID(int=5), "claims": self._claims}

    def get(self, service: str, path: str) -> Any:
        return self._portal.line("backoffice", service).get(path, **self._speaks())

    def post(self, service: str, path: str, body: Any) -> Any:
        return self._portal.line("backoffice", service).post(path, json=body, **self._speaks())


def refuse_one(staff: Staff, bookings: Any, account_id: UUID) -> None:
    """One line refused in words that are a script, the others accepted. A lunch is a right: it is
    not refused so."""
    (sent,) = bookings.get("/requests", scope="family", account_id=account_id)["requests"]
    refused = next(it["line_id"] for it in sent["lines"] if it["slot_type"] != "LUNCH")
    lines = [
        {
            "request_id": sent["request_id"],
            "line_id": line["line_id"],
            "decision": "REFUSE" if line["line_id"] == refused else "ACCEPT",
            "reason": "other" if line["line_id"] == refused else None,
            "message": SCRIPT,
        }
        for line in sent["lines"]
    ]
    staff.post("bookings", "/decisions", {"lines": lines})


def ids(portal: WholePortal, account_id: UUID) -> Ids:
    def ask(service: str, path: str) -> Any:
        return portal.line("gateway", service).get(path, scope="family", account_id=account_id)

    file = ask("households", "/household")
    return Ids(
        account_id=account_id,
        household_id=file["household_id"],
        child_id=file["children"][0]["child_id"],
        document_id=next(it["document_id"] for it in file["documents"] if it["document_id"]),
        request_id=ask("bookings", "/requests")["requests"][0]["request_id"],
        invoice_id=ask("billing", "/invoices")["invoices"][0]["invoice_id"],
        mail_id=portal.mails(account_id)[0]["mail_id"],
    )


def start_draft(portal: WholePortal, account_id: UUID) -> str:
    body = {"request_id": str(UUID(int=99)), "facility_id": "tilleuls"}
    line = portal.line("gateway", "bookings")
    said = line.post("/requests", scope="family", account_id=account_id, json=body)
    return str(said["request_id"])
