"""Who comes in next: first come, first served, and no faster than the house can bear."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.waiting_line import Door, Pace, Waiting, door_at, next_ones, through

SEVEN = datetime(2026, 4, 3, 17, tzinfo=UTC)  # 19:00 in Paris
PACE = Pace(at_once=10, per_second=2)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def arrived(number: int, after: float) -> Waiting:
    return Waiting(ticket_id=UUID(int=number), arrived_at=SEVEN + seconds(after))


def test_no_more_are_let_in_than_who_asks_can_take_on() -> None:
    door = Door(free=10.0, at=SEVEN)
    line = [Waiting(ticket_id=UUID(int=n), arrived_at=SEVEN) for n in range(4)]

    turns, positions = next_ones(line, door, most=1)

    assert turns == [UUID(int=0)]
    assert positions == {UUID(int=1): 1, UUID(int=2): 2, UUID(int=3): 3}


def test_before_anybody_came_the_door_is_wide_open() -> None:
    assert door_at(None, PACE, SEVEN) == Door(free=10, at=SEVEN)


def test_it_fills_again_by_the_second_and_never_beyond_its_measure() -> None:
    empty = through(door_at(None, PACE, SEVEN), 10)

    assert door_at(empty, PACE, SEVEN + seconds(1.5)).free == 3
    assert door_at(empty, PACE, SEVEN + seconds(60)).free == 10


def test_a_clock_that_goes_back_gives_nothing() -> None:
    door = Door(free=1, at=SEVEN)

    assert door_at(door, PACE, SEVEN - seconds(30)) == door


def test_whoever_came_first_goes_in_first_and_the_others_know_their_place() -> None:
    line = [arrived(1, 3.0), arrived(2, 1.0), arrived(3, 2.0), arrived(4, 4.0)]

    turns, positions = next_ones(line, Door(free=2.7, at=SEVEN))

    assert turns == [UUID(int=2), UUID(int=3)]
    assert positions == {UUID(int=1): 1, UUID(int=4): 2}


@given(
    arrivals=st.lists(st.floats(0, 100), max_size=40),
    asked=st.lists(st.floats(0, 20), max_size=20),
)
def test_nobody_overtakes_and_no_more_come_in_than_may(
    arrivals: list[float], asked: list[float]
) -> None:
    waiting = {it.ticket_id: it for it in (arrived(n, at) for n, at in enumerate(arrivals))}
    door, at, inside = door_at(None, PACE, SEVEN), 0.0, 0
    for pause in asked:
        at += pause
        door = door_at(door, PACE, SEVEN + seconds(at))
        turns, positions = next_ones(list(waiting.values()), door)
        last = max((waiting[it].arrived_at for it in turns), default=SEVEN - seconds(1))
        assert all(waiting[it].arrived_at >= last for it in positions)
        for it in turns:
            del waiting[it]
        door, inside = through(door, len(turns)), inside + len(turns)
        assert inside <= PACE.at_once + PACE.per_second * at + 0.001
