"""A child's other home: one makes a code, the other enters it and tells of the child itself.

A part of the decider of the household. Each home keeps its own entry of the child, under its own
key; all that one knows of the other is that it is there.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import UUID

from services.households.domain.sections import Identity
from shared.eventstore.decider import Refused
from shared.eventstore.personal import Personal, SubjectId

CODE_LASTS: Final = timedelta(days=14)
WRONG_CODES: Final = 5
MOST_INVITATIONS: Final = 10
WINDOW: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

# Without letters and digits that are taken for one another.
ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH: Final = 10


def shown_code(code: str) -> str:
    """In two halves, as it is read aloud."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def plain_code(written: str) -> str:
    """As it was made, however it was written down."""
    return "".join(sign for sign in written.upper() if sign in ALPHABET)


# Commands


@dataclass(frozen=True, kw_only=True)
class InviteOtherHome:
    """With an `email` the code is sent there too. `taken`: the child has another home already."""

    household_id: UUID
    child_id: UUID
    invitation_id: UUID
    code: str
    email: str | None
    taken: bool
    invited_at: datetime


@dataclass(frozen=True, kw_only=True)
class WithdrawInvitation:
    household_id: UUID
    child_id: UUID
    withdrawn_at: datetime


@dataclass(frozen=True, kw_only=True)
class UseInvitation:
    """By the home that was invited, with what it tells of the child: it must be the same one."""

    household_id: UUID
    invitation_id: UUID
    by_household_id: UUID
    identity: Identity
    used_at: datetime


@dataclass(frozen=True, kw_only=True)
class JoinHome:
    """The invitation is good: this household is the child's second home."""

    household_id: UUID
    child_id: UUID
    first_household_id: UUID
    joined_at: datetime


@dataclass(frozen=True, kw_only=True)
class CountWrongCode:
    household_id: UUID
    tried_at: datetime


@dataclass(frozen=True, kw_only=True)
class EndOtherHome:
    """Said to both homes: `ended_by` is the one that wants it."""

    household_id: UUID
    child_id: UUID
    ended_by: UUID
    ended_at: datetime


Command = (
    InviteOtherHome | WithdrawInvitation | UseInvitation | JoinHome | CountWrongCode | EndOtherHome
)


# Events


@dataclass(frozen=True, kw_only=True)
class OtherHomeInvited:
    household_id: SubjectId
    child_id: UUID
    invitation_id: UUID
    code: Personal[str]
    email: Personal[str | None]
    by_mail: bool
    invited_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn:
    household_id: UUID
    child_id: UUID
    invitation_id: UUID
    withdrawn_at: datetime


@dataclass(frozen=True, kw_only=True)
class InvitationUsed:
    household_id: UUID
    child_id: UUID
    invitation_id: UUID
    second_household_id: UUID
    used_at: datetime


@dataclass(frozen=True, kw_only=True)
class HomeJoined:
    """Of the second home. It tells of the child next, unless it did before."""

    household_id: UUID
    child_id: UUID
    first_household_id: UUID
    joined_at: datetime


@dataclass(frozen=True, kw_only=True)
class WrongCodeCounted:
    household_id: UUID
    tried_at: datetime


@dataclass(frozen=True, kw_only=True)
class OtherHomeEnded:
    """Kept by both homes; `first` says which of them this one was."""

    household_id: UUID
    child_id: UUID
    other_household_id: UUID
    first: bool
    ended_by: UUID
    ended_at: datetime


Event = (
    OtherHomeInvited
    | InvitationWithdrawn
    | InvitationUsed
    | HomeJoined
    | WrongCodeCounted
    | OtherHomeEnded
)


# State


@dataclass(frozen=True, kw_only=True)
class OtherHome:
    """`first`: this household told of the child before the other one."""

    household_id: UUID
    first: bool
    since: datetime


@dataclass(frozen=True, kw_only=True)
class OtherHomes:
    """`invited` is the latest invitation of each child, until it is withdrawn or used; `ended` the
    children who had another home once."""

    invited: Mapping[UUID, OtherHomeInvited] = field(default_factory=dict)
    homes: Mapping[UUID, OtherHome] = field(default_factory=dict)
    ended: frozenset[UUID] = frozenset()
    used: frozenset[UUID] = frozenset()  # invitations
    invitations: tuple[datetime, ...] = ()
    wrong_codes: tuple[datetime, ...] = ()


# Decide


def decide_other_home(
    command: Command, known: OtherHomes, children: Mapping[UUID, Identity]
) -> list[Event]:
    match command:
        case InviteOtherHome():
            return invite_other_home(command, known, children)
        case WithdrawInvitation():
            return withdraw_invitation(command, known)
        case UseInvitation():
            return use_invitation(command, known, children)
        case JoinHome():
            return join_home(command, known)
        case CountWrongCode():
            return count_wrong_code(command, known)
        case EndOtherHome():
            return end_other_home(command, known)
    assert_never(command)


