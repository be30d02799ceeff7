from datetime import timedelta
from uuid import UUID

from services.bookings.domain import allocation_run
from services.bookings.domain.allocation_run import (
    AllocationPrepared,
    AllocationPublished,
    AnnounceSeed,
    PrepareAllocation,
    PublishAllocation,
    SeedAnnounced,
)
from services.bookings.domain.serving_order import Mode, RuleSet
from tests.bookings.strasbourg import NADIA, paris
from tests.support.given import given

ALLOCATION = UUID(int=0xA110)
PREPARED_AT, ENDS_AT = paris("2026-04-02 10:00"), paris("2026-05-01 00:00")
AFTER = ENDS_AT + timedelta(days=3)
SEED, SOURCE = "7 12 23 31 45 / 8", "Loto du samedi 2 mai 2026"

PREPARE = {
    "allocation_id": ALLOCATION,
    "name": "Rentrée 2026",
    "school_year": "2026-2027",
    "facility_ids": ("tilleuls",),
    "window_ends_at": ENDS_AT,
    "prepared_at": PREPARED_AT,
    "prepared_by": NADIA,
}
DRAW = {"allocation_id": ALLOCATION, "seed": SEED, "source": SOURCE, "announced_by": NADIA}
PREPARED = AllocationPrepared(**PREPARE)
ANNOUNCED = SeedAnnounced(**DRAW, announced_at=AFTER)


def publish(mode=Mode.PRIORITIES) -> PublishAllocation:
    return PublishAllocation(
        allocation_id=ALLOCATION,
        rules=RuleSet(name="a", mode=mode),
        lines=(),
        pools=(),
        registers=(),
        published_at=AFTER,
        published_by=NADIA,
    )


def published(mode=Mode.PRIORITIES, seed=SEED) -> AllocationPublished:
    command = publish(mode)
    return AllocationPublished(
        allocation_id=ALLOCATION,
        rules=command.rules,
        seed=seed,
        lines=(),
        pools=(),
        registers=(),
        published_at=AFTER,
        published_by=NADIA,
    )


def test_an_allocation_is_prepared_once():
    given(allocation_run).when(PrepareAllocation(**PREPARE)).then(PREPARED)
    given(allocation_run, PREPARED).when(PrepareAllocation(**PREPARE)).then_nothing()


def test_the_seed_is_announced_after_the_window_so_that_nobody_asks_until_it_suits_him():
    history = given(allocation_run, PREPARED)

    history.when(AnnounceSeed(**DRAW, announced_at=PREPARED_AT)).refused("window_still_open")
    history.when(AnnounceSeed(**DRAW, announced_at=AFTER)).then(ANNOUNCED)


def test_the_seed_is_announced_once_so_that_nobody_draws_until_it_suits_him():
    other = {**DRAW, "seed": "1 2 3"}

    history = given(allocation_run, PREPARED, ANNOUNCED)

    history.when(AnnounceSeed(**DRAW, announced_at=AFTER)).then_nothing()
    history.when(AnnounceSeed(**other, announced_at=AFTER)).refused("seed_already_announced")


def test_without_a_window_there_is_no_lottery():
    prepared = AllocationPrepared(**{**PREPARE, "window_ends_at": None})

    given(allocation_run, prepared).when(AnnounceSeed(**DRAW, announced_at=AFTER)).refused(
        "no_window"
    )


def test_priorities_are_published_with_the_seed_that_was_announced():
    given(allocation_run, PREPARED).when(publish()).refused("seed_not_announced")
    given(allocation_run, PREPARED, ANNOUNCED).when(publish()).then(published())


def test_the_order_of_arrival_needs_no_seed():
    given(allocation_run, PREPARED).when(publish(Mode.FIRST_COME)).then(
        published(Mode.FIRST_COME, seed="")
    )


def test_an_allocation_is_published_once_and_by_hand_never():
    given(allocation_run, PREPARED, ANNOUNCED, published()).when(publish()).refused(
        "already_published"
    )
    given(allocation_run, PREPARED).when(publish(Mode.MANUAL)).refused("nothing_to_publish")
    given(allocation_run).when(publish()).refused("unknown_allocation")
