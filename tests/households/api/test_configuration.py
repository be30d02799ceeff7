from typing import Any

import pytest

from tests.households.api.martins import CONFIGURATION, Martins

SCHOOL = {"school_id": "tilleuls", "name": "École Les Tilleuls", "levels": ["MATERNELLE"]}
PROOF = {"code": "proof_of_address", "label": "Justificatif", "per_child": False}


def test_the_operators_data_may_be_loaded_again(martins: Martins) -> None:
    before = martins.family.get("/requirements").json

    martins.configure()

    assert martins.family.get("/requirements").json == before
    assert len(martins.service.store.history("configuration")) == 2


def test_what_is_asked_of_families_changes_at_once(martins: Martins) -> None:
    martins.configure(requirements=[PROOF, PROOF | {"code": "vaccines", "label": "Vaccins"}])

    assert [each["label"] for each in martins.file()["documents"]] == ["Justificatif", "Vaccins"]
    assert martins.family.get("/requirements").json["requirements"][0] == {
        "code": "proof_of_address",
        "label": "Justificatif",
        "per_child": False,
        "help": "",
        "needed": "ALWAYS",
    }


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"schools": [SCHOOL | {"levels": ["COLLEGE"]}]}, "schools.0.levels.0", "not_a_choice"),
        ({"schools": [SCHOOL | {"levels": []}]}, "schools.0.levels", "too_short"),
        ({"schools": [SCHOOL | {"name": ""}]}, "schools.0.name", "required"),
        ({"schools": [SCHOOL, SCHOOL]}, "schools", "not_unique"),
        ({"schools": None}, "schools", "required"),
        ({"requirements": [PROOF, PROOF]}, "requirements", "not_unique"),
        ({"requirements": [{"code": "x"}]}, "requirements.0.label", "required"),
        (
            {"requirements": [PROOF | {"per_child": True, "needed": "QUOTIENT_DECLARED"}]},
            "requirements.0.per_child",
            "not_a_choice",
        ),
    ],
)
def test_wrong_data_is_named_with_its_field(
    martins: Martins, changes: dict[str, Any], field: str, code: str
) -> None:
    operator = martins.service.client(scope="operator")

    answer = operator.put("/configuration", json=CONFIGURATION | changes)

    assert answer.status_code == 422
    assert {"field": field, "code": code} in answer.json["errors"]


@pytest.mark.parametrize("scope", ["family", "staff", "public", "internal"])
def test_only_the_operator_configures(martins: Martins, scope: str) -> None:
    other = martins.service.client(scope=scope)

    assert other.put("/configuration", json=CONFIGURATION).status_code == 403


@pytest.mark.parametrize("path", ["/schools", "/requirements"])
def test_both_sites_read_what_is_asked(martins: Martins, path: str) -> None:
    assert martins.staff.get(path).status_code == 200
    assert martins.service.client(scope="public").get(path).status_code == 403
