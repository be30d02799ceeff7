"""given(decider, *events).when(command).then(*events), or .refused("code")."""

from functools import reduce
from typing import Any, Self

import pytest

from shared.eventstore.decider import Refused


class given:
    def __init__(self, decider: Any, *history: Any) -> None:
        self.decider = decider
        self.state = reduce(decider.evolve, history, decider.INITIAL)

    def when(self, command: Any) -> Self:
        self.command = command
        return self

    def then(self, *expected: Any) -> None:
        assert self.decider.decide(self.command, self.state) == list(expected)

    def then_nothing(self) -> None:
        self.then()

    def refused(self, code: str, **facts: Any) -> None:
        """Refused with this code, and with at least these facts."""
        with pytest.raises(Refused, match=f"^{code}$") as refusal:
            self.decider.decide(self.command, self.state)
        assert facts.items() <= refusal.value.facts.items()
