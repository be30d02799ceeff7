from uuid import UUID

import pytest

from services.households.handlers import HOUSEHOLDS
from shared.contracts.accounts import AccountCreated
from shared.contracts.households import (
    ChildRegistered,
    ChildUpdated,
    GuardianWorkTold,
    HouseholdFileSubmitted,
    HouseholdLocated,
    HouseholdOpened,
)
from tests.households.api.martins import (
    ADDRESS,
    CAMILLE,
    COMPLEMENTARY,
    CONSENTS,
    CONTACTS,
    HEALTH,
    INSURANCE,
    LEO,
    LEO_IDENTITY,
    ME,
    MIA,
    MIA_IDENTITY,
    OTHER_GUARDIAN,
    PROOF,
    SECOND_PROOF,
    STRANGER,
    WORK,
    Martins,
    codes,
)
from tests.support.service import ServiceUnderTest

NAMED = ("given_name", "family_name", "relationship", "mobile")


# Opening


def test_a_new_account_has_a_household(service: ServiceUnderTest) -> None:
    service.hear(AccountCreated(account_id=CAMILLE, language="fr"))

    (opened,) = service.published(HouseholdOpened)
    assert opened.account_id == CAMILLE


def test_a_household_is_the_same_whoever_opens_it_first(service: ServiceUnderTest) -> None:
    family = service.client(scope="family", account_id=CAMILLE)

    before = family.get("/household").json["household_id"]
    service.hear(AccountCreated(account_id=CAMILLE, language="fr"))
    after = family.get("/household").json["household_id"]

    assert before == after
    assert len(service.published(HouseholdOpened)) == 1
    assert UUID(before).version == 5 and str(HOUSEHOLDS) != before


def test_a_new_file_is_a_draft_that_asks_for_everything(martins: Martins) -> None:
    file = martins.file()

    assert file["status"] == "DRAFT"
    assert file["version"] == 1
    assert file["sections"]["me"] == {
        "filled": False,
        "missing": ["given_name", "family_name", "relationship", "mobile"],
        "values": {},
    }
    assert file["children"] == []
    assert [each["status"] for each in file["documents"]] == ["MISSING"]
    assert {"kind": "child", "section": None} == {
        key: file["todo"][5][key] for key in ("kind", "section")
    }
    assert file["progress"] == {"done": 0, "total": 7}
    assert (file["submitted_at"], file["approved_at"], file["returned"]) == (None, None, None)


# Sections


def test_a_parent_fills_a_section_and_reads_it_back(martins: Martins) -> None:
    answer = martins.fill("me", ME)

    assert answer.json == {"version": 2}
    assert martins.file()["sections"]["me"] == {
        "filled": True,
        "missing": [],
        "values": ME | {"mobile": "+33612345678"},
    }


def test_every_section_is_read_back_as_it_was_told(martins: Martins) -> None:
    martins.tell_everything()

    file = martins.file()
    sections = file["sections"]
    (leo,) = file["children"]
    assert sections["work"]["values"] == WORK | {"work_phone": "+33388112200"}
    assert sections["other_guardian"]["values"] == OTHER_GUARDIAN | {"mobile": "+4915123456789"}
    assert sections["address"]["values"] == ADDRESS | {"line2": None}
    assert sections["complementary"]["values"] == COMPLEMENTARY | {"caf_number": None}
    assert leo["child_id"] == str(LEO)
    assert leo["sections"]["identity"]["values"] == LEO_IDENTITY | {
        "school_name": "École La Fontaine",
        "school_level": "ELEMENTAIRE",
    }
    assert leo["sections"]["health"]["values"] == HEALTH | {"doctor_phone": "+33388112233"}
    assert leo["sections"]["contacts"]["values"] == CONTACTS | {
        "emergency_phone": "+33388445566",
        "pickups": [{"name": "Jean Roth", "phone": None}],
    }
    assert leo["sections"]["consents"]["values"] == CONSENTS
    assert file["todo"] == []
    assert file["progress"] == {"done": 11, "total": 11}


