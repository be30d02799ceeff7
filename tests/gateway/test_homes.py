"""« Garde alternée » of a child of two homes: propose, accept, swap; the other parent's code."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.gateway.reading import read
from tests.gateway.recorded import LEO, Services

PAGE, OWNER = f"/garde/{LEO}", f"/custody/{LEO}"
OTHER_HOME = f"/dossier/enfants/{LEO}/autre-foyer"
PROPOSAL, SWAP = "5eed0000-0000-4000-8000-000000000091", "5eed0000-0000-4000-8000-000000000092"
ODD = {"weeks": "ODD", "first_halves": None, "exceptions": []}


def two_homes(**changes: Any) -> dict[str, Any]:
    proposal = {
        "proposal_id": PROPOSAL,
        "mine": False,
        "starts_on": "2026-12-07",
        "calendar": ODD,
    }
    homes = {"first": True, "since": None, "proposal": proposal, "swaps": []} | changes
    return {"calendar": None, "weeks": [], "homes": homes}


def test_a_proposal_of_the_other_home_is_read_and_accepted(
    camille: FlaskClient, services: Services
) -> None:
    answered = f"{OWNER}/proposals/{PROPOSAL}/answer"
    services.answer("bookings", "GET", OWNER, two_homes())
    services.answer("bookings", "POST", answered, {"accepted": True})

    page = read(camille.get(PAGE))
    sent = camille.post(f"{PAGE}/calendrier/{PROPOSAL}", data={"reponse": "oui"})

    assert "L’autre foyer vous propose un calendrier" in page.words
    assert "vous réservez tous les jours" in page.words
    assert sent.location == f"{PAGE}?fait=oui"
    assert [call.json for call in services.asked("POST", answered)] == [{"accept": True}]


def test_a_swap_that_is_refused_says_why_on_the_same_page(
    camille: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "GET", OWNER, two_homes(proposal=None))
    refusal = Refusal("day_of_other_home", {"day": "2026-12-08"})
    services.answer("bookings", "POST", f"{OWNER}/swaps", refusal)

    answer = camille.post(f"{PAGE}/echanges", data={"donne": "2026-12-08"})

    assert answer.status_code == 409
    assert "votre enfant est chez son autre parent" in read(answer).words


@pytest.mark.parametrize("typed", [{"donne": "demain"}, {"prend": "2026-13-40"}])
def test_what_is_no_day_is_not_sent(
    camille: FlaskClient, services: Services, typed: dict[str, str]
) -> None:
    services.answer("bookings", "GET", OWNER, two_homes(proposal=None))

    assert camille.post(f"{PAGE}/echanges", data=typed).status_code == 422
    assert services.asked("POST", f"{OWNER}/swaps") == []


def test_the_code_of_another_family_s_child_is_not_there(camille: FlaskClient) -> None:
    nobody = "/dossier/enfants/5eed0000-0000-4000-8000-0000000000ff/autre-foyer"

    assert camille.get(nobody).status_code == 404
    assert "Inviter l’autre parent" in read(camille.get(OTHER_HOME)).words
