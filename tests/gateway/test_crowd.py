"""How many families may come in follows what is in hand, on a machine nobody has described."""

from services.gateway.web.crowd import CALM, FASTEST, FIRST, FULL, Crowd


class Evening:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.crowd = Crowd(lambda: self.now)

    def passes(self, seconds: float, in_hand: int) -> int:
        """So many requests are in hand all the time; how many may come in after it."""
        for _request in range(in_hand):
            self.crowd.begins()
        self.now += seconds
        for _request in range(in_hand):
            self.crowd.ends()
        return self.crowd.turns()


def test_more_families_come_in_while_little_is_in_hand_and_fewer_while_much_is() -> None:
    calm, busy = Evening(), Evening()

    assert [calm.passes(1.0, in_hand=2) for _second in range(4)] == [17, 19, 21, 23]
    assert [busy.passes(1.0, in_hand=20) for _second in range(4)] == [13, 11, 9, 8]
    assert busy.passes(1.0, in_hand=int(CALM) - 1) > 8


def test_somebody_always_comes_in_and_never_a_whole_town() -> None:
    stuck, idle = Evening(), Evening()

    assert [stuck.passes(1.0, in_hand=FULL) for _second in range(60)][-1] == 1
    assert [idle.passes(1.0, in_hand=0) for _second in range(60)][-1] == FASTEST


def test_turns_are_for_the_time_since_they_were_counted_last() -> None:
    evening = Evening()

    assert evening.passes(0.1, in_hand=0) <= FIRST * 0.2
    assert evening.passes(3600.0, in_hand=0) <= 5 * FASTEST


def test_a_long_quiet_time_is_not_taken_for_a_rush() -> None:
    quiet, calm = Evening(), Evening()

    assert quiet.passes(60.0, in_hand=2) >= 5 * calm.passes(1.0, in_hand=2) - 5
