"""What a decider is, and how it says no. Pure: the domain of every service may import this."""

from typing import Any, Protocol, TypeVar

Command = TypeVar("Command", contravariant=True)
Event = TypeVar("Event")
State = TypeVar("State")


class Decider(Protocol[Command, Event, State]):
    """A module with `INITIAL`, `decide` and `evolve` (Chassaing, Emmett)."""

    INITIAL: State

    def decide(self, command: Command, state: State, /) -> list[Event]: ...

    def evolve(self, state: State, event: Event, /) -> State: ...


class Refused(Exception):
    """The rules do not allow what was asked.

    `code` is a snake_case state of affairs ("slot_full"); `facts` are the JSON values a page needs
    to explain it. The sentence is written at the edge, in the language of the reader.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
