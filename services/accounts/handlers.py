"""Runs a command on its stream, with the facts it needs.

Passwords are checked and hashed between two units of work, never in one: argon2 is slow on purpose,
and on SQLite nobody else writes meanwhile.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from services.accounts.domain import account, email_address, staff_member
from services.accounts.domain.account import Language, LinkPurpose
from services.accounts.domain.kind import Kind
from services.accounts.domain.waiting_line import Pace
from services.accounts.projections import (
    account_list,
    links,
    password_tries,
    sessions,
    sign_in,
    waiting_line,
)
from services.accounts.projections.kept import KEPT
from services.accounts.projections.sign_in import SignIn
from services.accounts.publications import publication
from services.accounts.settings import Keyring, sign_ins
from shared.eventstore import clock
from shared.eventstore.decider import Refused
from shared.eventstore.store import EventStore, Meta, Work
from shared.eventstore.vault import Vault
from shared.web.settings import Settings

T = TypeVar("T")


class Run(Protocol):
    """One unit of work, with who and when."""

    def __call__(self, work: Callable[[Work], T], /) -> T: ...


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    session: str
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class MailedLink:
    token: str
    expires_at: datetime


def build_store(settings: Settings, vault: Vault | None = None) -> EventStore:
    vault = vault or settings.vault()
    return EventStore(
        settings.engine(),
        [account.Event, email_address.Event, staff_member.Event],
        publication,
        [
            sign_in.read_model(vault),
            account_list.read_model(vault),
            links.READ_MODEL,
        ],
        kept=[KEPT],
        vault=vault,
        source="accounts",
    )


# Accounts


def register(
    run: Run, keyring: Keyring, account_id: UUID, email: str, password: str, language: Language
) -> SignedIn:
    """Asked again, with the same id and the right password, it signs in: nothing is made twice."""
    email_lookup = keyring.lookup(Kind.FAMILY, email)
    password_hash = keyring.hash(password)
    token = new_token()

    def made(work: Work) -> bool:
        at = work.meta.at
        if work.state(staff_member, staff_stream(account_id)).described:
            raise Refused("already_registered")
        work.handle(
            email_address,
            email_stream(email_lookup),
            email_address.ClaimEmail(account_id=account_id, asked_at=at),
        )
        new = work.handle(
            account,
            account_stream(account_id),
            account.RegisterAccount(
                account_id=account_id,
                email=email,
                email_lookup=email_lookup,
                password_hash=password_hash,
                language=language,
                asked_at=at,
            ),
        )
        if new:
            sessions.open_session(work.tx, hash_of(token), account_id, Kind.FAMILY, at)
        return bool(new)

    if run(made):
        return SignedIn(session=token, account_id=account_id)
    try:
        return open_session(run, keyring, Kind.FAMILY, email, password)
    except Refused as refusal:
        if refusal.code == "wrong_credentials":
            raise Refused("email_taken") from None
        raise


def issue_link(work: Work, account_id: UUID, purpose: LinkPurpose) -> MailedLink:
    """The token leaves in the answer and in the mail, and is kept nowhere."""
    token = new_token()
    issued = work.handle(
        account,
        account_stream(account_id),
        account.IssueLink(
            account_id=account_id,
            purpose=purpose,
            token_hash=hash_of(token),
            asked_at=work.meta.at,
        ),
    )
    (link,) = (event for event in issued if isinstance(event, account.LinkIssued))
    return MailedLink(token=token, expires_at=link.expires_at)


def confirm_email(work: Work, token: str) -> tuple[UUID, bool]:
    """The account, and whether this was the first time."""
    account_id = _account_of_link(work, token)
    confirmed = work.handle(
        account,
        account_stream(account_id),
        account.ConfirmEmail(
            account_id=account_id, token_hash=hash_of(token), asked_at=work.meta.at
        ),
    )
    return account_id, bool(confirmed)


def request_confirmation(work: Work, account_id: UUID) -> None:
    work.handle(
        account,
        account_stream(account_id),
        account.RequestConfirmation(account_id=account_id, asked_at=work.meta.at),
    )


# Passwords


def request_password_reset(work: Work, keyring: Keyring, email: str) -> None:
    """Nothing tells the asker whether the address has an account."""
    known = sign_in.find(work.tx, keyring.vault, keyring.lookup(Kind.FAMILY, email))
    if known is not None:
        work.handle(
            account,
            account_stream(known.account_id),
            account.RequestPasswordReset(account_id=known.account_id, asked_at=work.meta.at),
        )


def reset_password(run: Run, keyring: Keyring, token: str, password: str) -> UUID:
    """Every device is signed out, and wrong passwords are forgotten."""
    password_hash = keyring.hash(password)

    def reset(work: Work) -> UUID:
        account_id = _account_of_link(work, token)
        stream = account_stream(account_id)
        work.handle(
            account,
            stream,
            account.ResetPassword(
                account_id=account_id,
                token_hash=hash_of(token),
                password_hash=password_hash,
                asked_at=work.meta.at,
            ),
        )
        sessions.end_all(work.tx, account_id)
        if email_lookup := work.state(account, stream).email_lookup:
            password_tries.forget(work.tx, email_lookup)
        return account_id

    return run(reset)


def change_password(
    run: Run, keyring: Keyring, account_id: UUID, current: str, new: str
) -> SignedIn:
    """Every device is signed out; the one that asked gets a session of its own."""

    def known(work: Work) -> SignIn | None:
        found = sign_in.of_account(work.tx, keyring.vault, account_id)
        if found is not None:
            password_tries.count(work.tx, found.email_lookup, work.meta.at)
        return found

    checked = run(known)
    if checked is None or not keyring.matches(current, checked.password_hash):
        raise Refused("wrong_password")
    password_hash = keyring.hash(new)
    token = new_token()

    def change(work: Work) -> SignedIn:
        _unchanged_since(work, keyring, checked, otherwise="wrong_password")
        work.handle(
            account,
            account_stream(account_id),
            account.ChangePassword(
                account_id=account_id, password_hash=password_hash, asked_at=work.meta.at
            ),
        )
        password_tries.forget(work.tx, checked.email_lookup)
        sessions.end_all(work.tx, account_id)
        sessions.open_session(work.tx, hash_of(token), account_id, checked.kind, work.meta.at)
        return SignedIn(session=token, account_id=account_id)

    return run(change)


# The door


def come_in(work: Work, ticket_id: UUID | None) -> None:
    """Raises Refused("full_house"), before the password costs anything."""
    waiting_line.come_in(work.tx, ticket_id, _pace(), work.meta.at)


def advance_line(
    work: Work, tickets: Mapping[UUID, datetime], most: int | None
) -> tuple[dict[UUID, int], int]:
    return waiting_line.advance(work.tx, tickets, _pace(), work.meta.at, most)


def _pace() -> Pace:
    at_once, per_second = sign_ins()
    return Pace(at_once=at_once, per_second=per_second)


# Sessions


def open_session(
    run: Run,
    keyring: Keyring,
    kind: Kind,
    email: str,
    password: str,
    door: Callable[[Work], None] = lambda _work: None,
) -> SignedIn:
    """Signs in. Raises Refused: wrong_credentials, too_many_attempts, or what the `door` says."""
    email_lookup = keyring.lookup(kind, email)

    def known(work: Work) -> SignIn | None:
        door(work)
        password_tries.count(work.tx, email_lookup, work.meta.at)
        return sign_in.find(work.tx, keyring.vault, email_lookup)

    found = run(known)
    if not keyring.matches(password, found.password_hash if found else None) or found is None:
        raise Refused("wrong_credentials")
    rehashed = keyring.hash(password) if keyring.outdated(found.password_hash) else None
    token = new_token()

    def opened(work: Work) -> SignedIn:
        _unchanged_since(work, keyring, found, otherwise="wrong_credentials")
        if rehashed is not None:
            _rehash(work, found, rehashed)
        password_tries.forget(work.tx, email_lookup)
        sessions.open_session(work.tx, hash_of(token), found.account_id, found.kind, work.meta.at)
        return SignedIn(session=token, account_id=found.account_id)

    return run(opened)


def note_use(work: Work, session: sessions.Session) -> None:
    sessions.note_use(work.tx, session, work.meta.at)


def end_session(work: Work, token: str) -> None:
    sessions.end(work.tx, hash_of(token))


def tidy(store: EventStore) -> None:
    """Expired sessions and old wrong passwords go."""

    def forget(work: Work) -> None:
        sessions.forget_expired(work.tx, work.meta.at)
        password_tries.forget_old(work.tx, work.meta.at)
        waiting_line.forget_old(work.tx, work.meta.at)

    store.run(
        Meta(actor="service:accounts", at=clock.now(), correlation_id=str(clock.new_id())), forget
    )


# Staff


def describe_staff_member(
    run: Run,
    keyring: Keyring,
    account_id: UUID,
    email: str,
    password: str,
    name: str,
    roles: list[str],
    facilities: list[str],
) -> None:
    """The operator's list, loaded again, changes what is different and nothing else."""
    email_lookup = keyring.lookup(Kind.STAFF, email)
    stream = staff_stream(account_id)
    kept = run(lambda work: work.state(staff_member, stream).password_hash)
    same = kept is not None and keyring.matches(password, kept)
    password_hash = kept if same and kept is not None else keyring.hash(password)

    def describe(work: Work) -> None:
        at = work.meta.at
        if work.state(account, account_stream(account_id)).registered:
            raise Refused("already_registered")
        before = work.state(staff_member, stream).described
        if before is not None and before.email_lookup != email_lookup:
            work.handle(
                email_address,
                email_stream(before.email_lookup),
                email_address.ReleaseEmail(account_id=account_id, asked_at=at),
            )
        work.handle(
            email_address,
            email_stream(email_lookup),
            email_address.ClaimEmail(account_id=account_id, asked_at=at),
        )
        new = work.handle(
            staff_member,
            stream,
            staff_member.DescribeStaffMember(
                account_id=account_id,
                email=email,
                email_lookup=email_lookup,
                name=name,
                password_hash=password_hash,
                roles=tuple(roles),
                facilities=tuple(facilities),
                asked_at=at,
            ),
        )
        if any(isinstance(event, staff_member.StaffPasswordSet) for event in new):
            sessions.end_all(work.tx, account_id)

    run(describe)


