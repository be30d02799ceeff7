from uuid import UUID

import pytest

from shared.contracts.households import (
    DocumentRejected,
    DocumentVerified,
    FamilyQuotientRecorded,
    HouseholdFileApproved,
    HouseholdFileReturned,
)
from shared.eventstore import clock
from tests.households.api.martins import (
    HEALTH,
    INSURANCE,
    LEO,
    LEO_IDENTITY,
    MIA,
    NADIA,
    PDF,
    PROOF,
    SECOND_PROOF,
    STRANGER,
    Martins,
    codes,
    refused,
)

NOBODY = UUID(int=404)


# The queue


def test_the_queue_shows_files_that_were_sent(martins: Martins) -> None:
    martins.tell_everything()
    martins.submit()
    Martins(martins.service, STRANGER).file()

    queue = martins.staff.get("/files").json

    assert queue["counts"] == {"DRAFT": 1, "SUBMITTED": 1, "APPROVED": 0, "RETURNED": 0}
    (file,) = queue["files"]
    assert file | {"submitted_at": None} == {
        "household_id": martins.household_id,
        "name": "Famille Martin",
        "status": "SUBMITTED",
        "submitted_at": None,
        "children": ["Léo"],
        "pending_documents": 2,
    }
    assert (queue["page"], queue["pages"]) == (1, 1)


def test_who_told_no_name_has_none_in_the_queue(martins: Martins) -> None:
    martins.file()

    (draft,) = martins.staff.get("/files?status=DRAFT").json["files"]
    assert (draft["name"], draft["children"], draft["submitted_at"]) == (None, [], None)


def test_only_the_document_that_counts_is_pending(martins: Martins) -> None:
    martins.tell_everything()
    martins.submit()
    martins.verify(INSURANCE)
    martins.upload(SECOND_PROOF, "proof_of_address")

    (file,) = martins.staff.get("/files?status=SUBMITTED&page=1").json["files"]
    assert file["pending_documents"] == 1


def test_the_queue_is_read_page_by_page(martins: Martins) -> None:
    for n in range(1000, 1030):
        Martins(martins.service, UUID(int=n)).file()

    first = martins.staff.get("/files?status=DRAFT").json
    second = martins.staff.get("/files?status=DRAFT&page=2").json

    assert first["pages"] == 2
    assert (len(first["files"]), len(second["files"])) == (25, 5)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("status=LOST", {"status": "not_a_choice"}),
        ("page=0", {"page": "out_of_range"}),
        ("page=two", {"page": "not_a_number"}),
        ("order=name", {"order": "unknown_field"}),
    ],
)
def test_a_wrong_question_to_the_queue_is_told(
    martins: Martins, query: str, wrong: dict[str, str]
) -> None:
    assert codes(martins.staff.get(f"/files?{query}")) == wrong


# One file


def test_the_staff_see_the_file_without_its_health_records(martins: Martins) -> None:
    martins.tell_everything()

    file = martins.staff_file()

    (leo,) = file["children"]
    assert leo["sections"]["health"] == {
        "filled": True,
        "missing": [],
        "values": {"hidden": True},
    }
    assert leo["sections"]["identity"]["values"]["given_name"] == "Léo"
    assert file["sections"]["me"]["values"]["mobile"] == "+33612345678"
    assert UUID(file["account_id"])
    assert "Weber" not in str(file) and "arachides" not in str(file)


def test_reading_a_health_record_is_shown_to_the_parents(martins: Martins) -> None:
    martins.tell_everything()

    answer = martins.staff.get(f"/files/{martins.household_id}/children/{LEO}/health")

    assert answer.json["values"] == HEALTH | {"doctor_phone": "+33388112233"}
    (leo,) = martins.file()["children"]
    (reading,) = leo["health_reads"]
    assert reading["by"] == "Nadia"
    assert reading["at"].endswith("Z")


def test_reading_twice_within_the_hour_is_one_reading(martins: Martins) -> None:
    martins.tell_everything()
    for _ in range(2):
        martins.staff.get(f"/files/{martins.household_id}/children/{LEO}/health")

    (leo,) = martins.file()["children"]
    assert len(leo["health_reads"]) == 1


def test_the_health_record_of_another_family_is_not_there(martins: Martins) -> None:
    martins.tell_everything()
    other = Martins(martins.service, STRANGER).household_id

    assert martins.staff.get(f"/files/{other}/children/{LEO}/health").status_code == 404
    assert martins.staff.get(f"/files/{NOBODY}/children/{LEO}/health").status_code == 404
    assert martins.staff.get(f"/files/{other}/children/{MIA}/health").status_code == 404


