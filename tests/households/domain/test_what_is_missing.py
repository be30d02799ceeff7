from dataclasses import replace

from services.households.domain.documents import DocumentStatus, RejectionReason, RequiredDocument
from services.households.domain.household import INITIAL, Household, evolve
from services.households.domain.sections import SectionName, missing_fields
from services.households.domain.to_do import Progress, ToDo, ToDoKind, progress, to_do
from tests.households.families import (
    CHILD_INSURANCE,
    LEO,
    PROOF,
    PROOF_OF_ADDRESS,
    QUOTIENT_CERTIFICATE,
    REQUIREMENTS,
    alone,
    complete,
    grandmother,
    healthy,
    household_told,
    leo_told,
    opened,
    proof_uploaded,
    quotient_680,
    quotient_declared,
)


def after(*events: object) -> Household:
    household = INITIAL
    for event in events:
        household = evolve(household, event)  # type: ignore[arg-type]  # any event of the builders
    return household


def missing(section: SectionName, answers: object) -> tuple[str, ...]:
    return missing_fields(section, vars(answers))


def test_a_parent_alone_names_no_other_guardian():
    assert missing(SectionName.OTHER_GUARDIAN, alone) == ()


def test_another_guardian_is_named_and_can_be_called():
    together = replace(alone, alone=False)

    assert missing(SectionName.OTHER_GUARDIAN, together) == (
        "given_name",
        "family_name",
        "relationship",
        "mobile",
    )


def test_a_declared_quotient_is_a_number():
    assert missing(SectionName.COMPLEMENTARY, replace(quotient_680, quotient=None)) == ("quotient",)


def test_a_quotient_of_zero_is_a_number():
    assert missing(SectionName.COMPLEMENTARY, replace(quotient_680, quotient=0)) == ()


def test_a_health_record_needs_a_doctor():
    record = replace(healthy, doctor_name=None, doctor_phone="")

    assert missing(SectionName.HEALTH, record) == ("doctor_name", "doctor_phone")


def test_someone_can_be_called_in_an_emergency():
    assert missing(SectionName.CONTACTS, replace(grandmother, emergency_phone=None)) == (
        "emergency_phone",
    )


def test_a_new_household_is_asked_everything_and_a_first_child():
    left = after(opened).to_do(REQUIREMENTS)

    assert [(each.kind, each.section, each.requirement) for each in left] == [
        (ToDoKind.FIELD, SectionName.ME, None),
        (ToDoKind.FIELD, SectionName.WORK, None),
        (ToDoKind.FIELD, SectionName.OTHER_GUARDIAN, None),
        (ToDoKind.FIELD, SectionName.ADDRESS, None),
        (ToDoKind.FIELD, SectionName.COMPLEMENTARY, None),
        (ToDoKind.CHILD, None, None),
        (ToDoKind.DOCUMENT, None, "proof_of_address"),
    ]


def test_a_complete_household_has_nothing_left_to_do():
    assert after(*complete).to_do(REQUIREMENTS) == []


def test_a_document_for_each_child_is_asked_for_each_child():
    left = after(*household_told, *leo_told, proof_uploaded).to_do(REQUIREMENTS)

    assert left == [ToDo(kind=ToDoKind.DOCUMENT, child_id=LEO, requirement="insurance")]


def test_only_who_declares_a_quotient_must_prove_it():
    asked = (QUOTIENT_CERTIFICATE,)

    assert after(*household_told).required(asked) == []
    assert after(*household_told, quotient_declared).required(asked) == [
        RequiredDocument(requirement=QUOTIENT_CERTIFICATE, child_id=None, document=None)
    ]


def test_a_rejected_document_comes_first_with_its_reason():
    home = after(*complete)
    proof = replace(
        home.documents[PROOF],
        status=DocumentStatus.REJECTED,
        reason=RejectionReason.UNREADABLE,
    )
    told = home.answers
    again = RequiredDocument(requirement=PROOF_OF_ADDRESS, child_id=None, document=proof)

    left = to_do({}, told.children, [again])

    assert left[0] == ToDo(
        kind=ToDoKind.DOCUMENT,
        requirement="proof_of_address",
        reason=RejectionReason.UNREADABLE,
    )


def test_progress_counts_sections_and_documents():
    half = after(*household_told, *leo_told[:2], proof_uploaded)
    asked = half.required((PROOF_OF_ADDRESS, CHILD_INSURANCE))

    # Done: five sections of the household, Léo's identity and health, the proof of address.
    assert progress(half.answers.sections, half.answers.children, asked) == Progress(
        done=8, total=11
    )


def test_a_first_child_counts_as_one_part_of_the_file():
    nobody = after(*household_told)

    assert progress(nobody.answers.sections, {}, []) == Progress(done=5, total=6)