# Streams and tokens


def account_stream(account_id: UUID) -> str:
    return f"account-{account_id}"


def staff_stream(account_id: UUID) -> str:
    return f"staff-{account_id}"


def email_stream(email_lookup: str) -> str:
    return f"email-{email_lookup}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """A token has 256 bits of chance: a plain hash is enough, where a password needs argon2."""
    return hashlib.sha256(token.encode()).hexdigest()


def _account_of_link(work: Work, token: str) -> UUID:
    account_id = links.account_of(work.tx, hash_of(token))
    if account_id is None:
        raise Refused("link_unknown")
    return account_id


def _unchanged_since(work: Work, keyring: Keyring, checked: SignIn, *, otherwise: str) -> None:
    """The password was checked outside this transaction: it must still be that one."""
    if sign_in.of_account(work.tx, keyring.vault, checked.account_id) != checked:
        raise Refused(otherwise)


def _rehash(work: Work, found: SignIn, password_hash: str) -> None:
    if found.kind is Kind.STAFF:
        work.handle(
            staff_member,
            staff_stream(found.account_id),
            staff_member.RehashStaffPassword(
                account_id=found.account_id, password_hash=password_hash
            ),
        )
    else:
        work.handle(
            account,
            account_stream(found.account_id),
            account.RehashPassword(account_id=found.account_id, password_hash=password_hash),
        )
