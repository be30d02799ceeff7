"""A school year being prepared, as bookings answers it."""

from typing import Any

from tests.backoffice.recorded import NADIA, Services

YEAR = "2026-2027"
COLLEAGUE = "5eed0000-0000-4000-8000-000000000002"
OPENINGS = f"/school-years/{YEAR}/opening-waves"


def who(*levels: str, **changes: Any) -> dict[str, Any]:
    nobody_left_out = {"residence": None, "sibling": False, "kinds": [], "slot_types": []}
    return {"school_levels": list(levels), **nobody_left_out, **changes}


def wave(wave_id: str, opens_at: str, whose: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "wave_id": wave_id,
        "opens_at": opens_at,
        "who": whose,
        "open": False,
        "seen": 1,
        **changes,
    }


def openings(**changes: Any) -> dict[str, Any]:
    """Maternelle has opened; élémentaire opens on a Saturday; nobody opens for Wednesdays."""
    small = wave("petits", "2026-11-02T18:00:00Z", who("MATERNELLE"), open=True)
    big = wave("grands", "2026-12-05T18:00:00Z", who("ELEMENTAIRE", residence="INSIDE"))
    return {
        "school_year": YEAR,
        "starts_on": "2026-09-01",
        "ends_on": "2027-07-02",
        "regular_cutoff_at": "2026-12-17T22:59:00Z",
        "offered": ["LUNCH", "WEDNESDAY"],
        "waves": [small, big],
        "concerns": [
            {"code": "never_opens", "wave_id": None, "who": who(residence="OUTSIDE"), "day": ""},
            {"code": "nobody_at_work", "wave_id": "grands", "who": None, "day": ""},
        ],
        "changes": [
            {
                "at": "2026-11-10T08:00:00Z",
                "actor": f"staff:{COLLEAGUE}",
                "what": "withdrawn",
                "wave_id": "freres",
            },
            {
                "at": "2026-11-09T08:00:00Z",
                "actor": f"staff:{NADIA}",
                "what": "scheduled",
                **wave("freres", "2026-11-30T18:00:00Z", who(sibling=True)),
            },
            {
                "at": "2026-11-01T08:00:00Z",
                "actor": "operator",
                "what": "scheduled",
                **small,
            },
        ],
        **changes,
    }


def first() -> dict[str, Any]:
    big = openings()["waves"][1]
    return {
        "openings": [
            {"kind": "STANDING", "slot_type": "LUNCH", "wave": big},
            {"kind": "STANDING", "slot_type": "WEDNESDAY", "wave": None},
            {"kind": "ONE_OFF", "slot_type": "LUNCH", "wave": big},
            {"kind": "ONE_OFF", "slot_type": "WEDNESDAY", "wave": big},
        ]
    }


def places() -> dict[str, Any]:
    exception = {"first": "2027-01-04", "last": "2027-01-08", "size": 1}
    staff = {
        "pool_id": "encadrants",
        "name": "les encadrants",
        "size": 3,
        "staff": True,
        "slot_types": ["EVENING"],
        "exceptions": [exception],
    }
    facility = {
        "facility_id": "tilleuls",
        "name": "Maternelle Les Tilleuls",
        "seen": 3,
        "slots": [
            {"slot_type": "LUNCH", "capacity": 60, "weekdays": [0, 1, 3, 4]},
            {"slot_type": "EVENING", "capacity": None, "weekdays": [0, 1, 3, 4]},
        ],
        "pools": [staff],
    }
    return {"facilities": [facility], "changes": []}


def prepared(services: Services) -> None:
    names = {"names": {COLLEAGUE: "Karim Belkacem"}}
    services.answer("accounts", "POST", "/staff/names", names)
    services.answer("bookings", "GET", OPENINGS, openings())
    services.answer("bookings", "GET", f"{OPENINGS}/first", first())
    services.answer("bookings", "GET", "/facilities/places", places())
    rates = [{"valid_from": "2025-09-01", "slot_types": ["LUNCH"]}]
    services.answer("billing", "GET", "/rate-tables", {"rate_tables": rates})
