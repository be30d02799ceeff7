from dataclasses import replace
from datetime import date

from services.households.domain import household
from services.households.domain.household_file import (
    ApproveFile,
    FamilyQuotientRecorded,
    FileSubmitted,
    ReturnFile,
    ReturnReason,
    SubmitFile,
)
from tests.households.families import (
    CERTIFICATE,
    EVENING,
    MARTIN,
    NEXT_DAY,
    PROOF,
    PROOF_OF_ADDRESS,
    QUOTIENT_CERTIFICATE,
    REQUIREMENTS,
    SECOND_PROOF,
    all_verified,
    approved,
    complete,
    household_told,
    leo_registered,
    leo_told,
    me_filled,
    opened,
    proof_rejected,
    quotient_declared,
    returned,
    submitted,
    uploaded,
    verified,
)
from tests.support.given import given

submit = SubmitFile(household_id=MARTIN, submitted_at=EVENING, requirements=REQUIREMENTS)
approve = ApproveFile(
    household_id=MARTIN,
    decided_by="Nadia",
    approved_at=NEXT_DAY,
    approved_on=date(2026, 3, 25),
    requirements=REQUIREMENTS,
)
return_it = ReturnFile(
    household_id=MARTIN,
    reason=ReturnReason.INFORMATION,
    message="Le numéro de mobile ne répond pas.",
    decided_by="Nadia",
    returned_at=NEXT_DAY,
)
quotient_680_from_march = FamilyQuotientRecorded(
    household_id=MARTIN, quotient=680, effective_from=date(2026, 3, 1)
)


def test_a_complete_file_is_sent():
    given(household, *complete).when(submit).then(submitted)


def test_a_file_is_sent_once():
    given(household, *complete, submitted).when(submit).then_nothing()


def test_an_incomplete_file_says_how_much_is_missing():
    # The health record, contacts and consents of Léo; his insurance and the proof of address.
    given(household, *household_told, leo_registered).when(submit).refused(
        "file_incomplete", missing=5
    )


def test_a_household_without_a_child_is_not_sent():
    given(household, *household_told).when(replace(submit, requirements=())).refused(
        "file_incomplete", missing=1
    )


def test_a_rejected_document_must_be_sent_again_first():
    given(household, *complete, submitted, proof_rejected, returned).when(submit).refused(
        "file_incomplete", missing=1
    )


def test_a_returned_file_is_sent_again():
    again = uploaded(SECOND_PROOF, PROOF_OF_ADDRESS)

    given(household, *complete, submitted, proof_rejected, returned, again).when(submit).then(
        FileSubmitted(household_id=MARTIN, submission=2, submitted_at=EVENING)
    )


def test_a_file_whose_documents_are_verified_is_approved():
    given(household, *complete, submitted, *all_verified).when(approve).then(approved)


def test_a_file_is_approved_once():
    given(household, *complete, submitted, *all_verified, approved).when(approve).then_nothing()


def test_a_file_with_a_document_to_check_is_not_approved():
    given(household, *complete, submitted, all_verified[0]).when(approve).refused(
        "documents_pending", pending=1
    )


def test_a_document_asked_for_since_must_be_there_too():
    passport = replace(PROOF_OF_ADDRESS, code="passport")

    given(household, *complete, submitted, *all_verified).when(
        replace(approve, requirements=(*REQUIREMENTS, passport))
    ).refused("documents_pending", pending=1)


def test_a_file_that_was_not_sent_is_not_approved():
    given(household, *complete).when(approve).refused("file_not_submitted", status="DRAFT")


def test_a_returned_file_is_not_approved_before_it_is_sent_again():
    given(household, *complete, submitted, *all_verified, returned).when(approve).refused(
        "file_not_submitted", status="RETURNED"
    )


def test_the_approval_makes_the_quotient_count_from_the_first_of_the_month():
    given(household, *complete, quotient_declared, submitted, *all_verified).when(approve).then(
        approved, quotient_680_from_march
    )


def test_a_certificate_verified_for_one_quotient_does_not_approve_another():
    """Who declared 680, proved it, and writes 100 before the file is approved."""
    certificate = uploaded(CERTIFICATE, QUOTIENT_CERTIFICATE)
    asked = replace(approve, requirements=(*REQUIREMENTS, QUOTIENT_CERTIFICATE))
    history = (*complete, quotient_declared, certificate, submitted, *all_verified)
    proven = (*history, verified(certificate))
    lower = replace(quotient_declared, quotient=100)

    given(household, *proven).when(asked).then(approved, quotient_680_from_march)
    given(household, *proven, lower).when(asked).refused("documents_pending", pending=1)
    given(household, *proven, lower, quotient_declared).when(asked).then(
        approved, quotient_680_from_march
    )
    given(household, *proven, lower, verified(certificate)).when(asked).then(
        approved, replace(quotient_680_from_march, quotient=100)
    )


def test_what_the_family_changed_since_the_staff_read_it_is_not_approved():
    history = (*complete, submitted, *all_verified)
    read = replace(approve, seen=len(history))
    moved = replace(me_filled, mobile="+33600000000")

    given(household, *history).when(read).then(approved)
    given(household, *history, moved).when(read).refused(
        "changed_elsewhere", version=len(history) + 1
    )


def test_the_same_quotient_is_recorded_once():
    history = (*complete, quotient_declared, submitted, *all_verified, approved)
    sent_again = replace(submitted, submission=2)

    given(household, *history, quotient_680_from_march, returned, sent_again).when(approve).then(
        approved
    )


def test_a_file_is_returned_with_the_documents_that_were_rejected():
    given(household, *complete, submitted, proof_rejected).when(return_it).then(
        replace(returned, rejected_documents=(PROOF,))
    )


def test_a_document_sent_again_is_no_longer_named_in_a_return():
    again = uploaded(SECOND_PROOF, PROOF_OF_ADDRESS)

    given(household, *complete, submitted, proof_rejected, again).when(return_it).then(returned)


def test_a_file_is_returned_once_for_the_same_reason():
    given(household, *complete, submitted, returned).when(return_it).then_nothing()


def test_an_approved_file_can_still_be_returned():
    given(household, *complete, submitted, *all_verified, approved).when(return_it).then(returned)


def test_a_file_returned_sent_again_and_returned_for_the_same_reason_is_returned_again():
    sent_again = replace(submitted, submission=2)

    given(household, *complete, submitted, returned, sent_again).when(return_it).then(returned)


def test_a_draft_is_not_returned():
    given(household, opened, *leo_told).when(return_it).refused("file_not_submitted")
