"""A receipt is checked by anybody, and what is not one is told as what it is."""

import pytest
from flask.testing import FlaskClient

from tests.gateway.bookable import MONDAYS, REQUEST, line, opening_evening, sent
from tests.gateway.reading import read
from tests.gateway.recorded import MIA, Services

CODE = "eyJhbGciOiJFZDI1NTE5In0.eyJyZWYiOiJEIn0.c2lnbmF0dXJl"
KNOWN = {"reference": "D-2026-4127XX", "received_at": "2026-04-03T17:06:12Z", "rank": 213}


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("AUTHENTIC", "Ce reçu est authentique"),
        ("OF_ANOTHER_REQUEST", "Ce reçu est celui d’une autre demande"),
        ("UNKNOWN", "Ce reçu ne correspond à aucune demande gardée ici"),
        ("FORGED", "Ce reçu n’a pas été signé par ce portail"),
        ("NOT_A_RECEIPT", "Ce n’est pas le code d’un reçu"),
    ],
)
def test_anybody_reads_what_became_of_a_receipt(
    visitor: FlaskClient, services: Services, verdict: str, said: str
) -> None:
    known = KNOWN if verdict in ("AUTHENTIC", "OF_ANOTHER_REQUEST", "UNKNOWN") else {}
    nothing = dict.fromkeys(KNOWN)
    answer = {"verdict": verdict, **nothing, **known}
    services.answer("bookings", "POST", "/receipts/verification", answer)

    page = read(visitor.get("/verifier", query_string={"code": CODE, "reference": "d-2026"}))

    assert said in page.words
    assert ("Rang d’arrivée 213" in page.words) is bool(known)
    (call,) = services.asked("POST", "/receipts/verification")
    assert call.asked["json"] == {"code": CODE, "reference": "d-2026"}
    assert call.asked["scope"] == "public"


def test_the_address_of_the_square_is_taken_for_its_code(
    visitor: FlaskClient, services: Services
) -> None:
    forged = {"verdict": "FORGED", **dict.fromkeys(KNOWN)}
    services.answer("bookings", "POST", "/receipts/verification", forged)

    visitor.get("/verifier", query_string={"code": f"http://exemple.fr/verifier?code={CODE}"})

    assert services.asked("POST", "/receipts/verification")[0].asked["json"]["code"] == CODE


def test_nothing_is_asked_before_there_is_a_code(visitor: FlaskClient, services: Services) -> None:
    empty, forgotten = visitor.get("/verifier"), visitor.get("/verifier?code=")

    assert "Code du reçu" in read(empty).words and empty.status_code == 200
    assert "Remplissez ce champ" in read(forgotten).words
    assert read(visitor.get(f"/verifier?code={'a' * 3000}")).words.count("pas le code d’un reçu")
    assert not services.asked("POST", "/receipts/verification")


def test_the_public_key_is_published(visitor: FlaskClient, services: Services) -> None:
    keys = {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}]}
    services.answer("bookings", "GET", "/receipts/key", keys)

    assert visitor.get("/verifier/cle.json").json == keys


def test_the_receipt_on_paper_has_its_square_and_its_code(
    camille: FlaskClient, services: Services
) -> None:
    opening_evening(services)
    told = sent(line(MIA, "LUNCH", "REQUESTED", dates=MONDAYS), receipt=CODE)
    services.answer("bookings", "GET", f"/requests/{REQUEST}", told)

    answer = camille.get(f"/demandes/{REQUEST}/recu/imprimer")

    words = read(answer).words
    assert "D-2026-4127XX" in words and CODE in words and "Tous les lundis : midi" in words
    assert "<svg" in answer.text and "style=" not in answer.text


def test_a_draft_has_no_paper(camille: FlaskClient, services: Services) -> None:
    opening_evening(services)

    assert camille.get(f"/demandes/{REQUEST}/recu/imprimer").location == "/reserver"
