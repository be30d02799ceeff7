from dataclasses import replace
from datetime import date

from services.households.domain import household
from services.households.domain.documents import (
    RejectDocument,
    RejectionReason,
    UploadDocument,
    VerifyDocument,
)
from services.households.domain.household_file import (
    FamilyQuotientRecorded,
    FileReturned,
    ReturnReason,
)
from tests.households.families import (
    CERTIFICATE,
    CHILD_INSURANCE,
    EVENING,
    INSURANCE,
    LEO,
    MARTIN,
    MIA,
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
    insurance_uploaded,
    leo_told,
    opened,
    proof_rejected,
    proof_uploaded,
    quotient_declared,
    submitted,
    uploaded,
    verified,
)
from tests.support.given import given

send_proof = UploadDocument(
    household_id=MARTIN,
    document_id=PROOF,
    requirement="proof_of_address",
    child_id=None,
    filename="scan.pdf",
    content_type="application/pdf",
    size=1200,
    uploaded_at=EVENING,
    requirements=REQUIREMENTS,
)
send_insurance = replace(send_proof, document_id=INSURANCE, requirement="insurance", child_id=LEO)
verify_proof = VerifyDocument(
    household_id=MARTIN,
    document_id=PROOF,
    decided_by="Nadia",
    decided_at=NEXT_DAY,
    decided_on=date(2026, 3, 25),
    requirements=REQUIREMENTS,
)
reject_proof = RejectDocument(
    household_id=MARTIN,
    document_id=PROOF,
    reason=RejectionReason.UNREADABLE,
    message="La photo est floue.",
    decided_by="Nadia",
    decided_at=NEXT_DAY,
)
second_proof_uploaded = uploaded(SECOND_PROOF, PROOF_OF_ADDRESS)


def test_a_document_is_sent_once():
    given(household, opened).when(send_proof).then(proof_uploaded)
    given(household, opened, proof_uploaded).when(send_proof).then_nothing()


def test_a_document_of_a_child_names_the_child():
    given(household, opened, *leo_told).when(send_insurance).then(insurance_uploaded)


def test_a_document_of_the_household_names_no_child():
    given(household, opened, *leo_told).when(replace(send_proof, child_id=LEO)).refused(
        "document_not_asked_for"
    )


def test_a_document_of_a_child_without_a_child_is_not_asked_for():
    given(household, opened, *leo_told).when(replace(send_insurance, child_id=None)).refused(
        "document_not_asked_for"
    )


def test_a_document_for_a_child_of_another_family_is_refused():
    given(household, opened, *leo_told).when(replace(send_insurance, child_id=MIA)).refused(
        "child_unknown"
    )


def test_a_document_nobody_asked_for_is_refused():
    given(household, opened).when(replace(send_proof, requirement="passport")).refused(
        "document_not_asked_for", requirement="passport"
    )


def test_a_document_is_verified_once():
    given(household, opened, proof_uploaded).when(verify_proof).then(verified(proof_uploaded))
    given(household, opened, proof_uploaded, verified(proof_uploaded)).when(
        verify_proof
    ).then_nothing()


def test_a_document_is_rejected_once_for_the_same_reason():
    given(household, opened, proof_uploaded).when(reject_proof).then(proof_rejected)
    given(household, opened, proof_uploaded, proof_rejected).when(reject_proof).then_nothing()


def test_a_rejection_can_be_taken_back():
    given(household, opened, proof_uploaded, proof_rejected).when(verify_proof).then(
        verified(proof_uploaded)
    )


def test_a_document_that_was_replaced_meanwhile_is_not_decided_on():
    given(household, opened, proof_uploaded, second_proof_uploaded).when(verify_proof).refused(
        "document_replaced", document_id=str(SECOND_PROOF)
    )


def test_a_new_document_is_looked_at_again_although_the_first_was_verified():
    history = (opened, proof_uploaded, verified(proof_uploaded), second_proof_uploaded)
    verify_the_second = replace(verify_proof, document_id=SECOND_PROOF)

    given(household, *history).when(verify_the_second).then(verified(second_proof_uploaded))


def test_nobody_decides_on_a_document_that_was_never_sent():
    given(household, opened).when(verify_proof).refused("document_unknown")


def test_a_document_rejected_during_the_check_waits_for_the_return_of_the_file():
    given(household, *complete, submitted).when(reject_proof).then(proof_rejected)


def test_a_document_rejected_after_the_approval_sends_the_file_back():
    given(household, *complete, submitted, *all_verified, approved).when(reject_proof).then(
        proof_rejected,
        FileReturned(
            household_id=MARTIN,
            reason=ReturnReason.DOCUMENTS,
            message=None,
            rejected_documents=(PROOF,),
            decided_by="Nadia",
            returned_at=NEXT_DAY,
        ),
    )


def test_a_new_quotient_counts_once_its_document_is_verified():
    certificate = uploaded(CERTIFICATE, QUOTIENT_CERTIFICATE)
    history = (*complete, submitted, *all_verified, approved, quotient_declared, certificate)
    verify = replace(
        verify_proof,
        document_id=CERTIFICATE,
        requirements=(*REQUIREMENTS, QUOTIENT_CERTIFICATE),
    )

    given(household, *history).when(verify).then(
        verified(certificate),
        FamilyQuotientRecorded(household_id=MARTIN, quotient=680, effective_from=date(2026, 3, 1)),
    )


def test_a_certificate_is_verified_again_for_another_quotient():
    certificate = uploaded(CERTIFICATE, QUOTIENT_CERTIFICATE)
    verify = replace(
        verify_proof, document_id=CERTIFICATE, requirements=(*REQUIREMENTS, QUOTIENT_CERTIFICATE)
    )
    history = (*complete, quotient_declared, certificate, verified(certificate))
    lower = replace(quotient_declared, quotient=100)

    given(household, *history).when(verify).then_nothing()
    given(household, *history, lower).when(verify).then(verified(certificate))


def test_a_document_is_verified_against_what_the_staff_read():
    """Who sends the certificate of 680, and writes 100 while the staff look at it."""
    certificate = uploaded(CERTIFICATE, QUOTIENT_CERTIFICATE)
    history = (*complete, submitted, *all_verified, approved, quotient_declared, certificate)
    verify = replace(
        verify_proof,
        document_id=CERTIFICATE,
        requirements=(*REQUIREMENTS, QUOTIENT_CERTIFICATE),
        seen=len(history),
    )

    given(household, *history, replace(quotient_declared, quotient=100)).when(verify).refused(
        "changed_elsewhere"
    )


def test_a_quotient_does_not_count_before_the_file_is_approved():
    certificate = uploaded(CERTIFICATE, QUOTIENT_CERTIFICATE)
    verify = replace(verify_proof, document_id=CERTIFICATE, requirements=(QUOTIENT_CERTIFICATE,))

    given(household, *household_told, quotient_declared, certificate).when(verify).then(
        verified(certificate)
    )


def test_each_child_has_an_insurance_of_its_own():
    send_second = replace(send_insurance, document_id=SECOND_PROOF)

    given(household, opened, *leo_told, insurance_uploaded).when(send_second).then(
        uploaded(SECOND_PROOF, CHILD_INSURANCE, LEO)
    )