def test_the_staff_read_a_document(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address")
    other = Martins(martins.service, STRANGER).household_id

    answer = martins.staff.get(f"/files/{martins.household_id}/documents/{PROOF}/content")

    assert answer.data == PDF
    assert martins.staff.get(f"/files/{other}/documents/{PROOF}/content").status_code == 404
    assert martins.staff.get(f"/files/{NOBODY}/documents/{PROOF}/content").status_code == 404


def test_a_file_that_does_not_exist_is_not_there(martins: Martins) -> None:
    assert martins.staff.get(f"/files/{NOBODY}").status_code == 404
    assert martins.staff.post(f"/files/{NOBODY}/approval", json={}).status_code == 404
    said = {"reason": "OTHER", "message": "?"}
    assert martins.staff.post(f"/files/{NOBODY}/return", json=said).status_code == 404


# Documents


def test_a_document_is_verified_and_the_others_hear_it(martins: Martins) -> None:
    martins.tell_everything()

    assert martins.verify(INSURANCE).json == {"status": "DRAFT"}

    (told,) = martins.service.published(DocumentVerified)
    assert (told.document_id, told.requirement, told.child_id) == (INSURANCE, "insurance", LEO)
    assert martins.file()["documents"][1]["status"] == "VERIFIED"


def test_a_document_is_rejected_with_words_for_the_family(martins: Martins) -> None:
    martins.tell_everything()

    martins.reject(PROOF)

    document = martins.file()["documents"][0]
    assert (document["status"], document["reason"], document["message"]) == (
        "REJECTED",
        "UNREADABLE",
        "La photo est floue.",
    )
    (told,) = martins.service.published(DocumentRejected)
    assert told.reason == "UNREADABLE"


@pytest.mark.parametrize(
    ("decision", "wrong"),
    [
        ({"decision": "PENDING"}, {"decision": "not_a_choice"}),
        ({"decision": "MAYBE"}, {"decision": "not_a_choice"}),
        ({"decision": None}, {"decision": "required"}),
        ({"decision": "REJECTED"}, {"reason": "required"}),
        ({"decision": "REJECTED", "reason": "UGLY"}, {"reason": "not_a_choice"}),
        ({"decision": "REJECTED", "reason": "OTHER", "message": " "}, {"message": "required"}),
        ({"decision": "VERIFIED", "message": "x" * 2001}, {"message": "too_long"}),
    ],
)
def test_a_decision_without_a_reason_is_told(
    martins: Martins, decision: dict[str, object], wrong: dict[str, str]
) -> None:
    martins.upload(PROOF, "proof_of_address")

    assert codes(martins.verify(PROOF, **decision)) == wrong
    assert martins.file()["documents"][0]["status"] == "PENDING"


def test_a_document_replaced_meanwhile_is_not_decided_on(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address")
    martins.upload(SECOND_PROOF, "proof_of_address")

    assert refused(martins.verify(PROOF)) == "document_replaced"
    assert martins.verify(SECOND_PROOF).status_code == 200


def test_a_document_is_decided_on_in_its_own_file(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address")
    stranger = Martins(martins.service, STRANGER)

    assert stranger.verify(PROOF).status_code == 404
    assert martins.verify(NOBODY).status_code == 404


# The file


def test_a_file_is_approved_once_every_document_is_verified(martins: Martins) -> None:
    martins.tell_everything()
    martins.submit()
    martins.verify(PROOF)

    too_soon = martins.approve()
    assert refused(too_soon) == "documents_pending"
    assert too_soon.json["facts"] == {"pending": 1}

    martins.verify(INSURANCE)
    assert martins.approve().json == {"status": "APPROVED"}
    assert martins.approve().status_code == 200

    assert len(martins.service.published(HouseholdFileApproved)) == 1
    file = martins.file()
    assert file["status"] == "APPROVED"
    assert file["approved_at"].endswith("Z")
    assert file["todo"] == []


def test_a_file_that_was_not_sent_is_neither_approved_nor_returned(martins: Martins) -> None:
    martins.tell_everything()

    assert refused(martins.approve()) == "file_not_submitted"
    assert refused(martins.send_back()) == "file_not_submitted"


def test_the_approval_makes_a_declared_quotient_count(martins: Martins) -> None:
    martins.tell_everything()
    martins.fill("complementary", {"quotient_choice": "DECLARED", "quotient": "680"})
    certificate = UUID(int=14)
    martins.upload(certificate, "quotient")
    martins.submit()
    for document_id in (PROOF, INSURANCE, certificate):
        martins.verify(document_id)

    martins.approve()

    assert martins.service.published(FamilyQuotientRecorded) == [
        FamilyQuotientRecorded(
            household_id=UUID(martins.household_id),
            quotient=680,
            effective_from=clock.today().replace(day=1),
        )
    ]


def test_a_family_without_a_quotient_has_none_recorded(martins: Martins) -> None:
    martins.become_approved()

    assert martins.service.published(FamilyQuotientRecorded) == []


def test_a_returned_file_names_its_rejected_documents(martins: Martins) -> None:
    martins.tell_everything()
    martins.submit()
    martins.reject(PROOF)

    assert martins.send_back(reason="DOCUMENTS").json == {"status": "RETURNED"}

    (told,) = martins.service.published(HouseholdFileReturned)
    assert (told.reason, told.rejected_documents) == ("DOCUMENTS", (PROOF,))


@pytest.mark.parametrize(
    ("why", "wrong"),
    [
        ({"message": ""}, {"message": "required"}),
        ({"message": "x" * 2001}, {"message": "too_long"}),
        ({"reason": "MOOD"}, {"reason": "not_a_choice"}),
        ({"reason": "CHILD_ADDED"}, {"reason": "not_a_choice"}),
    ],
)
def test_a_return_without_words_is_told(
    martins: Martins, why: dict[str, str], wrong: dict[str, str]
) -> None:
    martins.tell_everything()
    martins.submit()

    assert codes(martins.send_back(**why)) == wrong
    assert martins.file()["status"] == "SUBMITTED"


def test_a_document_rejected_after_the_approval_sends_the_file_back(martins: Martins) -> None:
    martins.become_approved()

    assert martins.reject(INSURANCE).json == {"status": "RETURNED"}

    (told,) = martins.service.published(HouseholdFileReturned)
    assert (told.reason, told.rejected_documents) == ("DOCUMENTS", (INSURANCE,))
    file = martins.file()
    assert (file["status"], file["returned"]["reason"]) == ("RETURNED", "DOCUMENTS")


# History


def test_the_history_tells_who_did_what(martins: Martins) -> None:
    martins.become_approved()
    martins.send_back()

    history = martins.staff_file()["history"]

    assert [each["what"] for each in history] == [
        "returned",
        "approved",
        "document_verified",
        "document_verified",
        "submitted",
        "document_uploaded",
        "document_uploaded",
        "section_saved",
        "section_saved",
        "section_saved",
        "child_registered",
        "section_saved",
        "section_saved",
        "section_saved",
        "section_saved",
        "section_saved",
        "opened",
    ]
    returned, verified, consents = history[0], history[2], history[7]
    assert returned["actor"] == f"staff:{NADIA}"
    assert returned["detail"] == {
        "reason": "INFORMATION",
        "message": "Le mobile ne répond pas.",
        "by": "Nadia",
    }
    assert verified["detail"] == {
        "requirement": "insurance",
        "label": "Assurance scolaire",
        "child": "Léo",
        "by": "Nadia",
    }
    assert consents["actor"].startswith("account:")
    assert consents["detail"] == {"section": "consents", "child": "Léo"}


# Searching


@pytest.mark.parametrize("words", ["martin", "MARTIN Léo", "leo", "Cam", "Berger Martin"])
def test_a_family_is_found_by_a_name(martins: Martins, words: str) -> None:
    martins.tell_everything()
    found = martins.staff.get("/search", query_string={"q": words}).json["families"]

    assert found == [
        {"household_id": martins.household_id, "name": "Famille Martin", "children": ["Léo"]}
    ]


@pytest.mark.parametrize("words", ["", "   ", "Weber", "Martin Zoé"])
def test_nobody_is_found_by_other_words(martins: Martins, words: str) -> None:
    martins.tell_everything()

    assert martins.staff.get("/search", query_string={"q": words}).json == {"families": []}


def test_a_search_needs_words(martins: Martins) -> None:
    assert codes(martins.staff.get("/search")) == {"q": "required"}


# Who may


@pytest.mark.parametrize("scope", ["family", "public", "internal", "operator"])
def test_files_are_shown_to_the_staff_alone(martins: Martins, scope: str) -> None:
    martins.register(LEO, LEO_IDENTITY)
    household_id = martins.household_id
    other = martins.service.client(scope=scope)

    for path in ("/files", "/search?q=a", f"/files/{household_id}"):
        assert other.get(path).status_code == 403
    health = f"/files/{household_id}/children/{LEO}/health"
    content = f"/files/{household_id}/documents/{PROOF}/content"
    assert [other.get(path).status_code for path in (health, content)] == [403, 403]
    for path in ("approval", "return", f"documents/{PROOF}/verification"):
        assert other.post(f"/files/{household_id}/{path}", json={}).status_code == 403


def test_a_staff_member_for_something_else_sees_no_file(martins: Martins) -> None:
    household_id = martins.household_id
    cook = martins.service.client(
        scope="staff", account_id=NADIA, claims={"name": "Paul", "roles": ["billing"]}
    )

    assert cook.get("/files").status_code == 403
    assert cook.get(f"/files/{household_id}").status_code == 403
    assert cook.post("/names", json={}).status_code == 200


def test_a_staff_member_whose_roles_nobody_says_sees_no_file(martins: Martins) -> None:
    assert martins.service.client(scope="staff", account_id=NADIA).get("/files").status_code == 403
