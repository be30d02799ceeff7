from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from services.accounts.domain import staff_member
from services.accounts.domain.staff_member import (
    DescribeStaffMember,
    RehashStaffPassword,
    StaffMemberDescribed,
    StaffPasswordRehashed,
    StaffPasswordSet,
)
from tests.support.given import given

DOMINIQUE = UUID(int=3)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

describe = DescribeStaffMember(
    account_id=DOMINIQUE,
    email="dominique@exemple.fr",
    email_lookup="lookup of dominique",
    name="Dominique Weber",
    password_hash="first hash",
    roles=("files", "decisions"),
    facilities=(),
    asked_at=NOON,
)
described = StaffMemberDescribed(
    account_id=DOMINIQUE,
    email="dominique@exemple.fr",
    email_lookup="lookup of dominique",
    name="Dominique Weber",
    roles=("files", "decisions"),
    facilities=(),
    described_at=NOON,
)
password_set = StaffPasswordSet(account_id=DOMINIQUE, password_hash="first hash", set_at=NOON)


def test_the_operator_describes_a_member_of_the_staff():
    given(staff_member).when(describe).then(described, password_set)


def test_describing_the_same_member_again_changes_nothing():
    given(staff_member, described, password_set).when(describe).then_nothing()


def test_a_new_role_leaves_the_password_alone():
    with_billing = replace(describe, roles=("files", "billing"))

    given(staff_member, described, password_set).when(with_billing).then(
        replace(described, roles=("files", "billing"))
    )


def test_a_new_password_leaves_the_description_alone():
    with_password = replace(describe, password_hash="second hash")

    given(staff_member, described, password_set).when(with_password).then(
        replace(password_set, password_hash="second hash")
    )


def test_the_same_password_is_kept_with_a_stronger_hash():
    rehash = RehashStaffPassword(account_id=DOMINIQUE, password_hash="stronger hash")
    rehashed = StaffPasswordRehashed(account_id=DOMINIQUE, password_hash="stronger hash")

    given(staff_member, described, password_set).when(rehash).then(rehashed)
    given(staff_member, described, password_set, rehashed).when(rehash).then_nothing()


def test_a_password_is_rehashed_only_for_a_member_the_operator_described():
    rehash = RehashStaffPassword(account_id=DOMINIQUE, password_hash="stronger hash")

    given(staff_member).when(rehash).refused("unknown_account")