@pytest.mark.parametrize(
    ("section", "answers", "wrong"),
    [
        (
            "me",
            {},
            dict.fromkeys(NAMED, "required"),
        ),
        ("me", ME | {"given_name": "   "}, {"given_name": "required"}),
        ("me", ME | {"mobile": "12"}, {"mobile": "not_a_phone"}),
        ("me", ME | {"mobile": "zéro six"}, {"mobile": "not_a_phone"}),
        ("me", ME | {"relationship": "AUNT"}, {"relationship": "not_a_choice"}),
        ("me", ME | {"given_name": "x" * 101}, {"given_name": "too_long"}),
        ("me", ME | {"given_name": "a\x07b"}, {"given_name": "not_a_text"}),
        ("me", ME | {"given_name": ["Camille"]}, {"given_name": "not_a_text"}),
        ("me", ME | {"is_staff": True}, {"is_staff": "unknown_field"}),
        ("me", ME | {"sms": "perhaps"}, {"sms": "not_a_yes_or_no"}),
        ("work", {"situation": ""}, {"situation": "required"}),
        ("work", WORK | {"work_phone": "0"}, {"work_phone": "not_a_phone"}),
        ("address", ADDRESS | {"postcode": "6700"}, {"postcode": "not_a_postcode"}),
        ("address", ADDRESS | {"postcode": "٦٧٠٠٠"}, {"postcode": "not_a_postcode"}),
        ("address", ADDRESS | {"line1": None}, {"line1": "required"}),
        (
            "complementary",
            {"quotient_choice": "DECLARED", "quotient": ""},
            {"quotient": "required"},
        ),
        (
            "complementary",
            {"quotient_choice": "DECLARED", "quotient": 100_000},
            {"quotient": "out_of_range"},
        ),
        (
            "complementary",
            {"quotient_choice": "DECLARED", "quotient": "beaucoup"},
            {"quotient": "not_a_number"},
        ),
        ("other_guardian", OTHER_GUARDIAN | {"email": "alex"}, {"email": "not_an_email"}),
    ],
)
def test_a_wrong_answer_is_named_with_its_field(
    martins: Martins, section: str, answers: dict[str, object], wrong: dict[str, str]
) -> None:
    assert codes(martins.fill(section, answers)) == wrong
    assert martins.file()["version"] == 1


def test_what_was_seen_must_be_said(martins: Martins) -> None:
    assert codes(martins.family.put("/household/sections/me", json=ME)) == {"seen": "required"}


def test_what_is_no_json_is_told(martins: Martins) -> None:
    answer = martins.family.put("/household/sections/me", data=b"{", content_type="text/plain")

    assert codes(answer) == {"": "not_json"}


def test_there_is_no_such_section(martins: Martins) -> None:
    assert martins.fill("identity", LEO_IDENTITY).status_code == 404
    assert martins.fill("pets", {}).status_code == 404


def test_another_guardian_may_be_told_bit_by_bit(martins: Martins) -> None:
    martins.fill("other_guardian", {"alone": False, "given_name": "Alex"})

    section = martins.file()["sections"]["other_guardian"]
    assert section["filled"] is False
    assert section["missing"] == ["family_name", "relationship", "mobile"]


def test_a_parent_alone_leaves_nothing_of_another_guardian_behind(martins: Martins) -> None:
    martins.fill("other_guardian", OTHER_GUARDIAN)
    martins.fill("other_guardian", OTHER_GUARDIAN | {"alone": True})

    section = martins.file()["sections"]["other_guardian"]
    assert section["filled"] is True
    assert section["values"]["given_name"] is None


def test_a_second_tab_is_told_that_the_section_changed(martins: Martins) -> None:
    martins.fill("me", ME, seen=1)

    answer = martins.fill("me", ME | {"given_name": "Camille-Anne"}, seen=1)

    assert (answer.status_code, answer.json["code"]) == (409, "changed_elsewhere")
    assert answer.json["facts"] == {"version": 2}
    assert martins.file()["sections"]["me"]["values"]["given_name"] == "Camille"


def test_a_double_click_is_one_change(martins: Martins) -> None:
    assert martins.fill("me", ME, seen=1).json == {"version": 2}
    assert martins.fill("me", ME, seen=1).json == {"version": 2}


