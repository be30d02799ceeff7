"""The evening before booking opens, families that can book are reminded, each once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.contracts import bookings, households
from shared.eventstore import clock
from shared.eventstore.clock import PARIS
from tests.notifier.conftest import Notifier
from tests.notifier.letters import CAMILLE, LEO, MARTIN, MIA, REQUEST

OPENS_AT = datetime(2027, 4, 2, 19, tzinfo=PARIS)
EVENING_BEFORE = datetime(2027, 4, 1, 18, tzinfo=PARIS)
APPROVED = households.HouseholdFileApproved(household_id=MARTIN)

Reminded = Callable[[datetime], list[str]]


def wave(level: str = "MATERNELLE", opens_at: datetime = OPENS_AT, **who: Any) -> Any:
    return bookings.OpeningWaveScheduled(
        wave_id=who.pop("wave_id", f"2027-{level}"),
        school_year="2027-2028",
        school_levels=(level,),
        residence=who.pop("residence", None),
        sibling=who.pop("sibling", False),
        kinds=who.pop("kinds", ()),
        slot_types=who.pop("slot_types", ()),
        opens_at=opens_at,
        time_zone="Europe/Paris",
    )


def child(child_id: UUID, level: str) -> Any:
    return households.ChildRegistered(
        household_id=MARTIN,
        child_id=child_id,
        school_level=level,
        school_id="tilleuls",
        six_from=None,
    )


@pytest.fixture
def reminded(notifier: Notifier, family: UUID) -> Reminded:
    """Subjects of the reminders that have left when it is that time."""
    for event in (child(MIA, "MATERNELLE"), child(LEO, "ELEMENTAIRE"), wave()):
        notifier.hear(event)

    def at(instant: datetime) -> list[str]:
        notifier.later(instant - clock.now())
        notifier.service.worker.timekeeper.look()
        notifier.send()
        subjects = [each["subject"] for each in notifier.mailbox()]
        return [subject for subject in subjects if "ouvrent demain" in subject]

    return at


def test_the_evening_before_and_once(notifier: Notifier, reminded: Reminded) -> None:
    notifier.hear(APPROVED)

    assert reminded(EVENING_BEFORE - timedelta(minutes=1)) == []
    assert len(reminded(EVENING_BEFORE)) == 1
    assert len(reminded(EVENING_BEFORE + timedelta(hours=1))) == 1


def test_it_names_the_children_whose_turn_it_is(notifier: Notifier, reminded: Reminded) -> None:
    notifier.hear(APPROVED)
    reminded(EVENING_BEFORE)

    text = notifier.mailbox()[-1]["text"]

    assert "les accueils de Mia à partir de demain" in text and "Léo" not in text


def test_of_an_opening_that_was_withdrawn_nobody_is_reminded(
    notifier: Notifier, reminded: Reminded
) -> None:
    notifier.hear(APPROVED)
    notifier.hear(
        bookings.OpeningWaveWithdrawn(
            wave_id="2027-MATERNELLE", school_year="2027-2028", withdrawn_at=clock.now()
        )
    )

    assert reminded(EVENING_BEFORE) == []


def test_who_is_approved_that_same_evening_is_reminded_at_once(
    notifier: Notifier, reminded: Reminded
) -> None:
    assert reminded(EVENING_BEFORE) == []

    notifier.hear(APPROVED)

    assert len(reminded(EVENING_BEFORE + timedelta(hours=2))) == 1


def test_a_family_whose_file_was_returned_is_not_reminded(
    notifier: Notifier, reminded: Reminded
) -> None:
    notifier.hear(APPROVED)
    notifier.hear(
        households.HouseholdFileReturned(
            household_id=MARTIN, reason="DOCUMENTS", rejected_documents=()
        )
    )

    assert reminded(EVENING_BEFORE) == []


def test_nobody_is_told_of_tomorrow_on_the_day_itself(
    notifier: Notifier, reminded: Reminded
) -> None:
    """Notifier was down that evening."""
    notifier.hear(APPROVED)

    assert reminded(OPENS_AT - timedelta(hours=1)) == []


def test_an_opening_that_is_moved_is_reminded_of_again(
    notifier: Notifier, reminded: Reminded
) -> None:
    notifier.hear(APPROVED)
    assert len(reminded(EVENING_BEFORE)) == 1

    notifier.hear(wave(opens_at=OPENS_AT + timedelta(days=7)))

    assert len(reminded(EVENING_BEFORE + timedelta(days=6))) == 1
    assert len(reminded(EVENING_BEFORE + timedelta(days=7))) == 2


def test_who_lives_in_the_commune_is_reminded_of_its_own_opening_and_not_of_the_later_one(
    notifier: Notifier, reminded: Reminded
) -> None:
    earlier = wave(opens_at=OPENS_AT - timedelta(days=3), wave_id="2027-inside", residence="INSIDE")
    notifier.hear(APPROVED)
    notifier.hear(earlier)
    notifier.hear(households.HouseholdLocated(household_id=MARTIN, area="centre", resident=True))

    assert len(reminded(EVENING_BEFORE - timedelta(days=3))) == 1
    assert len(reminded(EVENING_BEFORE)) == 1


def test_who_lives_elsewhere_is_not_reminded_of_the_opening_for_the_commune(
    notifier: Notifier, reminded: Reminded
) -> None:
    notifier.hear(APPROVED)
    notifier.hear(
        wave(opens_at=OPENS_AT - timedelta(days=3), wave_id="2027-inside", residence="INSIDE")
    )

    assert reminded(EVENING_BEFORE - timedelta(days=3)) == []
    assert len(reminded(EVENING_BEFORE)) == 1


def test_whose_brother_has_a_place_is_reminded_of_the_opening_for_siblings(
    notifier: Notifier, reminded: Reminded
) -> None:
    """Léo has a place that still runs: Mia opens earlier, he himself does not."""
    for_siblings = wave(
        opens_at=OPENS_AT - timedelta(days=3), wave_id="2027-siblings", sibling=True
    )
    notifier.hear(APPROVED)
    notifier.hear(for_siblings)
    notifier.hear(has_a_place(LEO, until=date(2027, 7, 2)))

    assert len(reminded(EVENING_BEFORE - timedelta(days=3))) == 1
    assert "les accueils de Mia à partir de demain" in notifier.mailbox()[-1]["text"]
    assert len(reminded(EVENING_BEFORE)) == 1, "and not again of the later one"


@pytest.mark.parametrize("holder", [MIA, LEO])
def test_a_place_of_ones_own_or_one_that_is_over_makes_no_sibling(
    notifier: Notifier, reminded: Reminded, holder: UUID
) -> None:
    early = OPENS_AT - timedelta(days=3)
    notifier.hear(APPROVED)
    notifier.hear(wave(opens_at=early, wave_id="2027-siblings", sibling=True))
    over = date(2027, 7, 2) if holder == MIA else date(2026, 7, 3)
    notifier.hear(has_a_place(holder, until=over))

    assert reminded(EVENING_BEFORE - timedelta(days=3)) == []
    assert len(reminded(EVENING_BEFORE)) == 1


def test_the_opening_of_single_days_says_what_it_is(notifier: Notifier, reminded: Reminded) -> None:
    later = OPENS_AT + timedelta(days=30)
    single = {"kinds": ("ONE_OFF",), "slot_types": ("WEDNESDAY",)}
    notifier.hear(wave(wave_id="2027-MATERNELLE", kinds=("STANDING",)))
    notifier.hear(wave(opens_at=later, wave_id="2027-single", **single))
    notifier.hear(APPROVED)

    assert len(reminded(EVENING_BEFORE)) == 1
    assert "réservations à l’année" in notifier.mailbox()[-1]["text"]
    assert len(reminded(EVENING_BEFORE + timedelta(days=30))) == 2
    text = notifier.mailbox()[-1]["text"]
    assert "des jours demandés un par un" in text and "Accueil du mercredi" in text


def has_a_place(child_id: UUID, until: date) -> Any:
    mondays = tuple(until - timedelta(weeks=n) for n in range(3, -1, -1))
    return bookings.BookingDecided(
        request_id=REQUEST,
        reference="D-2026-4127",
        household_id=MARTIN,
        account_id=CAMILLE,
        decided_at=clock.now(),
        lines=(
            bookings.DecidedLine(
                line_id="1",
                child_id=child_id,
                facility_id="tilleuls",
                slot_type="LUNCH",
                weekday=0,
                dates=mondays,
                decision="ACCEPTED",
                reason=None,
                capacity=60,
                taken=12,
                full_on=None,
            ),
        ),
    )