def invite_other_home(
    command: InviteOtherHome, known: OtherHomes, children: Mapping[UUID, Identity]
) -> list[Event]:
    """Asked for again, there is a new code, and the one before is worth nothing any more."""
    if command.child_id not in children:
        raise Refused("child_unknown")
    if command.child_id in known.homes or command.taken:
        raise Refused("two_homes_already")
    today = [at for at in known.invitations if command.invited_at - at < DAY]
    if len(today) >= MOST_INVITATIONS:
        raise Refused("too_many_invitations", most=MOST_INVITATIONS)
    return [
        OtherHomeInvited(
            household_id=command.household_id,
            child_id=command.child_id,
            invitation_id=command.invitation_id,
            code=command.code,
            email=command.email,
            by_mail=command.email is not None,
            invited_at=command.invited_at,
            expires_at=command.invited_at + CODE_LASTS,
        )
    ]


def withdraw_invitation(command: WithdrawInvitation, known: OtherHomes) -> list[Event]:
    invited = known.invited.get(command.child_id)
    if invited is None:
        return []
    return [
        InvitationWithdrawn(
            household_id=command.household_id,
            child_id=command.child_id,
            invitation_id=invited.invitation_id,
            withdrawn_at=command.withdrawn_at,
        )
    ]


def use_invitation(
    command: UseInvitation, known: OtherHomes, children: Mapping[UUID, Identity]
) -> list[Event]:
    """The code is for one child, whom both homes call the same and know the birthday of: a code
    that went astray opens nothing to who does not know the child."""
    if command.by_household_id == command.household_id:
        raise Refused("own_invitation")
    if command.invitation_id in known.used:
        raise Refused("code_used")
    invited = next(
        (it for it in known.invited.values() if it.invitation_id == command.invitation_id), None
    )
    if invited is None:
        raise Refused("code_unknown")
    if command.used_at >= invited.expires_at:
        raise Refused("code_expired", expired_at=invited.expires_at.isoformat())
    told = children.get(invited.child_id)
    if told is None or not _same_child(told, command.identity):
        raise Refused("code_of_another_child")
    return [
        InvitationUsed(
            household_id=command.household_id,
            child_id=invited.child_id,
            invitation_id=command.invitation_id,
            second_household_id=command.by_household_id,
            used_at=command.used_at,
        )
    ]


def join_home(command: JoinHome, known: OtherHomes) -> list[Event]:
    if command.child_id in known.homes:
        raise Refused("two_homes_already")
    return [
        HomeJoined(
            household_id=command.household_id,
            child_id=command.child_id,
            first_household_id=command.first_household_id,
            joined_at=command.joined_at,
        )
    ]


def count_wrong_code(command: CountWrongCode, known: OtherHomes) -> list[Event]:
    refuse_after_wrong_codes(known, command.tried_at)
    return [WrongCodeCounted(household_id=command.household_id, tried_at=command.tried_at)]


def refuse_after_wrong_codes(known: OtherHomes, at: datetime) -> None:
    recent = [it for it in known.wrong_codes if at - it < WINDOW]
    if len(recent) >= WRONG_CODES:
        raise Refused("too_many_attempts", retry_at=(recent[-WRONG_CODES] + WINDOW).isoformat())


def end_other_home(command: EndOtherHome, known: OtherHomes) -> list[Event]:
    other = known.homes.get(command.child_id)
    if other is None:
        return []
    return [
        OtherHomeEnded(
            household_id=command.household_id,
            child_id=command.child_id,
            other_household_id=other.household_id,
            first=other.first,
            ended_by=command.ended_by,
            ended_at=command.ended_at,
        )
    ]


def _same_child(one: Identity, other: Identity) -> bool:
    """Accents, capitals and hyphens apart."""
    same_name = _plain(one.given_name) == _plain(other.given_name)
    return same_name and one.birth_date == other.birth_date and one.birth_date is not None


def _plain(name: str | None) -> str:
    letters = unicodedata.normalize("NFKD", (name or "").casefold())
    return "".join(sign for sign in letters if sign.isalpha())


# Evolve


def evolve_other_homes(known: OtherHomes, event: Event) -> OtherHomes:
    match event:
        case OtherHomeInvited():
            return replace(
                known,
                invited={**known.invited, event.child_id: event},
                invitations=(*known.invitations[1 - MOST_INVITATIONS :], event.invited_at),
            )
        case InvitationWithdrawn():
            return replace(known, invited=_without(known.invited, event.child_id))
        case InvitationUsed():
            home = OtherHome(
                household_id=event.second_household_id, first=True, since=event.used_at
            )
            return replace(
                known,
                invited=_without(known.invited, event.child_id),
                homes={**known.homes, event.child_id: home},
                ended=known.ended - {event.child_id},
                used=known.used | {event.invitation_id},
            )
        case HomeJoined():
            home = OtherHome(
                household_id=event.first_household_id, first=False, since=event.joined_at
            )
            return replace(
                known,
                homes={**known.homes, event.child_id: home},
                ended=known.ended - {event.child_id},
                wrong_codes=(),
            )
        case WrongCodeCounted():
            recent = known.wrong_codes[1 - WRONG_CODES :]
            return replace(known, wrong_codes=(*recent, event.tried_at))
        case OtherHomeEnded():
            homes = {key: it for key, it in known.homes.items() if key != event.child_id}
            return replace(known, homes=homes, ended=known.ended | {event.child_id})
    assert_never(event)


def _without(
    invited: Mapping[UUID, OtherHomeInvited], child_id: UUID
) -> dict[UUID, OtherHomeInvited]:
    return {key: it for key, it in invited.items() if key != child_id}
