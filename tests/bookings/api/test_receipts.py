"""A receipt is checked by anybody: what is forged, replayed or unknown is told as such."""

import json

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as some
from joserfc import jws
from joserfc.jwk import KeySet, OKPKey

from tests.bookings.strasbourg import LEO, MIA, NOE, OTHER_REQUEST, REQUEST, paris
from tests.bookings.town import MONDAY, town
from tests.support.service import moved_clock


@pytest.fixture(scope="module")
def strasbourg(tmp_path_factory):
    folder = tmp_path_factory.mktemp("receipts")
    with pytest.MonkeyPatch.context() as patch, moved_clock(patch, folder) as move_clock:
        it = town(folder)
        move_clock(paris("2026-04-04 20:00"))
        it.send(it.camille, REQUEST, {MONDAY: [(MIA, "LUNCH"), (LEO, "LUNCH")]})
        it.send(it.sacha, OTHER_REQUEST, {MONDAY: [(NOE, "LUNCH")]})
        yield it


def receipt(strasbourg):
    return strasbourg.camille.get(f"/requests/{REQUEST}").json


def verdict(strasbourg, code, reference=""):
    public = strasbourg.service.client("public")
    answer = public.post("/receipts/verification", json={"code": code, "reference": reference})
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_receipt_is_authentic_for_anybody(strasbourg):
    told = receipt(strasbourg)

    checked = verdict(strasbourg, told["receipt"], told["reference"].lower())

    assert checked == {
        "verdict": "AUTHENTIC",
        "reference": told["reference"],
        "received_at": told["received_at"],
        "rank": 1,
    }
    assert receipt(strasbourg)["receipt"] == told["receipt"]


def test_it_is_checked_with_the_public_key_alone(strasbourg):
    keys = KeySet.import_key_set(strasbourg.service.client("public").get("/receipts/key").json)

    said = json.loads(
        jws.deserialize_compact(receipt(strasbourg)["receipt"], keys, ["Ed25519"]).payload
    )

    assert (said["rank"], said["req"]) == (1, str(REQUEST))
    assert set(said) == {"ref", "req", "at", "rank", "sha256"}  # nobody is named
    assert "d" not in strasbourg.service.client("public").get("/receipts/key").json["keys"][0]


def test_a_receipt_broken_over_two_lines_is_still_one(strasbourg):
    code = receipt(strasbourg)["receipt"]

    assert verdict(strasbourg, f" {code[:80]}\n{code[80:]} ")["verdict"] == "AUTHENTIC"


def test_a_receipt_shown_for_another_request_is_told(strasbourg):
    other = strasbourg.sacha.get(f"/requests/{OTHER_REQUEST}").json

    checked = verdict(strasbourg, receipt(strasbourg)["receipt"], other["reference"])

    assert checked["verdict"] == "OF_ANOTHER_REQUEST"


def test_another_rank_under_the_same_signature_is_forged(strasbourg):
    header, _payload, signature = receipt(strasbourg)["receipt"].split(".")
    _header, payload, _signature = (
        strasbourg.sacha.get(f"/requests/{OTHER_REQUEST}").json["receipt"].split(".")
    )

    checked = verdict(strasbourg, f"{header}.{payload}.{signature}")

    assert checked == {"verdict": "FORGED", "reference": None, "received_at": None, "rank": None}


@pytest.mark.parametrize("header", [{"alg": "Ed25519"}, {"alg": "none"}])
def test_a_receipt_signed_with_another_key_or_none_is_forged(strasbourg, header):
    said = b'{"ref":"D-2026-AAAAAA","req":"x","at":"2026-04-03","rank":1,"sha256":""}'
    code = jws.serialize_compact(
        header, said, OKPKey.generate_key("Ed25519"), algorithms=[header["alg"]]
    )

    assert verdict(strasbourg, code)["verdict"] in {"FORGED", "NOT_A_RECEIPT"}


def test_the_receipt_of_another_portal_is_forged_here(strasbourg, tmp_path):
    elsewhere = town(tmp_path)
    elsewhere.send(elsewhere.camille, REQUEST, {MONDAY: [(MIA, "LUNCH")]})

    assert verdict(strasbourg, receipt(elsewhere)["receipt"])["verdict"] == "FORGED"


def test_a_receipt_whose_request_is_not_kept_here_is_unknown(strasbourg, tmp_path):
    """Signed with our key, but not what we keep: a copy of the portal, or a lost database."""
    copy = town(tmp_path)
    secret = copy.service.settings.secrets / "receipts"
    secret.write_bytes(strasbourg.service.settings.secret("receipts"))
    copy.send(copy.camille, REQUEST, {MONDAY: [(MIA, "EVENING")]})

    assert verdict(strasbourg, receipt(copy)["receipt"])["verdict"] == "UNKNOWN"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@for_any(some.text(max_size=60) | some.from_regex(r"[\w-]{0,9}\.[\w-]{0,9}\.[\w-]{0,9}"))
def test_anything_else_is_no_receipt(strasbourg, text):
    sent = text.encode("utf-8", "replace").decode()
    public = strasbourg.service.client("public")

    answer = public.post("/receipts/verification", json={"code": sent})

    assert answer.status_code in {200, 422}
    if answer.status_code == 200:
        assert answer.json["verdict"] in {"FORGED", "NOT_A_RECEIPT"}
