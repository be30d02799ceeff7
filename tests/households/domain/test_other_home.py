from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from services.households.domain import household
from services.households.domain.household import HouseholdOpened
from services.households.domain.other_home import (
    CODE_LASTS,
    CountWrongCode,
    EndOtherHome,
    HomeJoined,
    InvitationUsed,
    InvitationWithdrawn,
    InviteOtherHome,
    JoinHome,
    OtherHomeEnded,
    OtherHomeInvited,
    UseInvitation,
    WithdrawInvitation,
    WrongCodeCounted,
    plain_code,
    shown_code,
)
from tests.households.families import LEO, MARTIN, NEXT_DAY, leo, leo_registered, opened
from tests.support.given import given

PETIT, INVITATION, SACHA = UUID(int=61), UUID(int=62), UUID(int=63)
CODE = "7KQ2MXH4TP"
SOON = NEXT_DAY + timedelta(days=1)

invite = InviteOtherHome(
    household_id=MARTIN,
    child_id=LEO,
    invitation_id=INVITATION,
    code=CODE,
    email=None,
    taken=False,
    invited_at=NEXT_DAY,
)
invited = OtherHomeInvited(
    household_id=MARTIN,
    child_id=LEO,
    invitation_id=INVITATION,
    code=CODE,
    email=None,
    by_mail=False,
    invited_at=NEXT_DAY,
    expires_at=NEXT_DAY + CODE_LASTS,
)
use = UseInvitation(
    household_id=MARTIN,
    invitation_id=INVITATION,
    by_household_id=PETIT,
    identity=leo,
    used_at=SOON,
)
used = InvitationUsed(
    household_id=MARTIN,
    child_id=LEO,
    invitation_id=INVITATION,
    second_household_id=PETIT,
    used_at=SOON,
)
petit_opened = HouseholdOpened(household_id=PETIT, account_id=SACHA)
join = JoinHome(household_id=PETIT, child_id=LEO, first_household_id=MARTIN, joined_at=SOON)
joined = HomeJoined(household_id=PETIT, child_id=LEO, first_household_id=MARTIN, joined_at=SOON)
MARTINS = opened, leo_registered


def test_a_home_makes_a_code_for_the_other_one():
    given(household, *MARTINS).when(invite).then(invited)


def test_a_code_is_only_for_an_own_child_of_one_home():
    given(household, opened).when(invite).refused("child_unknown")
    given(household, *MARTINS).when(replace(invite, taken=True)).refused("two_homes_already")
    given(household, *MARTINS, invited, used).when(invite).refused("two_homes_already")


def test_the_other_home_uses_the_code_and_has_the_child_in_its_own_file():
    given(household, *MARTINS, invited).when(use).then(used)
    given(household, petit_opened).when(join).then(joined)


def test_a_code_is_used_once():
    given(household, *MARTINS, invited, used).when(use).refused("code_used")


def test_a_code_ends_after_its_days_and_with_the_next_one():
    late = replace(use, used_at=invited.expires_at)
    newer = replace(invited, invitation_id=UUID(int=99), code="ANOTHERCOD")
    withdrawn = InvitationWithdrawn(
        household_id=MARTIN, child_id=LEO, invitation_id=INVITATION, withdrawn_at=NEXT_DAY
    )

    given(household, *MARTINS, invited).when(late).refused("code_expired")
    given(household, *MARTINS, invited, newer).when(use).refused("code_unknown")
    given(household, *MARTINS, invited).when(
        WithdrawInvitation(household_id=MARTIN, child_id=LEO, withdrawn_at=NEXT_DAY)
    ).then(withdrawn)
    given(household, *MARTINS, invited, withdrawn).when(use).refused("code_unknown")


def test_who_does_not_know_the_child_opens_nothing_with_its_code():
    other_day = replace(leo, birth_date=leo.birth_date + timedelta(days=1))

    given(household, *MARTINS, invited).when(replace(use, identity=other_day)).refused(
        "code_of_another_child"
    )
    given(household, *MARTINS, invited).when(
        replace(use, identity=replace(leo, given_name="Zoé"))
    ).refused("code_of_another_child")
    given(household, *MARTINS, invited).when(
        replace(use, identity=replace(leo, given_name="LEO", family_name="Petit"))
    ).then(used)


def test_nobody_uses_its_own_code():
    given(household, *MARTINS, invited).when(replace(use, by_household_id=MARTIN)).refused(
        "own_invitation"
    )


def test_five_wrong_codes_in_an_hour_and_no_more():
    wrong = WrongCodeCounted(household_id=PETIT, tried_at=SOON)
    again = CountWrongCode(household_id=PETIT, tried_at=SOON + timedelta(minutes=59))
    later = CountWrongCode(household_id=PETIT, tried_at=SOON + timedelta(hours=1))

    given(household, petit_opened, *[wrong] * 5).when(again).refused("too_many_attempts")
    given(household, petit_opened, *[wrong] * 5).when(later).then(
        replace(wrong, tried_at=later.tried_at)
    )


def test_ten_codes_a_day_and_no_more():
    given(household, *MARTINS, *[invited] * 10).when(
        replace(invite, invited_at=NEXT_DAY + timedelta(hours=23))
    ).refused("too_many_invitations")


def test_either_home_ends_it():
    end = EndOtherHome(household_id=MARTIN, child_id=LEO, ended_by=PETIT, ended_at=SOON)
    ended = OtherHomeEnded(
        household_id=MARTIN,
        child_id=LEO,
        other_household_id=PETIT,
        first=True,
        ended_by=PETIT,
        ended_at=SOON,
    )

    given(household, *MARTINS, invited, used).when(end).then(ended)
    given(household, *MARTINS, invited, used, ended).when(end).then_nothing()
    given(household, *MARTINS, invited, used, ended).when(invite).then(invited)


def test_a_code_is_read_however_it_was_written_down():
    assert shown_code(CODE) == "7KQ2M-XH4TP"
    assert plain_code(" 7kq2m xh4tp ") == plain_code("7KQ2M-XH4TP") == CODE
