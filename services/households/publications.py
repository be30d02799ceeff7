"""What this service tells the others, and what it keeps to itself."""

from typing import assert_never

from services.households.domain import (
    answers,
    configuration,
    documents,
    household,
    household_file,
    other_home,
    residence,
)
from services.households.domain.sections import Situation
from services.households.domain.six_from import six_from
from shared.contracts import households

Event = household.Event | configuration.Event
Published = (
    households.HouseholdOpened
    | households.ChildRegistered
    | households.ChildUpdated
    | households.DocumentUploaded
    | households.DocumentVerified
    | households.DocumentRejected
    | households.HouseholdFileSubmitted
    | households.HouseholdFileApproved
    | households.HouseholdFileReturned
    | households.FamilyQuotientRecorded
    | households.GuardianWorkTold
    | households.HouseholdLocated
    | households.OtherHomeInvited
    | households.OtherHomeJoined
    | households.OtherHomeEnded
)
AT_WORK = (Situation.EMPLOYED, Situation.SELF_EMPLOYED)


def publication(event: Event) -> Published | None:
    """Ids and facts only: what a family tells of itself stays here."""
    match event:
        case household.HouseholdOpened():
            return households.HouseholdOpened(
                household_id=event.household_id, account_id=event.account_id
            )
        case answers.ChildRegistered():
            return households.ChildRegistered(
                household_id=event.household_id,
                child_id=event.child_id,
                school_level=event.class_name.school_level,
                school_id=event.school_id,
                six_from=six_from(event.birth_date),
            )
        case answers.IdentityFilled():
            return households.ChildUpdated(
                household_id=event.household_id,
                child_id=event.child_id,
                school_level=event.class_name.school_level,
                school_id=event.school_id,
                six_from=six_from(event.birth_date),
            )
        case documents.DocumentUploaded():
            return households.DocumentUploaded(
                household_id=event.household_id,
                document_id=event.document_id,
                requirement=event.requirement,
                child_id=event.child_id,
            )
        case documents.DocumentVerified():
            return households.DocumentVerified(
                household_id=event.household_id,
                document_id=event.document_id,
                requirement=event.requirement,
                child_id=event.child_id,
            )
        case documents.DocumentRejected():
            return households.DocumentRejected(
                household_id=event.household_id,
                document_id=event.document_id,
                requirement=event.requirement,
                child_id=event.child_id,
                reason=event.reason,
            )
        case household_file.FileSubmitted():
            return households.HouseholdFileSubmitted(
                household_id=event.household_id, submission=event.submission
            )
        case household_file.FileApproved():
            return households.HouseholdFileApproved(household_id=event.household_id)
        case household_file.FileReturned():
            return households.HouseholdFileReturned(
                household_id=event.household_id,
                reason=event.reason,
                rejected_documents=event.rejected_documents,
            )
        case household_file.FamilyQuotientRecorded():
            return households.FamilyQuotientRecorded(
                household_id=event.household_id,
                quotient=event.quotient,
                effective_from=event.effective_from,
            )
        case answers.WorkFilled():
            return households.GuardianWorkTold(
                household_id=event.household_id, working=event.situation in AT_WORK
            )
        case residence.HouseholdLocated():
            return households.HouseholdLocated(
                household_id=event.household_id, area=event.area, resident=event.resident
            )
        case other_home.OtherHomeInvited():
            return households.OtherHomeInvited(
                household_id=event.household_id,
                invitation_id=event.invitation_id,
                child_id=event.child_id,
                by_mail=event.by_mail,
                expires_at=event.expires_at,
            )
        case other_home.HomeJoined():
            return households.OtherHomeJoined(
                household_id=event.household_id,
                first_household_id=event.first_household_id,
                child_id=event.child_id,
                joined_at=event.joined_at,
            )
        case other_home.OtherHomeEnded(first=False):  # said once, by the second home
            return households.OtherHomeEnded(
                household_id=event.household_id,
                first_household_id=event.other_household_id,
                child_id=event.child_id,
                ended_by=event.ended_by,
                ended_at=event.ended_at,
            )
        case (
            other_home.OtherHomeEnded()
            | other_home.InvitationWithdrawn()
            | other_home.InvitationUsed()
            | other_home.WrongCodeCounted()
            | answers.MeFilled()
            | answers.OtherGuardianFilled()
            | answers.AddressFilled()
            | answers.ComplementaryFilled()
            | answers.HealthFilled()
            | answers.ContactsFilled()
            | answers.ConsentsFilled()
            | household.HealthRecordRead()
            | configuration.SchoolsDescribed()
            | configuration.RequirementsDescribed()
            | configuration.AreasDescribed()
        ):
            return None
    assert_never(event)
