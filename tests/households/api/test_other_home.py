"""Sacha joins with a code: Léo is in two files, and nothing of one is seen from the other."""

from typing import Any
from uuid import UUID

import pytest

from shared.contracts import households
from tests.households.api.martins import CAMILLE, LEO, LEO_IDENTITY, ME, STRANGER, Martins

INVITATION = f"/household/children/{LEO}/invitation"
WRONG = "AAAAA-AAAAA"


@pytest.fixture
def petits(martins: Martins) -> Martins:
    martins.tell_everything()
    other = Martins(martins.service, STRANGER)
    other.fill("me", ME | {"given_name": "Sacha", "family_name": "Petit"})
    return other


def invite(martins: Martins, email: str | None = None) -> str:
    answer = martins.family.post(INVITATION, json={"email": email})
    assert answer.status_code == 201, answer.json
    return str(answer.json["code"])


def join(petits: Martins, code: str, **changes: Any) -> Any:
    told = LEO_IDENTITY | {"given_name": "Leo", "family_name": "Petit"} | changes
    return petits.family.post("/household/children/joined", json={"code": code, **told})


def child(of: Martins) -> Any:
    (leo,) = [it for it in of.file()["children"] if it["child_id"] == str(LEO)]
    return leo


def test_each_home_has_its_own_entry_of_the_child(martins: Martins, petits: Martins) -> None:
    assert join(petits, invite(martins)).status_code == 201

    assert child(petits)["sections"]["identity"]["values"]["family_name"] == "Petit"
    assert child(petits)["sections"]["health"]["filled"] is False
    assert child(martins)["sections"]["identity"]["values"]["family_name"] == "Martin"
    assert child(martins)["other_home"]["state"] == child(petits)["other_home"]["state"] == "JOINED"
    names = {"children": [str(LEO)]}
    own = petits.family.post("/names", json=names).json["children"][str(LEO)]
    assert (own["given_name"], own["homes"]) == ("Leo", {petits.household_id: "Leo"})
    for_mails = petits.inside.post("/names", json=names).json["children"][str(LEO)]["homes"]
    assert for_mails == {martins.household_id: "Léo", petits.household_id: "Leo"}


def test_the_fence_is_said_before_the_child(martins: Martins, petits: Martins) -> None:
    """In the stream of the second home: whoever hears of the child knows of the first one."""
    join(petits, invite(martins))

    said = [type(it).__name__ for it in martins.service.published()]
    (told,) = martins.service.published(households.OtherHomeJoined)
    assert said.index("OtherHomeJoined") < len(said) - 1 - said[::-1].index("ChildRegistered")
    assert str(told.first_household_id) == martins.household_id
    assert str(told.household_id) == petits.household_id


def test_nothing_of_one_home_is_seen_from_the_other(martins: Martins, petits: Martins) -> None:
    join(petits, invite(martins))
    petits.family.put(
        f"/household/children/{LEO}/health",
        json={"seen": petits.file()["version"], "doctor_name": "Dr Discret"},
    )
    theirs = petits.family.get("/household").text
    ours = martins.family.get("/household").text

    for secret in (martins.household_id, str(CAMILLE), "Dr Weber", "Camille"):
        assert secret not in theirs
    for secret in (petits.household_id, str(STRANGER), "Dr Discret", "Petit", "Sacha"):
        assert secret not in ours


def test_a_wrong_expired_or_used_code_is_told_so(martins: Martins, petits: Martins) -> None:
    assert join(petits, WRONG).json["code"] == "code_unknown"
    code = invite(martins)
    assert join(petits, code, given_name="Zoé").json["code"] == "code_of_another_child"
    assert join(petits, code).status_code == 201
    third = Martins(martins.service, UUID(int=77))
    assert join(third, code).json["code"] == "code_used"
    assert join(martins, code).json["code"] == "own_invitation"


def test_wrong_tries_are_counted_and_then_the_right_code_has_to_wait(
    martins: Martins, petits: Martins
) -> None:
    code = invite(martins)
    for _ in range(5):
        assert join(petits, WRONG).json["code"] == "code_unknown"

    answer = join(petits, code)
    assert (answer.status_code, answer.json["code"]) == (409, "too_many_attempts")


def test_a_code_is_only_shown_to_its_home_and_sent_where_it_says(
    martins: Martins, petits: Martins
) -> None:
    code = invite(martins, "sacha@exemple.fr")

    (told,) = martins.service.published(households.OtherHomeInvited)
    assert told.by_mail is True
    sent = martins.inside.get(f"/invitations/{told.invitation_id}").json
    assert (sent["email"], sent["code"]) == ("sacha@exemple.fr", code)
    assert child(martins)["other_home"]["code"] == code
    staff = martins.staff.get(f"/files/{martins.household_id}").text
    assert code not in staff and "sacha@exemple.fr" not in staff
    assert petits.family.post(INVITATION, json={}).status_code == 404
    assert petits.family.delete(INVITATION).status_code == 404
    with martins.service.store.engine.connect() as tx:
        stored = "".join(str(row) for row in tx.exec_driver_sql("SELECT data FROM events"))
    assert code.replace("-", "") not in stored and "sacha@exemple.fr" not in stored

    join(petits, code)
    assert martins.inside.get(f"/invitations/{told.invitation_id}").status_code == 404


def test_staff_see_both_homes_of_a_child(martins: Martins, petits: Martins) -> None:
    join(petits, invite(martins))

    (leo,) = martins.staff.get(f"/files/{petits.household_id}").json["children"]
    assert leo["other_home"] == {
        "state": "JOINED",
        "first": False,
        "household_id": martins.household_id,
    }


def test_either_home_ends_it_and_keeps_its_own_entry(martins: Martins, petits: Martins) -> None:
    join(petits, invite(martins))

    for _ in range(2):
        assert petits.family.delete(f"/household/children/{LEO}/other-home").status_code == 200

    (told,) = martins.service.published(households.OtherHomeEnded)
    assert str(told.household_id) == str(told.ended_by) == petits.household_id
    assert child(martins)["other_home"]["state"] == child(petits)["other_home"]["state"] == "ENDED"
    assert join(petits, invite(martins)).status_code == 201
    assert len(martins.service.published(households.OtherHomeJoined)) == 2


def test_erasing_one_home_leaves_the_other_whole(martins: Martins, petits: Martins) -> None:
    join(petits, invite(martins))
    vault = martins.service.app.extensions["vault"]
    vault.forget(UUID(martins.household_id))

    names = {"children": [str(LEO)]}
    known = petits.inside.post("/names", json=names).json["children"][str(LEO)]["homes"]
    assert known == {petits.household_id: "Leo"}
