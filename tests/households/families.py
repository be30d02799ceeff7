"""The Martins: Camille, Léo in CE1 and Mia in moyenne section, and what they tell."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.households.domain.answers import (
    AddressFilled,
    ChildRegistered,
    ComplementaryFilled,
    ConsentsFilled,
    ContactsFilled,
    HealthFilled,
    MeFilled,
    OtherGuardianFilled,
    WorkFilled,
)
from services.households.domain.configuration import Need, Requirement
from services.households.domain.documents import (
    DocumentRejected,
    DocumentUploaded,
    DocumentVerified,
    RejectionReason,
)
from services.households.domain.household import HouseholdOpened
from services.households.domain.household_file import FileApproved, FileReturned, FileSubmitted
from services.households.domain.household_file import ReturnReason as Why
from services.households.domain.sections import (
    Address,
    ClassName,
    Complementary,
    Consent,
    Consents,
    Contacts,
    Diet,
    Health,
    Identity,
    Me,
    OtherGuardian,
    Pickup,
    QuotientChoice,
    Relationship,
    Situation,
    Work,
)

MARTIN, CAMILLE, LEO, MIA, NADIA = (UUID(int=n) for n in range(1, 6))
PROOF, INSURANCE, SECOND_PROOF, CERTIFICATE = (UUID(int=n) for n in range(11, 15))
EVENING = datetime(2026, 3, 24, 17, 12, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 25, 9, 41, tzinfo=UTC)

PROOF_OF_ADDRESS = Requirement(
    code="proof_of_address", label="Justificatif de domicile", per_child=False
)
CHILD_INSURANCE = Requirement(code="insurance", label="Assurance scolaire", per_child=True)
QUOTIENT_CERTIFICATE = Requirement(
    code="quotient",
    label="Attestation de quotient familial",
    per_child=False,
    needed=Need.QUOTIENT_DECLARED,
)
REQUIREMENTS = (PROOF_OF_ADDRESS, CHILD_INSURANCE)

camille = Me(
    given_name="Camille",
    family_name="Martin",
    relationship=Relationship.MOTHER,
    mobile="+33612345678",
    sms=True,
)
employed = Work(situation=Situation.EMPLOYED, employer="Mairie", work_phone=None)
alone = OtherGuardian(
    alone=True, given_name=None, family_name=None, relationship=None, mobile=None, email=None
)
rue_des_lilas = Address(line1="12 rue des Lilas", line2=None, postcode="67000", town="Strasbourg")
quotient_680 = Complementary(
    quotient_choice=QuotientChoice.DECLARED, quotient=680, caf_number="1234567"
)
no_quotient = Complementary(
    quotient_choice=QuotientChoice.NOT_DECLARED, quotient=None, caf_number=None
)
leo = Identity(
    given_name="Léo",
    family_name="Martin",
    birth_date=date(2019, 5, 14),
    school_id="la-fontaine",
    class_name=ClassName.CE1,
)
mia = Identity(
    given_name="Mia",
    family_name="Martin",
    birth_date=date(2022, 2, 3),
    school_id="tilleuls",
    class_name=ClassName.MS,
)
healthy = Health(
    diet=Diet.NO_PORK,
    doctor_name="Dr Weber",
    doctor_phone="+33388112233",
    care_plan=True,
    care_notes="Allergie aux arachides",
)
grandmother = Contacts(
    emergency_name="Odile Martin",
    emergency_phone="+33388445566",
    pickups=(Pickup(name="Jean Roth", phone=None),),
)
outings_only = Consents(outings=Consent.YES, photos=Consent.NO)

opened = HouseholdOpened(household_id=MARTIN, account_id=CAMILLE)
me_filled = MeFilled(household_id=MARTIN, **vars(camille))
household_told = (
    opened,
    me_filled,
    WorkFilled(household_id=MARTIN, **vars(employed)),
    OtherGuardianFilled(household_id=MARTIN, **vars(alone)),
    AddressFilled(household_id=MARTIN, **vars(rue_des_lilas)),
    ComplementaryFilled(household_id=MARTIN, **vars(no_quotient)),
)
leo_registered = ChildRegistered(household_id=MARTIN, child_id=LEO, **vars(leo))
leo_told = (
    leo_registered,
    HealthFilled(household_id=MARTIN, child_id=LEO, **vars(healthy)),
    ContactsFilled(household_id=MARTIN, child_id=LEO, **vars(grandmother)),
    ConsentsFilled(household_id=MARTIN, child_id=LEO, **vars(outings_only)),
)
quotient_declared = ComplementaryFilled(household_id=MARTIN, **vars(quotient_680))


def uploaded(document_id: UUID, requirement: Requirement, child_id: UUID | None = None) -> Any:
    return DocumentUploaded(
        household_id=MARTIN,
        document_id=document_id,
        requirement=requirement.code,
        child_id=child_id,
        filename="scan.pdf",
        content_type="application/pdf",
        size=1200,
        uploaded_at=EVENING,
    )


def verified(upload: DocumentUploaded) -> DocumentVerified:
    return DocumentVerified(
        household_id=MARTIN,
        document_id=upload.document_id,
        requirement=upload.requirement,
        child_id=upload.child_id,
        decided_by="Nadia",
        decided_at=NEXT_DAY,
    )


proof_uploaded = uploaded(PROOF, PROOF_OF_ADDRESS)
insurance_uploaded = uploaded(INSURANCE, CHILD_INSURANCE, LEO)
complete = (*household_told, *leo_told, proof_uploaded, insurance_uploaded)
submitted = FileSubmitted(household_id=MARTIN, submission=1, submitted_at=EVENING)
all_verified = (verified(proof_uploaded), verified(insurance_uploaded))
approved = FileApproved(household_id=MARTIN, decided_by="Nadia", approved_at=NEXT_DAY)
returned = FileReturned(
    household_id=MARTIN,
    reason=Why.INFORMATION,
    message="Le numéro de mobile ne répond pas.",
    rejected_documents=(),
    decided_by="Nadia",
    returned_at=NEXT_DAY,
)
proof_rejected = DocumentRejected(
    household_id=MARTIN,
    document_id=PROOF,
    requirement="proof_of_address",
    child_id=None,
    reason=RejectionReason.UNREADABLE,
    message="La photo est floue.",
    decided_by="Nadia",
    decided_at=NEXT_DAY,
)
