"""The bookings service with an operator, a facility and families, asked over HTTP."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from services.bookings.domain.school_year import SchoolYear
from shared.contracts import households
from tests.bookings.strasbourg import (
    CAMILLE,
    CUTOFF,
    LEO,
    MARTIN,
    MIA,
    NOE,
    OPENS,
    PETIT,
    SACHA,
    YEAR,
)
from tests.support.service import Client, ServiceUnderTest, made_once

NADIA = UUID(int=0xD1)

OPERATOR = {
    "name": "Grandir Ensemble",
    "legal_name": "Association Grandir Ensemble",
    "siret": "00000000000000",
    "phone": "+33388000000",
    "email": "bonjour@exemple.fr",
    "address": ["1 rue de l’Exemple", "67000 Strasbourg"],
    "opening_hours": "du lundi au vendredi de 8 h à 18 h",
}


def slot_type(name: str, *, capacity: int = 30, **changes: Any) -> dict[str, Any]:
    return {
        "slot_type": name,
        "weekdays": [2] if name == "WEDNESDAY" else [0, 1, 3, 4],
        "starts": "11:45",
        "ends": "13:45",
        "capacity": capacity,
        "cancel_days_before": 1,
        "cancel_hour": "18:00",
    } | changes


def tilleuls(**changes: Any) -> dict[str, Any]:
    return {
        "name": "École Les Tilleuls",
        "address": "3 rue des Tilleuls, 67000 Strasbourg",
        "levels": [],
        "slot_types": [slot_type(n) for n in ("MORNING", "LUNCH", "EVENING", "WEDNESDAY")],
    } | changes


def school_year(year: SchoolYear = YEAR, **changes: Any) -> dict[str, Any]:
    return {
        "starts_on": year.starts_on.isoformat(),
        "ends_on": year.ends_on.isoformat(),
        "regular_cutoff_at": CUTOFF.isoformat(),
        "holidays": [
            {"name": it.name, "first": it.first.isoformat(), "last": it.last.isoformat()}
            for it in year.holidays
        ],
        "public_holidays": [
            {"name": it.name, "day": it.day.isoformat()} for it in year.public_holidays
        ],
        "closures": [],
    } | changes


@dataclass(frozen=True)
class Town:
    service: ServiceUnderTest

    @property
    def operator(self) -> Client:
        return self.service.client("operator")

    @property
    def camille(self) -> Client:
        """Mia's and Léo's mother."""
        return self.service.client("family", CAMILLE)

    @property
    def sacha(self) -> Client:
        """Noé's father."""
        return self.service.client("family", SACHA)

    @property
    def nadia(self) -> Client:
        """Of the staff."""
        claims = {"name": "Nadia", "roles": ["bookings"]}
        return self.service.client("staff", NADIA, claims)

    def describe(self, path: str, body: dict[str, Any]) -> None:
        answer = self.operator.put(path, json=body)
        assert answer.status_code == 204, answer.json

    def move_in(self, household_id: UUID, account_id: UUID, children: dict[UUID, str]) -> None:
        """A family whose file is approved."""
        self.service.hear(
            households.HouseholdOpened(household_id=household_id, account_id=account_id)
        )
        for child_id, level in children.items():
            self.service.hear(
                households.ChildRegistered(
                    household_id=household_id,
                    child_id=child_id,
                    school_level=level,
                    school_id="tilleuls",
                    six_from=None,
                )
            )
        self.service.hear(
            households.HouseholdFileSubmitted(household_id=household_id, submission=1)
        )
        self.service.hear(households.HouseholdFileApproved(household_id=household_id))

    def choose(
        self,
        who: Client,
        request_id: UUID,
        choices: dict[str, list[tuple[UUID, str]]],
        facility_id: str = "tilleuls",
    ) -> str:
        """Starts a draft and ticks boxes, day after day; answers with the draft's id."""
        started = who.post(
            "/requests", json={"request_id": str(request_id), "facility_id": facility_id}
        )
        assert started.status_code == 201, started.json
        draft: str = started.json["request_id"]
        for day, boxes in choices.items():
            page = who.get(f"/requests/{draft}/days/{day}").json
            body = {
                "seen": page["seen"],
                "choices": [{"child_id": str(c), "slot_type": s} for c, s in boxes],
            }
            kept = who.put(f"/requests/{draft}/days/{day}", json=body)
            assert kept.status_code == 200, kept.json
        return draft

    def submit(self, who: Client, request_id: str) -> Any:
        seen = who.get(f"/requests/{request_id}").json["seen"]
        return who.post(
            f"/requests/{request_id}/submission", json={"seen": seen, "accept_rules": True}
        )

    def send(
        self, who: Client, request_id: UUID, choices: dict[str, list[tuple[UUID, str]]]
    ) -> Any:
        """The receipt of a request."""
        sent = self.submit(who, self.choose(who, request_id, choices))
        assert sent.status_code == 200, sent.json
        return sent.json

    def decide(self, *lines: tuple[Any, str, str, str | None]) -> Any:
        """(request, line, ACCEPT or REFUSE, reason)"""
        body = [
            {"request_id": str(request_id), "line_id": line, "decision": it, "reason": reason}
            for request_id, line, it, reason in lines
        ]
        answer = self.nadia.post("/decisions", json={"lines": body})
        assert answer.status_code == 200, answer.json
        return answer.json


def town(folder: Path, database_url: str | None = None) -> Town:
    """Strasbourg: one facility, the year 2026-2027, the Martins and the Petits."""
    if database_url is not None:
        return _settle(folder, database_url)
    made_once("the town of bookings", folder, _settle)
    return Town(ServiceUnderTest("bookings", folder))


def _settle(folder: Path, database_url: str | None = None) -> Town:
    it = Town(ServiceUnderTest("bookings", folder, database_url))
    it.describe("/operator", OPERATOR)
    it.describe("/school-years/2026-2027", school_year())
    it.describe("/facilities/tilleuls", tilleuls())
    for level, opens_at in OPENS.items():
        it.describe(
            f"/opening-waves/{level.lower()}",
            {
                "school_year": "2026-2027",
                "school_levels": [level],
                "opens_at": opens_at.isoformat(),
            },
        )
    it.move_in(MARTIN, CAMILLE, {MIA: "MATERNELLE", LEO: "ELEMENTAIRE"})
    it.move_in(PETIT, SACHA, {NOE: "MATERNELLE"})
    return it


MONDAY, TUESDAY, WEDNESDAY = "2026-09-07", "2026-09-08", "2026-09-09"
A_MONDAY = date(2026, 9, 7)
