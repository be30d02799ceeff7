"""Who is let in where: every route of every service, tried by everybody who can sign a token.

The table is the whole law: a route that is added has to be added here, with whom it lets in.
"""

from pathlib import Path
from uuid import UUID

import pytest

from shared.web.settings import SERVICES
from tests.hostile.test_every_route import address, method
from tests.hostile.worlds import WORLDS

pytestmark = pytest.mark.whole

ROLES = ("files", "bookings", "billing", "operations")
STAFF = "staff without a role"
CALLERS = ("public", "family", "internal", "operator", STAFF, *ROLES)
FEED = ("internal", "operator")
PARKED = {
    "GET /parked": ("operator", "operations"),
    "GET /parked/<path:message_id>": ("operator", "operations"),
    "POST /parked/<path:message_id>/retry": ("operator", "operations"),
    "POST /parked/<path:message_id>/skip": ("operator", "operations"),
}

MAY = {
    "accounts": {
        "POST /registrations": ("public",),
        "POST /sessions": ("public",),
        "POST /waiting-line": ("public",),
        "POST /sessions/lookup": ("public",),
        "POST /sessions/end": ("public",),
        "POST /confirmations": ("public",),
        "POST /password-resets": ("public",),
        "POST /password-resets/completion": ("public",),
        "GET /me": ("family",),
        "POST /confirmation-requests": ("family",),
        "PUT /password": ("family",),
        "POST /contact-points": ("internal",),
        "POST /links": ("internal",),
        "POST /staff/names": ROLES,
        "PUT /staff/<uuid:account_id>": ("operator",),
        "GET /events": FEED,
    },
    "households": {
        **PARKED,
        "GET /household": ("family",),
        "PUT /household/sections/<name>": ("family",),
        "POST /household/submission": ("family",),
        "POST /household/children": ("family",),
        "PUT /household/children/<uuid:child_id>/<name>": ("family",),
        "POST /household/children/<uuid:child_id>/invitation": ("family",),
        "DELETE /household/children/<uuid:child_id>/invitation": ("family",),
        "POST /household/children/joined": ("family",),
        "DELETE /household/children/<uuid:child_id>/other-home": ("family",),
        "GET /invitations/<uuid:invitation_id>": ("internal",),
        "POST /household/documents": ("family",),
        "GET /household/documents/<uuid:document_id>/content": ("family",),
        "GET /files": ("files",),
        "GET /search": ("files",),
        "GET /files/<uuid:household_id>": ("files",),
        "GET /files/<uuid:household_id>/children/<uuid:child_id>/health": ("files",),
        "GET /files/<uuid:household_id>/documents/<uuid:document_id>/content": ("files",),
        "POST /files/<uuid:household_id>/documents/<uuid:document_id>/verification": ("files",),
        "POST /files/<uuid:household_id>/approval": ("files",),
        "POST /files/<uuid:household_id>/return": ("files",),
        "POST /diets": ("bookings",),
        "POST /names": ("family", "internal", *ROLES),
        "POST /payers": ("internal",),
        "GET /return-messages/<uuid:household_id>": ("internal",),
        "PUT /configuration": ("operator",),
        "GET /schools": ("family", *ROLES),
        "GET /requirements": ("family", *ROLES),
        "GET /events": FEED,
    },
    "bookings": {
        **PARKED,
        "GET /operator": ("public", "family", "internal", *ROLES),
        "GET /allocations": ("bookings",),
        "POST /allocations": ("bookings",),
        "GET /allocations/<uuid:allocation_id>": ("bookings",),
        "POST /allocations/<uuid:allocation_id>/seed": ("bookings",),
        "POST /allocations/<uuid:allocation_id>/simulation": ("bookings",),
        "POST /allocations/<uuid:allocation_id>/publication": ("bookings",),
        "POST /allocations/<uuid:allocation_id>/replay": ("bookings",),
        "GET /calendar-feed": ("family",),
        "POST /calendar-feed": ("family",),
        "DELETE /calendar-feed": ("family",),
        "POST /calendar-feed/entries": ("public",),
        "POST /desk/bookings": ("bookings",),
        "GET /requests/<uuid:request_id>/lines/<line_id>/evidence": ("family", "bookings"),
        "GET /openings": ("public", "family", *ROLES),
        "GET /facilities": ("public", "family", *ROLES),
        "GET /eligibility": ("family",),
        "GET /planning": ("family",),
        "POST /requests": ("family",),
        "GET /requests": ("family", "bookings"),
        "GET /requests/draft": ("family",),
        "GET /requests/<uuid:request_id>": ("family", "bookings"),
        "DELETE /requests/<uuid:request_id>": ("family",),
        "GET /requests/<uuid:request_id>/calendar": ("family",),
        "GET /requests/<uuid:request_id>/days/<day>": ("family",),
        "PUT /requests/<uuid:request_id>/days/<day>": ("family",),
        "POST /requests/<uuid:request_id>/submission": ("family",),
        "GET /requests/<uuid:request_id>/wishes": ("family",),
        "PUT /requests/<uuid:request_id>/wishes": ("family",),
        "PUT /requests/<uuid:request_id>/sending": ("family",),
        "GET /refusal-messages/<uuid:request_id>": ("internal",),
        "GET /decisions": ("bookings",),
        "POST /decisions": ("bookings",),
        "GET /occupancy": ("bookings",),
        "GET /occupancy/<day>": ("bookings",),
        "GET /occupancy/weeks/<day>": ("bookings",),
        "GET /registers/<day>": ("bookings",),
        "GET /week": ("family",),
        "PUT /week": ("family",),
        "GET /absences/<uuid:child_id>/<day>": ("family",),
        "PUT /absences/<uuid:child_id>/<day>": ("family",),
        "DELETE /absences/<uuid:child_id>/<day>": ("family",),
        "POST /absences/<uuid:child_id>/<day>/certificate": ("family",),
        "GET /households/<uuid:household_id>/absences": ("bookings",),
        "POST /households/<uuid:household_id>/absences": ("bookings",),
        "POST /certificates/<uuid:absence_id>/withdrawal": ("bookings",),
        "POST /certificates/<uuid:absence_id>/paper": ("bookings",),
        "GET /absences/<uuid:child_id>/<day>/certificate": ("family",),
        "GET /custody/<uuid:child_id>": ("family",),
        "PUT /custody/<uuid:child_id>": ("family",),
        "POST /custody/<uuid:child_id>/proposals": ("family",),
        "POST /custody/<uuid:child_id>/proposals/<uuid:proposal_id>/answer": ("family",),
        "POST /custody/<uuid:child_id>/swaps": ("family",),
        "POST /custody/<uuid:child_id>/swaps/<uuid:swap_id>/answer": ("family",),
        "GET /certificates": ("bookings",),
        "GET /certificates/<uuid:absence_id>": ("bookings",),
        "GET /certificates/<uuid:absence_id>/content": ("bookings",),
        "POST /certificates/<uuid:absence_id>/decision": ("bookings",),
        "GET /planning/days": ("family",),
        "GET /planning/year": ("family",),
        "POST /requests/<uuid:request_id>/lines/<line_id>/departure": ("family",),
        "GET /offers": ("family",),
        "GET /offers/<uuid:offer_id>": ("family",),
        "POST /offers/<uuid:offer_id>/answer": ("family",),
        "GET /waiting-list": ("bookings",),
        "GET /receipts/key": ("public", "family", *ROLES),
        "POST /receipts/verification": ("public", "family", *ROLES),
        "GET /facilities/places": ("bookings",),
        "POST /facilities/<facility_id>/places/preview": ("bookings",),
        "POST /facilities/<facility_id>/places": ("bookings",),
        "GET /school-years": ("bookings",),
        "GET /school-years/<school_year>/calendar": ("bookings",),
        "POST /school-years/<school_year>/closures/preview": ("bookings",),
        "POST /school-years/<school_year>/closures": ("bookings",),
        "POST /school-years/<school_year>/reopenings/preview": ("bookings",),
        "POST /school-years/<school_year>/reopenings": ("bookings",),
        "POST /school-years/<school_year>/extra-days/preview": ("bookings",),
        "POST /school-years/<school_year>/extra-days": ("bookings",),
        "POST /school-years/<school_year>/extra-days/removal/preview": ("bookings",),
        "POST /school-years/<school_year>/extra-days/removal": ("bookings",),
        "POST /school-years/<school_year>/revision/preview": ("bookings",),
        "POST /school-years/<school_year>/revision": ("bookings",),
        "GET /school-years/<school_year>/next": ("bookings",),
        "POST /school-years/<school_year>/next": ("bookings",),
        "GET /school-years/<school_year>/opening-waves": ("bookings",),
        "GET /school-years/<school_year>/opening-waves/first": ("bookings",),
        "POST /school-years/<school_year>/opening-waves/preview": ("bookings",),
        "POST /school-years/<school_year>/opening-waves/<wave_id>": ("bookings",),
        "POST /school-years/<school_year>/opening-waves/<wave_id>/withdrawal": ("bookings",),
        "PUT /operator": ("operator",),
        "PUT /school-years/<school_year>": ("operator",),
        "PUT /facilities/<facility_id>": ("operator",),
        "PUT /opening-waves/<wave_id>": ("operator",),
        "GET /events": FEED,
    },
    "billing": {
        **PARKED,
        "GET /prices": ("family",),
        "GET /invoices": ("family", "billing"),
        "GET /invoices/<uuid:invoice_id>": ("family", "billing"),
        "GET /invoices/<uuid:invoice_id>/pdf": ("family", "billing"),
        "POST /invoices/<uuid:invoice_id>/payments": ("family",),
        "GET /credit": ("family", "billing"),
        "POST /refunds": ("billing",),
        "GET /credit-notes/<uuid:credit_note_id>/pdf": ("family", "billing"),
        "GET /payments/<uuid:payment_id>": ("family",),
        "POST /payment-notifications": (),  # whoever has no signature of the bank
        "GET /months": ("billing",),
        "GET /months/<period>": ("billing",),
        "POST /months/<period>/invoices": ("billing",),
        "GET /rate-tables": ROLES,
        "PUT /rate-tables/<table_id>": ("operator",),
        "GET /events": FEED,
    },
    "notifier": {
        **PARKED,
        "GET /mails": ROLES,
        "GET /mailbox": ("public",),
        "GET /mailbox/<uuid:mail_id>": ("public",),
        "GET /events": FEED,
    },
    "integrations": {
        **PARKED,
        "GET /events": ("operator",),  # or an API key
        "POST /keys": ("operator",),
        "GET /keys": ("operator",),
        "DELETE /keys/<uuid:key_id>": ("operator",),
    },
}
FOR_MACHINES = {"/metrics", "/health/live", "/health/ready"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_route_lets_in_whom_it_names_and_nobody_else(name: str, tmp_path: Path) -> None:
    # An address that leads nowhere: what is asked is only who gets as far as being told so.
    world = WORLDS[name](tmp_path)
    found = {}
    for route in world.service.app.url_map.iter_rules():
        if route.rule in FOR_MACHINES:
            continue
        path = address(world, route, nowhere=True)
        answers = {
            caller: getattr(asking(world.service, caller), method(route).lower())(path).status_code
            for caller in CALLERS
        }
        found[f"{method(route)} {route.rule}"] = tuple(
            caller for caller, status in answers.items() if status not in {401, 403}
        )

    # Several questions in one call: each goes through its own door (test_questions.py).
    assert set(found.pop("POST /questions")) >= set(CALLERS) - {STAFF}
    assert found == MAY[name]


@pytest.mark.parametrize("name", SERVICES)
def test_without_a_token_only_machines_are_answered(name: str, tmp_path: Path) -> None:
    world = WORLDS[name](tmp_path)
    stranger = world.service.app.test_client()

    for route in world.service.app.url_map.iter_rules():
        path = address(world, route)
        answer = getattr(stranger, method(route).lower())(path)
        assert answer.status_code == (200 if route.rule in FOR_MACHINES else 401), route


def asking(service, caller):
    if caller in ROLES:
        return service.client("staff", UUID(int=5), {"name": "Paul", "roles": [caller]})
    return service.client("staff" if caller == STAFF else caller)