# Children


def test_a_child_is_registered_and_the_others_hear_its_school(martins: Martins) -> None:
    answer = martins.register(MIA, MIA_IDENTITY)

    assert answer.status_code == 201
    (told,) = martins.service.published(ChildRegistered)
    assert (told.child_id, told.school_level, told.school_id) == (MIA, "MATERNELLE", "tilleuls")
    assert told.household_id == UUID(martins.household_id)


def test_registering_a_child_twice_registers_one(martins: Martins) -> None:
    martins.register(MIA, MIA_IDENTITY)

    assert martins.register(MIA, MIA_IDENTITY).status_code == 201
    assert len(martins.file()["children"]) == 1
    assert len(martins.service.published(ChildRegistered)) == 1


def test_a_child_who_changes_school_is_told_to_the_others(martins: Martins) -> None:
    martins.register(MIA, MIA_IDENTITY)

    martins.fill_child(
        MIA, "identity", MIA_IDENTITY | {"school_id": "la-fontaine", "class_name": "CP"}
    )

    (told,) = martins.service.published(ChildUpdated)
    assert (told.school_level, told.school_id) == ("ELEMENTAIRE", "la-fontaine")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"birth_date": "2019-02-30"}, {"birth_date": "not_a_date"}),
        ({"birth_date": "2100-01-01"}, {"birth_date": "in_the_future"}),
        ({"birth_date": "1990-01-01"}, {"birth_date": "too_old"}),
        ({"birth_date": None}, {"birth_date": "required"}),
        ({"school_id": "hogwarts"}, {"school_id": "not_a_choice"}),
        ({"class_name": "MS"}, {"class_name": "not_a_choice"}),
        ({"class_name": "6e"}, {"class_name": "not_a_choice"}),
        ({"child_id": "léo"}, {"child_id": "not_an_id"}),
    ],
)
def test_a_wrong_identity_is_named_with_its_field(
    martins: Martins, change: dict[str, object], wrong: dict[str, str]
) -> None:
    assert codes(martins.register(LEO, LEO_IDENTITY | change)) == wrong
    assert martins.file()["children"] == []


def test_a_health_record_may_be_filled_bit_by_bit(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)

    answer = martins.fill_child(LEO, "health", {"diet": "STANDARD", "doctor_phone": ""})

    assert answer.status_code == 200
    (leo,) = martins.file()["children"]
    assert leo["sections"]["health"]["missing"] == ["doctor_name", "doctor_phone"]
    assert {
        "kind": "field",
        "section": "health",
        "field": "doctor_name",
        "child_id": str(LEO),
        "requirement": None,
        "reason": None,
    } in martins.file()["todo"]


def test_a_person_who_may_collect_the_child_has_a_name(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)

    answer = martins.fill_child(LEO, "contacts", {"pickups": [{"name": "", "phone": "123"}]})

    assert codes(answer) == {"pickups.0.name": "required", "pickups.0.phone": "not_a_phone"}


def test_two_tabs_on_one_child(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)
    seen = martins.file()["version"]
    martins.fill_child(LEO, "health", HEALTH, seen=seen)

    answer = martins.fill_child(LEO, "health", HEALTH | {"diet": "STANDARD"}, seen=seen)

    assert (answer.status_code, answer.json["code"]) == (409, "changed_elsewhere")


def test_the_child_of_another_family_is_not_there(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)
    stranger = Martins(martins.service, STRANGER)

    assert stranger.fill_child(LEO, "health", HEALTH).status_code == 404
    assert stranger.fill_child(UUID(int=99), "health", HEALTH).status_code == 404
    assert martins.fill_child(LEO, "pets", {}).status_code == 404


def test_the_id_of_a_child_is_taken_once(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)

    answer = Martins(martins.service, STRANGER).register(LEO, MIA_IDENTITY)

    assert (answer.status_code, answer.json["code"]) == (409, "child_registered_elsewhere")


# Sending the file


