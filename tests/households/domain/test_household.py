from dataclasses import replace
from datetime import timedelta

from services.households.domain import household
from services.households.domain.answers import (
    ChildRegistered,
    FillChildSection,
    FillSection,
    HealthFilled,
    IdentityFilled,
    MeFilled,
    RegisterChild,
)
from services.households.domain.household import (
    HealthRecordRead,
    HouseholdOpened,
    OpenHousehold,
    ReadHealthRecord,
)
from services.households.domain.household_file import FileReturned, ReturnReason
from services.households.domain.sections import ClassName
from tests.households.families import (
    CAMILLE,
    LEO,
    MARTIN,
    MIA,
    NADIA,
    NEXT_DAY,
    all_verified,
    approved,
    camille,
    complete,
    healthy,
    leo,
    leo_registered,
    leo_told,
    me_filled,
    mia,
    opened,
    rue_des_lilas,
    submitted,
)
from tests.support.given import given

open_martin = OpenHousehold(household_id=MARTIN, account_id=CAMILLE)
register_mia = RegisterChild(
    household_id=MARTIN, child_id=MIA, identity=mia, registered_at=NEXT_DAY
)
mia_registered = ChildRegistered(household_id=MARTIN, child_id=MIA, **vars(mia))
new_mobile = replace(camille, mobile="+33687654321")
read_health = ReadHealthRecord(
    household_id=MARTIN, child_id=LEO, reader_id=NADIA, reader="Nadia", read_at=NEXT_DAY
)
health_read = HealthRecordRead(
    household_id=MARTIN, child_id=LEO, reader_id=NADIA, reader="Nadia", read_at=NEXT_DAY
)


def test_a_household_is_opened_once():
    given(household).when(open_martin).then(
        HouseholdOpened(household_id=MARTIN, account_id=CAMILLE)
    )
    given(household, opened).when(open_martin).then_nothing()


def test_nothing_is_told_of_a_household_that_was_never_opened():
    given(household).when(FillSection(household_id=MARTIN, seen=0, section=camille)).refused(
        "household_unknown"
    )


def test_a_parent_tells_who_she_is():
    given(household, opened).when(FillSection(household_id=MARTIN, seen=1, section=camille)).then(
        me_filled
    )


def test_the_same_answers_again_change_nothing():
    given(household, opened, me_filled).when(
        FillSection(household_id=MARTIN, seen=1, section=camille)
    ).then_nothing()


def test_an_answer_can_be_changed():
    given(household, opened, me_filled).when(
        FillSection(household_id=MARTIN, seen=2, section=new_mobile)
    ).then(MeFilled(household_id=MARTIN, **vars(new_mobile)))


def test_a_second_tab_does_not_write_over_what_the_first_one_saved():
    given(household, opened, me_filled).when(
        FillSection(household_id=MARTIN, seen=1, section=new_mobile)
    ).refused("changed_elsewhere", version=2)


def test_two_tabs_may_fill_two_different_sections():
    second_tab = FillSection(household_id=MARTIN, seen=1, section=rue_des_lilas)
    given(household, opened, me_filled).when(second_tab).then(
        household.answers.AddressFilled(household_id=MARTIN, **vars(rue_des_lilas))
    )


def test_a_child_is_registered_once():
    given(household, opened).when(register_mia).then(mia_registered)
    given(household, opened, mia_registered).when(register_mia).then_nothing()


def test_a_child_moves_up_a_class():
    in_ce2 = replace(leo, class_name=ClassName.CE2)

    given(household, opened, leo_registered).when(
        FillChildSection(household_id=MARTIN, child_id=LEO, seen=2, section=in_ce2)
    ).then(IdentityFilled(household_id=MARTIN, child_id=LEO, **vars(in_ce2)))


def test_a_health_record_is_filled_for_one_child():
    given(household, opened, leo_registered).when(
        FillChildSection(household_id=MARTIN, child_id=LEO, seen=2, section=healthy)
    ).then(HealthFilled(household_id=MARTIN, child_id=LEO, **vars(healthy)))


def test_two_children_are_filled_side_by_side():
    seen_before_leo = FillChildSection(household_id=MARTIN, child_id=MIA, seen=3, section=healthy)

    given(household, opened, leo_registered, mia_registered, leo_told[1]).when(
        seen_before_leo
    ).then(HealthFilled(household_id=MARTIN, child_id=MIA, **vars(healthy)))


def test_the_same_child_in_two_tabs_is_told():
    given(household, opened, *leo_told).when(
        FillChildSection(
            household_id=MARTIN, child_id=LEO, seen=2, section=replace(healthy, care_plan=False)
        )
    ).refused("changed_elsewhere", version=5)


def test_nothing_is_told_of_a_child_of_another_family():
    given(household, opened, leo_registered).when(
        FillChildSection(household_id=MARTIN, child_id=MIA, seen=2, section=healthy)
    ).refused("child_unknown")


def test_a_child_who_joins_an_approved_file_sends_it_back_to_the_family():
    given(household, *complete, submitted, *all_verified, approved).when(register_mia).then(
        mia_registered,
        FileReturned(
            household_id=MARTIN,
            reason=ReturnReason.CHILD_ADDED,
            message=None,
            rejected_documents=(),
            decided_by=None,
            returned_at=NEXT_DAY,
        ),
    )


def test_reading_a_health_record_leaves_a_trace():
    given(household, opened, *leo_told).when(read_health).then(health_read)


def test_turning_back_to_a_health_record_is_the_same_reading():
    a_little_later = replace(read_health, read_at=NEXT_DAY + timedelta(minutes=59))
    after_lunch = replace(read_health, read_at=NEXT_DAY + timedelta(hours=1))

    given(household, opened, *leo_told, health_read).when(a_little_later).then_nothing()
    given(household, opened, *leo_told, health_read).when(after_lunch).then(
        replace(health_read, read_at=after_lunch.read_at)
    )


def test_two_readers_are_two_readings():
    someone_else = replace(read_health, reader_id=CAMILLE, reader="Paul")

    given(household, opened, *leo_told, health_read).when(someone_else).then(
        replace(health_read, reader_id=CAMILLE, reader="Paul")
    )
