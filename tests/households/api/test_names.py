from uuid import UUID

import pytest

from tests.households.api.martins import (
    CAMILLE,
    INSURANCE,
    LEO,
    LEO_IDENTITY,
    ME,
    MIA,
    PROOF,
    STRANGER,
    Martins,
)

UNKNOWN = UUID(int=404)


@pytest.fixture
def told(martins: Martins) -> Martins:
    martins.tell_everything()
    return martins


def test_names_are_given_for_ids(told: Martins) -> None:
    asked = {
        "households": [told.household_id, str(UNKNOWN)],
        "children": [str(LEO), str(UNKNOWN)],
        "accounts": [str(CAMILLE), str(UNKNOWN)],
    }

    for speaker in (told.inside, told.staff, told.family):
        assert speaker.post("/names", json=asked).json == {
            "households": {
                told.household_id: {
                    "name": "Famille Martin",
                    "given_name": "Camille",
                    "family_name": "Martin",
                }
            },
            "children": {
                str(LEO): {
                    "given_name": "Léo",
                    "family_name": "Martin",
                    "class_name": "CE1",
                    "school_name": "École La Fontaine",
                    "household_id": told.household_id,
                    "homes": {told.household_id: "Léo"},
                }
            },
            "accounts": {
                str(CAMILLE): {"given_name": "Camille", "household_id": told.household_id}
            },
        }


def test_a_family_learns_no_name_of_another_one(told: Martins) -> None:
    stranger = Martins(told.service, STRANGER)
    stranger.fill("me", ME | {"given_name": "Zoé", "family_name": "Klein"})
    asked = {
        "households": [told.household_id, stranger.household_id],
        "children": [str(LEO)],
        "accounts": [str(CAMILLE), str(STRANGER)],
    }

    answer = stranger.family.post("/names", json=asked).json

    assert list(answer["households"]) == [stranger.household_id]
    assert answer["children"] == {}
    assert list(answer["accounts"]) == [str(STRANGER)]


def test_who_told_no_name_is_left_out(martins: Martins) -> None:
    household_id = martins.household_id
    asked = {"households": [household_id], "accounts": [str(CAMILLE)]}

    assert martins.inside.post("/names", json=asked).json == {
        "households": {},
        "children": {},
        "accounts": {},
    }


def test_a_changed_name_is_the_one_that_is_given(told: Martins) -> None:
    told.fill("me", ME | {"family_name": "Roth"})
    told.fill_child(LEO, "identity", LEO_IDENTITY | {"class_name": "CE2"})
    asked = {"households": [told.household_id], "children": [str(LEO)]}

    answer = told.inside.post("/names", json=asked).json

    assert answer["households"][told.household_id]["name"] == "Famille Roth"
    assert answer["children"][str(LEO)]["class_name"] == "CE2"


def test_a_payer_has_a_name_and_an_address(told: Martins) -> None:
    asked = {"households": [told.household_id, str(UNKNOWN)]}

    assert told.inside.post("/payers", json=asked).json == {
        told.household_id: {
            "name": "Camille Martin",
            "address": ["12 rue des Lilas", "67000 Strasbourg"],
        }
    }


def test_a_payer_without_an_address_has_no_lines(martins: Martins) -> None:
    martins.fill("me", ME)

    answer = martins.inside.post("/payers", json={"households": [martins.household_id]}).json

    assert answer[martins.household_id] == {"name": "Camille Martin", "address": []}


def test_a_return_is_told_with_the_words_for_each_document(told: Martins) -> None:
    told.submit()
    told.reject(INSURANCE, reason="OUT_OF_DATE", message="Elle s’arrête en août.")
    told.reject(PROOF)
    told.verify(PROOF)
    told.send_back(reason="DOCUMENTS", message="Encore une pièce, et c’est bon.")

    assert told.inside.get(f"/return-messages/{told.household_id}").json == {
        "reason": "DOCUMENTS",
        "message": "Encore une pièce, et c’est bon.",
        "documents": [
            {
                "label": "Assurance scolaire",
                "child": "Léo",
                "reason": "OUT_OF_DATE",
                "message": "Elle s’arrête en août.",
            }
        ],
    }


def test_a_file_that_was_not_returned_has_no_such_message(told: Martins) -> None:
    assert told.inside.get(f"/return-messages/{told.household_id}").status_code == 404
    assert told.inside.get(f"/return-messages/{UNKNOWN}").status_code == 404


@pytest.mark.parametrize("scope", ["family", "staff", "public", "operator"])
def test_payers_and_returns_are_for_services_alone(told: Martins, scope: str) -> None:
    other = told.service.client(scope=scope)

    assert other.post("/payers", json={}).status_code == 403
    assert other.get(f"/return-messages/{told.household_id}").status_code == 403


@pytest.mark.parametrize("scope", ["public", "operator"])
def test_names_are_for_those_who_show_them(told: Martins, scope: str) -> None:
    assert told.service.client(scope=scope).post("/names", json={}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"children": ["léo"]}, "children.0", "not_an_id"),
        ({"children": str(MIA)}, "children", "not_a_list"),
        ({"children": [str(MIA)] * 1001}, "children", "too_long"),
        ({"pets": []}, "pets", "unknown_field"),
    ],
)
def test_a_wrong_question_is_told(
    martins: Martins, asked: dict[str, object], field: str, code: str
) -> None:
    answer = martins.inside.post("/names", json=asked)

    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": field, "code": code}]