def test_an_incomplete_file_is_not_sent(martins: Martins) -> None:
    martins.fill("me", ME)

    answer = martins.submit()

    assert (answer.status_code, answer.json["code"]) == (409, "file_incomplete")
    assert answer.json["facts"] == {"missing": len(martins.file()["todo"])}


def test_a_complete_file_is_sent_once_however_often_one_clicks(martins: Martins) -> None:
    martins.tell_everything()

    assert martins.submit().json == {"status": "SUBMITTED"}
    assert martins.submit().json == {"status": "SUBMITTED"}

    assert [each.submission for each in martins.service.published(HouseholdFileSubmitted)] == [1]
    assert martins.file()["status"] == "SUBMITTED"
    assert martins.file()["submitted_at"].endswith("Z")


def test_a_returned_file_says_why_and_is_sent_again(martins: Martins) -> None:
    martins.tell_everything()
    martins.submit()
    martins.reject(PROOF)
    martins.send_back(reason="DOCUMENTS", message="Une pièce est à refaire.")

    file = martins.file()
    assert file["status"] == "RETURNED"
    assert (file["returned"]["reason"], file["returned"]["message"]) == (
        "DOCUMENTS",
        "Une pièce est à refaire.",
    )
    assert file["todo"] == [
        {
            "kind": "document",
            "section": None,
            "field": None,
            "child_id": None,
            "requirement": "proof_of_address",
            "reason": "UNREADABLE",
        }
    ]
    assert martins.submit().json["code"] == "file_incomplete"

    martins.upload(SECOND_PROOF, "proof_of_address")
    assert martins.submit().json == {"status": "SUBMITTED"}

    assert martins.file()["returned"] is None
    assert [each.submission for each in martins.service.published(HouseholdFileSubmitted)] == [1, 2]


def test_a_child_who_joins_an_approved_file_sends_it_back(martins: Martins) -> None:
    martins.become_approved()

    martins.register(MIA, MIA_IDENTITY)

    file = martins.file()
    assert (file["status"], file["returned"]["reason"]) == ("RETURNED", "CHILD_ADDED")
    assert file["approved_at"] is None
    assert [each["status"] for each in file["documents"]] == ["VERIFIED", "VERIFIED", "MISSING"]
    assert file["documents"][1]["document_id"] == str(INSURANCE)


# Who may


@pytest.mark.parametrize("scope", ["staff", "public", "internal", "operator"])
def test_a_file_is_shown_to_its_family_alone(martins: Martins, scope: str) -> None:
    other = martins.service.client(scope=scope)

    assert other.get("/household").status_code == 403
    assert other.put("/household/sections/me", json={"seen": 1, **ME}).status_code == 403
    assert other.post("/household/submission", json={}).status_code == 403
    assert other.post("/household/children", json={}).status_code == 403
    assert other.post("/household/documents", data={}).status_code == 403


def test_nobody_without_a_token_is_answered(martins: Martins) -> None:
    assert martins.service.app.test_client().get("/household").status_code == 401


def test_schools_and_documents_can_be_read(martins: Martins) -> None:
    assert martins.family.get("/schools").json["schools"][0] == {
        "school_id": "tilleuls",
        "name": "École Les Tilleuls",
        "levels": ["MATERNELLE"],
    }
    assert [each["code"] for each in martins.family.get("/requirements").json["requirements"]] == [
        "proof_of_address",
        "insurance",
        "quotient",
    ]


def test_whether_the_guardian_works_is_told_and_nothing_else_of_it(martins: Martins) -> None:
    martins.fill("work", WORK | {"situation": "SEEKING"})
    martins.fill("work", WORK | {"situation": "SELF_EMPLOYED"})

    told = martins.service.published(GuardianWorkTold)
    assert [each.working for each in told] == [False, True]


def test_the_area_is_told_and_the_address_is_not_also_when_the_list_of_areas_comes_later(
    martins: Martins,
) -> None:
    martins.fill("address", ADDRESS)
    martins.configure(
        areas=[{"area_id": "centre", "name": "Centre", "resident": True, "postcodes": ["67000"]}]
    )

    (told,) = martins.service.published(HouseholdLocated)

    assert told == HouseholdLocated(household_id=told.household_id, area="centre", resident=True)
