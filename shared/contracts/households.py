"""What households tells the others: ids and facts, never a name, an address or a health fact."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.published import Data, published, upcast


@published("households.household_opened", version=1)
class HouseholdOpened:
    """An account acts for this household from now on."""

    household_id: UUID
    account_id: UUID


@published("households.household_file_submitted", version=1)
class HouseholdFileSubmitted:
    household_id: UUID
    submission: int


@published("households.household_file_approved", version=1)
class HouseholdFileApproved:
    household_id: UUID


@published("households.household_file_returned", version=1)
class HouseholdFileReturned:
    """The file needs the family's attention; the staff's words stay in households."""

    household_id: UUID
    reason: str
    rejected_documents: tuple[UUID, ...]


@published("households.child_registered", version=2)
class ChildRegistered:
    """`six_from`: the first day of a month on which the child is six or older, None if unknown.

    Supervision ratios and tax certificates turn on it; the day of birth stays in households.
    """

    household_id: UUID
    child_id: UUID
    school_level: str
    school_id: str
    six_from: date | None


@published("households.child_updated", version=2)
class ChildUpdated:
    household_id: UUID
    child_id: UUID
    school_level: str
    school_id: str
    six_from: date | None


@published("households.other_home_invited", version=1)
class OtherHomeInvited:
    """A family made a code for the other home of its child; the code stays in households.

    `by_mail`: it is to be sent to an address that households knows.
    """

    household_id: UUID
    invitation_id: UUID
    child_id: UUID
    by_mail: bool
    expires_at: datetime


@published("households.other_home_joined", version=1)
class OtherHomeJoined:
    """A child has two homes from now on: `household_id` is the second, and tells of the child
    itself."""

    household_id: UUID
    first_household_id: UUID
    child_id: UUID
    joined_at: datetime


@published("households.other_home_ended", version=1)
class OtherHomeEnded:
    """`household_id` is no home of the child any more; `ended_by` is one of the two."""

    household_id: UUID
    first_household_id: UUID
    child_id: UUID
    ended_by: UUID
    ended_at: datetime


@published("households.guardian_work_told", version=1)
class GuardianWorkTold:
    """Whether the guardian who fills in the file works; what and where stays in households."""

    household_id: UUID
    working: bool


@published("households.household_located", version=1)
class HouseholdLocated:
    """In which of the operator's areas a household lives, None in none of them; the address stays.

    `resident`: in the commune, as the operator has it.
    """

    household_id: UUID
    area: str | None
    resident: bool


@published("households.document_uploaded", version=1)
class DocumentUploaded:
    household_id: UUID
    document_id: UUID
    requirement: str
    child_id: UUID | None


@published("households.document_verified", version=1)
class DocumentVerified:
    household_id: UUID
    document_id: UUID
    requirement: str
    child_id: UUID | None


@published("households.document_rejected", version=1)
class DocumentRejected:
    household_id: UUID
    document_id: UUID
    requirement: str
    child_id: UUID | None
    reason: str


@published("households.family_quotient_recorded", version=1)
class FamilyQuotientRecorded:
    """The quotient that prices are computed with from `effective_from` on."""

    household_id: UUID
    quotient: int
    effective_from: date


# The past


@upcast("households.child_registered", from_version=1)
@upcast("households.child_updated", from_version=1)
def _with_six_from(data: Data) -> Data:
    """Before, nobody was told of ages: unknown counts as under six."""
    return {**data, "six_from": None}
