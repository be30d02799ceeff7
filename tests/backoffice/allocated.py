"""Allocations, the waiting list and the evidence of an answer, as bookings tells them."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from tests.backoffice.recorded import LEO, MARTIN, NADIA, NOE, OF_MARTIN, OF_PETIT, PETIT

ALLOCATION = "5eed0000-0000-4000-8000-0000000000a0"
PATH = f"/allocations/{ALLOCATION}"
DIGEST = "a" * 64

OPENINGS = {
    "school_year": {"id": "2026-2027", "starts_on": "2026-09-01", "ends_on": "2027-07-02"},
    "regular_cutoff_at": "2026-04-30T22:00:00Z",
    "waves": [],
}
PREPARED = {
    "allocation_id": ALLOCATION,
    "name": "Année 2026-2027",
    "school_year": "2026-2027",
    "facility_ids": ["tilleuls"],
    "window_ends_at": "2026-04-30T22:00:00Z",
    "prepared_at": "2026-05-04T07:00:00Z",
    "seed": None,
    "seed_source": None,
    "seed_at": None,
    "published_at": None,
    "published_by": None,
    "rules": None,
    "decided": None,
}
PUBLISHED = PREPARED | {
    "seed": "7 12 23 31 45 / 8",
    "seed_source": "Loto du samedi 2 mai 2026",
    "seed_at": "2026-05-04T07:30:00Z",
    "published_at": "2026-05-04T08:00:00Z",
    "published_by": f"staff:{NADIA}",
    "rules": {"name": "Tirage au sort", "mode": "PRIORITIES"},
    "decided": {"accepted": 3, "waitlisted": 2, "refused": 1, "by_hand": 0},
}
LINE = {
    "request_id": OF_MARTIN,
    "line_id": "1",
    "household_id": MARTIN,
    "child_id": LEO,
    "facility_id": "tilleuls",
    "slot_type": "LUNCH",
    "weekday": 0,
    "days": 33,
    "first_day": "2026-09-07",
    "last_day": "2027-06-28",
    "rank": 213,
    "turn": 1,
    "late": False,
    "values": [0],
    "ticket": "D-2026-4127/1",
    "draw": "00ab",
    "decision": "ACCEPTED",
    "because": None,
    "pool_name": "",
    "full_on": None,
    "capacity": None,
    "taken": None,
}
WAITING = LINE | {
    "request_id": OF_PETIT,
    "household_id": PETIT,
    "child_id": NOE,
    "turn": 2,
    "decision": "WAITLISTED",
    "because": "slot_full",
    "pool_name": "Repas",
    "full_on": "2026-09-07",
    "capacity": 60,
    "taken": 60,
}


def simulations(asked):
    """As many as were asked for, in their order."""
    body = asked["json"]
    counts = {"accepted": 3, "waitlisted": 2, "refused": 1, "by_hand": 0}
    facility = {"facility_id": "tilleuls", **counts, "siblings_split": 0}
    return {
        "simulations": [
            {
                "rules": rules,
                "digest": DIGEST,
                **counts,
                "households_without": 4,
                "siblings_split": n,
                "facilities": [facility],
                "lines": [LINE, WAITING] if body["with_lines"] else None,
            }
            for n, rules in enumerate(body["rule_sets"])
        ]
    }


EVIDENCE = {
    **{name: LINE[name] for name in ("line_id", "child_id", "facility_id", "slot_type")},
    "household_id": MARTIN,
    "reference": "D-2026-4127",
    "received_at": "2026-04-03T17:06:12Z",
    "weekday": 0,
    "days": 33,
    "dates": ["2026-09-07", "2026-09-14"],
    "decision": "REFUSED",
    "reason": "slot_full",
    "message": None,
    "decided_at": "2026-05-04T08:00:00Z",
    "decided_by": f"staff:{NADIA}",
    "decided_by_name": "Grandir Ensemble",
    "rule": "ALLOCATION",
    "pool": "repas",
    "pool_name": "Repas",
    "capacity": 60,
    "taken": 60,
    "full_on": "2026-09-07",
    "rank_then": None,
    "allocation": {
        "name": "Année 2026-2027",
        "mode": "PRIORITIES",
        "criteria": ["SIBLING", "WORKING_PARENTS"],
        "values": [1, 0],
        "late": False,
        "rank": 213,
        "turn": 214,
        "turns": 312,
        "ticket": "D-2026-4127/1",
        "seed": "7 12 23 31 45 / 8",
        "seed_source": "Loto du samedi 2 mai 2026",
        "draw": "00ab",
    },
    "appeal": [],
}
WAITS = {**WAITING, "rank": 1, "waitlisted_at": "2026-05-04T08:00:00Z", "dates": ["2026-09-07"]}
OFFERED = {
    "offer_id": ALLOCATION,
    "request_id": OF_MARTIN,
    "household_id": MARTIN,
    "state": "OPEN",
    "offered_at": "2026-05-04T08:00:00Z",
    "answer_by": "2026-05-06T08:00:00Z",
    "lines": [{**LINE, "dates": ["2026-09-07"]}],
}
LISTED = {"waiting": [WAITS], "offers": [OFFERED]}


def recorded_allocations() -> Sequence[tuple[str, str, Any]]:
    """One that is prepared, with what may be asked of it."""
    return (
        ("GET", "/openings", OPENINGS),
        ("GET", "/allocations", {"allocations": []}),
        ("POST", "/allocations", {"allocation_id": ALLOCATION}),
        ("GET", PATH, deepcopy(PREPARED)),
        ("POST", f"{PATH}/simulation", simulations),
        ("POST", f"{PATH}/seed", deepcopy(PREPARED)),
        ("POST", f"{PATH}/publication", {"accepted": 3, "waitlisted": 2, "refused": 1}),
        ("POST", f"{PATH}/replay", {"lines": 6, "same": True, "different": []}),
        ("GET", "/waiting-list", LISTED),
        ("GET", f"/requests/{OF_MARTIN}/lines/1/evidence", EVIDENCE),
    )
