"""The invented operator: five schools, one school year that begins in some days, two waves that are
open."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID, uuid5

from shared.eventstore import clock

T = TypeVar("T")

IDS: Final = UUID("9b3f9a52-0000-4000-8000-000000000003")
FACILITIES: Final = {
    "aulnes": "École des Aulnes",
    "bouleaux": "École des Bouleaux",
    "cerisiers": "École des Cerisiers",
    "erables": "École des Érables",
    "frenes": "École des Frênes",
}
SCHOOL_DAYS: Final = (0, 1, 3, 4)
PASSWORD: Final = "demonstration"
ROOM: Final = 400  # a facility's places at lunch: four in five are taken
FEW: Final = 30  # its places on Wednesdays

# Weeks of school and weeks of holidays, in turn: 36 weeks of school, as in every zone.
TERMS: Final = ((7, 2), (7, 2), (6, 2), (7, 2), (9, 0))
NAMES: Final = ("Toussaint", "Noël", "hiver", "printemps")


@dataclass(frozen=True, kw_only=True)
class Town:
    seed: int
    starts_on: date

    @classmethod
    def of(cls, seed: int, today: date) -> "Town":
        """School begins on the second Monday from now: the whole year is still to be booked."""
        return cls(seed=seed, starts_on=today + timedelta(days=14 - today.weekday()))

    @property
    def school_year(self) -> str:
        return f"{self.starts_on.year}-{self.starts_on.year + 1}"

    @property
    def opened_at(self) -> datetime:
        """Both waves: two days before today at 19:00 in Paris."""
        opened = self.starts_on - timedelta(days=16)
        return datetime.combine(opened, time(19), clock.PARIS)

    def pick(self, options: Sequence[T], *what: object) -> T:
        """One of these, always the same for this seed."""
        drawn = hashlib.sha256(f"{self.seed} {what}".encode()).digest()
        return options[int.from_bytes(drawn[:6]) % len(options)]

    def id_of(self, *what: object) -> UUID:
        return uuid5(IDS, f"{self.seed} {self.starts_on} {what}")

    def descriptions(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Service, address and content of everything an operator describes."""
        year, levels = self.school_year, ["MATERNELLE", "ELEMENTAIRE"]
        facilities = [
            ("bookings", f"/facilities/{each}", _facility(name, levels))
            for each, name in FACILITIES.items()
        ]
        waves = [
            (
                "bookings",
                f"/opening-waves/{level.lower()}-{year}",
                {
                    "school_year": year,
                    "school_levels": [level],
                    "opens_at": self.opened_at.isoformat(),
                },
            )
            for level in levels
        ]
        schools = [
            {"school_id": each, "name": name, "levels": levels} for each, name in FACILITIES.items()
        ]
        return [
            ("bookings", "/operator", OPERATOR),
            ("bookings", f"/school-years/{year}", self._school_year()),
            *facilities,
            *waves,
            ("billing", f"/rate-tables/{year}", _rates(self.starts_on)),
            ("households", "/configuration", {"schools": schools, "requirements": [PROOF]}),
            ("accounts", f"/staff/{self.id_of('staff')}", STAFF),
        ]

    def _school_year(self) -> dict[str, Any]:
        holidays, monday = [], self.starts_on
        for (weeks, off), name in zip(TERMS, (*NAMES, ""), strict=True):
            monday += timedelta(weeks=weeks)
            if off:
                last = monday + timedelta(weeks=off, days=-1)
                holidays.append({"name": f"Vacances de {name}", "first": monday, "last": last})
                monday = last + timedelta(days=1)
        return {
            "starts_on": self.starts_on.isoformat(),
            "ends_on": (monday - timedelta(days=3)).isoformat(),
            "regular_cutoff_at": datetime.combine(
                self.starts_on - timedelta(days=1), time(23, 59), clock.PARIS
            ).isoformat(),
            "holidays": [
                {"name": it["name"], "first": str(it["first"]), "last": str(it["last"])}
                for it in holidays
            ],
        }


OPERATOR: Final = {
    "name": "Les Cinq Écoles",
    "legal_name": "Association Les Cinq Écoles",
    "siret": "00000000000000",
    "phone": "03 88 00 00 00",
    "email": "contact@cinq-ecoles.exemple.fr",
    "address": ["1 place de l’Exemple", "67000 Strasbourg"],
    "opening_hours": "du lundi au vendredi de 8 h à 18 h",
}
PROOF: Final = {
    "code": "proof_of_address",
    "label": "Justificatif de domicile",
    "per_child": False,
    "help": "Moins de 3 mois.",
}
STAFF: Final = {
    "email": "direction@cinq-ecoles.exemple.fr",
    "password": PASSWORD,
    "name": "Direction",
    "roles": ["files", "bookings", "billing"],
}
HOURS: Final = {
    "MORNING": ("07:45", "08:20"),
    "LUNCH": ("11:45", "13:45"),
    "EVENING": ("16:15", "18:30"),
    "WEDNESDAY": ("08:00", "18:00"),
}


def _facility(name: str, levels: list[str]) -> dict[str, Any]:
    slot_types = [
        {
            "slot_type": slot_type,
            "weekdays": [2] if slot_type == "WEDNESDAY" else list(SCHOOL_DAYS),
            "starts": starts,
            "ends": ends,
            "capacity": FEW if slot_type == "WEDNESDAY" else ROOM,
            "cancel_days_before": 1,
            "cancel_hour": "18:00",
        }
        for slot_type, (starts, ends) in HOURS.items()
    ]
    address = f"Rue de l’{name.rpartition(' ')[2]}, Strasbourg"
    return {"name": name, "address": address, "levels": levels, "slot_types": slot_types}


def _rates(valid_from: date) -> dict[str, Any]:
    return {
        "valid_from": (valid_from - timedelta(days=60)).isoformat(),
        "due_days": 30,
        "bands": [
            {"upto": 1000, "label": "Quotient jusqu’à 1 000"},
            {"upto": None, "label": "Quotient au-delà de 1 000 ou non déclaré"},
        ],
        "prices": {
            "MORNING": [150, 220],
            "LUNCH": [380, 640],
            "EVENING": [280, 420],
            "WEDNESDAY": [1250, 2000],
        },
    }
